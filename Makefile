# Everything a newcomer needs. `make demo` and `make test` set up by themselves what they miss.
SHELL := /bin/bash
VENV := .venv
PYTHON := $(VENV)/bin/python
STAMP := $(VENV)/.installed
ARGS ?=

# Looked up only when the environment is made; Debian's Python without python3-venv lacks ensurepip.
CHOSEN = $(shell for each in python3.11 python3.12 python3.13 python3; do \
  $$each -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$each; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench soak run format lock

help: ## list what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-8s %s\n", $$1, $$2}'

$(PYTHON):
	@chosen="$(CHOSEN)"; test -n "$$chosen" || { \
	  echo "Ajar needs Python 3.11 or newer with venv (on Debian: apt install python3 python3-venv)."; exit 2; }; \
	echo "Setting up .venv with $$chosen ..."; $$chosen -m venv --clear $(VENV)

$(STAMP): requirements.txt | $(PYTHON)
	@echo "Installing what is pinned in requirements.txt (about a minute) ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --requirement requirements.txt
	@printf '%s\n' '#!/bin/sh' '# The command line of this checkout, from any folder.' \
	  'root=$$(cd "$$(dirname "$$(readlink -f "$$0")")/../.." && pwd)' \
	  'PYTHONPATH=$$root exec "$$root/$(PYTHON)" -m bot "$$@"' > $(VENV)/bin/ajar
	@chmod +x $(VENV)/bin/ajar
	@touch $@

setup: $(STAMP) ## set up .venv, with .venv/bin/ajar, and nothing else

demo: $(STAMP) ## open the playground in the browser (ARGS="--port 9000")
	@$(PYTHON) -m bot demo $(ARGS)

test: $(STAMP) ## run every test, in parallel (ARGS="-k words" narrows)
	@$(PYTHON) -m pytest -n auto $(ARGS)

check: $(STAMP) ## lint, types, import rules, content
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(PYTHON) -m bot content check

bench: $(STAMP) ## measure speed, side by side in one run
	@$(PYTHON) -m tests.benchmarks $(ARGS)

soak: $(STAMP) ## break it on purpose, long: seeds of the simulation (SEEDS=n MINUTES=m), then kills (KILLS=n)
	@$(PYTHON) -m tests.simulation --seeds $(or $(SEEDS),1000) --minutes $(or $(MINUTES),10)
	@$(PYTHON) -m tests.crashes --kills $(or $(KILLS),100)

run: $(STAMP) ## serve the platforms named in AJAR_ADAPTERS
	@$(PYTHON) -m bot run $(ARGS)

format: $(STAMP) ## format the code
	@$(VENV)/bin/ruff check --fix --quiet .; $(VENV)/bin/ruff format .

# Two parts in one file: what the product runs with stands first, so that the image can leave the rest out.
COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate pyproject.toml --no-emit-index-url

lock: $(STAMP) ## pin the newest versions again, with hashes
	@set -e; work=$$(mktemp -d); trap 'rm -r "$$work"' EXIT; \
	$(COMPILE) --upgrade --group dev --output-file "$$work/all" > /dev/null; \
	$(COMPILE) --constraint "$$work/all" --output-file "$$work/runtime" > /dev/null; \
	{ echo '# Made by `make lock` from pyproject.toml.'; cat "$$work/runtime"; \
	  echo '# Development only, from here on.'; \
	  awk -F== 'NR == FNR { if (/^[a-z0-9]/) have[$$1]; next } /^[a-z0-9]/ { keep = !($$1 in have) } keep' \
	    "$$work/runtime" "$$work/all"; } > requirements.txt
