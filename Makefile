# One environment, made on first use; every other target stands on it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp

.PHONY: demo test lint bench campaign clean

demo: $(STAMP)
	$(BIN)/smsbox demo

test: lint
	$(BIN)/python -m pytest -n 10 --dist worksteal

lint: $(STAMP)
	$(BIN)/ruff check smsbox tests
	$(BIN)/ruff format --check smsbox tests
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP)
	$(BIN)/python -m tests.bench

campaign: $(STAMP)
	$(BIN)/python -m tests.campaign

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) build dist demo-data bench-results *.egg-info
