# Two commands do everything on a machine with Python 3.11 or newer, make and a network:
#   make demo   environment, harvest of the bundled sources, server (PORT=8000)
#   make test   environment, style, types, import directions, tests
.DEFAULT_GOAL := help
.PHONY: help demo test check unit bench faults crash soak lock clean wheel

PORT ?= 8000
HOST ?= 127.0.0.1
DATA ?= data
SIZE ?= 100000
ROUNDS ?= 50
MINUTES ?= 10
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
RUN := .venv/bin/python

help:
	@echo "make demo [PORT=8000] [DATA=data]   environment, harvest of the bundled sources, server"
	@echo "make test                           environment, then every check that CI makes"
	@echo "make bench [SIZE=100000]            speed and memory on synthetic records"
	@echo "make faults                         faulty servers against the command under its real limits (10 minutes)"
	@echo "make crash [ROUNDS=50]              harvests killed at random moments (8 minutes)"
	@echo "make soak [SIZE=100000] [MINUTES=10] the SPARQL endpoint under attack, while others go on using it"
	@echo "make lock                           pin requirements/*.in anew"
	@echo "make clean                          remove the environment and what tools cached"

demo: .venv/.runtime
	@$(RUN) -m maillage demo --host "$(HOST)" --port "$(PORT)" --data "$(DATA)"

test: check unit

check: .venv/.develop
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

unit: .venv/.develop
	$(RUN) -m pytest -n 2 --dist loadgroup

bench: .venv/.develop
	@$(RUN) -m bench --size "$(SIZE)"

faults: .venv/.develop
	@$(RUN) -m tests.e2e.measure_faults

crash: .venv/.develop
	@$(RUN) -m tests.e2e.crash --rounds "$(ROUNDS)"

wheel: .venv/.develop
	$(RUN) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer is needed; none was found. Install it, or name it: make PYTHON=/path/to/python3 demo" >&2; exit 2; fi
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements/runtime.txt | .venv/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@touch $@

.venv/.develop: requirements/develop.txt | .venv/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/develop.txt
	@touch $@ .venv/.runtime

soak: .venv/.develop
	@$(RUN) -m bench.soak --size "$(SIZE)" --minutes "$(MINUTES)"

lock: .venv/.develop
	$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate -o requirements/runtime.txt requirements/runtime.in
	$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate -o requirements/develop.txt requirements/develop.in

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
