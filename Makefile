# Each target makes its own .venv when there is none. Python 3.11 or newer and make are all that is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
Q ?= Can I take ibuprofen with warfarin?

.PHONY: help ask test check lint types bench serve knowledge clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements.txt requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "rxgraph needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (once; about a minute)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

knowledge/compiled.sqlite: $(READY) $(wildcard knowledge/facts/*.toml knowledge/facts/names/*.toml knowledge/*.py)
	@$(BIN)/python -m knowledge.compile

knowledge: knowledge/compiled.sqlite ## Validate the facts and compile the knowledge base

ask: knowledge/compiled.sqlite ## Ask a question: make ask Q="Can I take ibuprofen with warfarin?"
	@$(BIN)/rxgraph ask "$(Q)"

test: knowledge/compiled.sqlite ## Run all tests
	@$(BIN)/python -m pytest -q -n auto --dist loadscope

lint: $(READY) ## Ruff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY) ## mypy --strict
	@$(BIN)/mypy

check: lint types test ## Everything that CI runs

bench: knowledge/compiled.sqlite ## Print the benchmarks
	@$(BIN)/python -m pytest -q -m benchmark tests/benchmarks

serve: knowledge/compiled.sqlite ## Serve the graphs with the LangGraph dev server on loopback
	@$(BIN)/rxgraph serve

clean: ## Remove what was built
	rm -rf $(VENV) knowledge/compiled.sqlite .mypy_cache .ruff_cache .pytest_cache
