# Needs git, make and Python >= 3.11; everything else is installed into .venv, in the versions of constraints.txt.

PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m generator
INSTALLED := .venv/installed
APPS := $(wildcard app.yaml examples/*/app.yaml examples/*/app.py)
CODE := generator tests scripts benchmarks examples

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help build test rehearse unit check fix docs golden bench clean

help: ## show this
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

build: $(INSTALLED) ## write the CloudFormation templates of app.yaml to build/
	@$(RUN) build

test: $(INSTALLED) ## run every test
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

rehearse: $(INSTALLED) ## roll app.yaml out to three regions of the embedded AWS
	@$(RUN) deploy --env prod --local --yes

unit: $(INSTALLED) ## run the unit tests only
	@$(BIN)/python -m pytest -q -n auto tests/unit

check: $(INSTALLED) ## lint and type-check the code; build --check and lint every app
	@$(BIN)/ruff check -q $(CODE)
	@$(BIN)/ruff format -q --check $(CODE)
	@$(BIN)/mypy --no-error-summary
	@for app in $(APPS); do $(RUN) build --check --app $$app || exit 1; done
	@$(BIN)/python -m scripts.lint_apps

fix: $(INSTALLED) ## format the code and mend what ruff can
	@$(BIN)/ruff check -q --fix $(CODE)
	@$(BIN)/ruff format -q $(CODE)

golden: $(INSTALLED) ## rewrite every built template and expected text; review the diff
	@for app in $(APPS); do $(RUN) build -q --app $$app > /dev/null || exit 1; done
	@$(BIN)/python -m pytest -q -n auto --update-golden
	@git status --short

docs: $(INSTALLED) ## rewrite the generated parts of docs/, and app.schema.json
	@$(BIN)/python -m scripts.docs

bench: $(INSTALLED) ## measure build and lint
	@$(BIN)/python -m benchmarks

clean: ## remove .venv and caches; build/ stays
	@rm -rf .venv .cache

$(INSTALLED): setup.cfg pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, and $(PYTHON) is %d.%d; name another: make PYTHON=python3.11" % sys.version_info[:2])'
	@$(PYTHON) -m venv .venv
	@echo "Installing into .venv ..."
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@
