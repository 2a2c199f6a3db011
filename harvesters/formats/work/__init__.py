"""A published work (corpus, software, teaching material) as repositories describe it, whatever schema they say it in.

Dublin Core, DataCite, OpenAIRE and CMDI are each read into a `Work`; one mapping describes all of them.
"""
