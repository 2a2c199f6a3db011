"""Publishes a generation folder in a process of its own, and says each step, so that it can be killed at any."""

import sys
from pathlib import Path

from catalogue.generation import Generation, Manifest
from sparql.remote.publishing import publish_to_store
from sparql.remote.store import RemoteStore

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    generation = Generation(folder, Manifest.parse((folder / "manifest.json").read_text("utf-8")))
    publish_to_store(generation, RemoteStore(*sys.argv[2:]), lambda done, total: print(done, total, flush=True))
    print("published", flush=True)
