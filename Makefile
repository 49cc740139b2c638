# One environment, made on first use: the program alone for who tries it, with all the tools for who builds it. What of
# it is used is compiled when it is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PROGRAM := $(VENV)/.program
STAMP := $(VENV)/.stamp

# A run of the tests starts the program a thousand times: where bytecode is not kept, each start would compile it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint compiled deb wheels bench campaign pictures papers clean

demo: $(PROGRAM)
	$(BIN)/smsbox demo

test: lint compiled
	$(BIN)/python -m pytest -n 10 --dist worksteal

# Once, and not by ten workers at the same moment; what is wrong here the tests themselves tell.
compiled: $(STAMP)
	-@$(BIN)/python -m pytest --collect-only -q >/dev/null

lint: $(STAMP)
	$(BIN)/ruff check smsbox tests package
	$(BIN)/ruff format --check smsbox tests package
	$(BIN)/mypy
	$(BIN)/lint-imports

# dist/smsbox_VERSION_all.deb, for Debian 12 and 13 on every kind of machine.
deb: $(STAMP)
	$(BIN)/python package/build.py

# The libraries that lie in the package; tests/package makes it of them without a network.
wheels: $(STAMP)
	$(BIN)/python package/build.py --fetch-only

bench: $(STAMP)
	$(BIN)/python -m tests.bench

campaign: $(STAMP)
	$(BIN)/python -m tests.campaign

# Those of README.md, out of the demo: needs chromium and its driver.
pictures: $(STAMP)
	$(BIN)/python -m tests.web.pictures

# The pages and the example file that are made from the program's own words.
papers: $(STAMP)
	$(BIN)/python -m smsbox.cli.reference > docs/commands.md
	$(BIN)/python -m smsbox.config.example > config.example.toml
	$(BIN)/python -m smsbox.config.reference en > docs/settings.md
	$(BIN)/python -m smsbox.config.reference uk > docs/uk/settings.md
	$(BIN)/python -m smsbox.problems.reference en > docs/problems.md
	$(BIN)/python -m smsbox.problems.reference uk > docs/uk/problems.md

$(PROGRAM): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --editable .
	touch $@

$(STAMP): $(PROGRAM)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) build dist demo-data bench-results *.egg-info
