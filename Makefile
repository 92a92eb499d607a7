# Everything a newcomer needs. `make demo` and `make test` set up by themselves what they miss.
SHELL := /bin/bash
VENV := .venv
PYTHON := $(VENV)/bin/python
STAMP := $(VENV)/.installed
ARGS ?=
CHOSEN := $(shell for p in python3.11 python3.12 python3.13 python3; do \
  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
  && { echo $$p; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench soak run format lock

help: ## list what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-8s %s\n", $$1, $$2}'

$(STAMP): requirements.txt
	@test -n "$(CHOSEN)" || { echo "Ajar needs Python 3.11, 3.12 or 3.13 with venv (Debian: apt install python3 python3-venv)."; exit 2; }
	@test -x $(PYTHON) || { echo "Setting up .venv with $(CHOSEN) ..."; $(CHOSEN) -m venv $(VENV); }
	@echo "Installing what is pinned in requirements.txt ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

setup: $(STAMP) ## set up .venv and nothing else

demo: $(STAMP) ## open the playground in the browser
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

soak: $(STAMP) ## rehearse many seeds (SEEDS=n)
	@for seed in $$(seq 1 $(or $(SEEDS),10)); do \
	  echo "seed $$seed of $(or $(SEEDS),10)"; $(PYTHON) -m bot rehearse --days 7 --members 60 --seed $$seed --json || exit 1; done

run: $(STAMP) ## serve the platforms named in AJAR_ADAPTERS
	@$(PYTHON) -m bot run

format: $(STAMP) ## format the code
	@$(VENV)/bin/ruff check --fix --quiet .; $(VENV)/bin/ruff format .

lock: $(STAMP) ## pin the newest versions again, with hashes
	@$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --upgrade --group dev --output-file requirements.txt pyproject.toml
