# Two commands on a machine with Python 3.11 or newer, pip and make: `make demo` and `make test`.
# What is installed is what the locks say, by hash and nothing beside it (--no-deps); a second run installs nothing.

PYTHON ?= python3
# Test processes at a time.
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
RUN := $(VENV)/.run
TEST := $(VENV)/.test
UV := uv==0.13.9
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header \
	--quiet $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install demo test check lint types format coverage wheel lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(RUN) ## .venv with the command chungtay

demo: $(RUN) ## install, plan a shipped ward, show the proof, then serve its pages
	$(BIN)/chungtay demo --serve

test: $(TEST) $(VENV)/.system ## install, then run all tests
	$(BIN)/python -m pytest --numprocesses=$(WORKERS)

check: lint types test ## everything that must hold before a change goes in

lint: $(TEST) ## style and common mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TEST) ## mypy --strict
	$(BIN)/mypy

format: $(TEST) ## rewrite files in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

coverage: $(TEST) $(VENV)/.system ## tests, and the lines that they do not reach
	$(BIN)/python -m pytest --numprocesses=$(WORKERS) --cov --cov-report=term-missing

wheel: $(RUN) ## dist/*.whl
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

lock: $(BIN)/python ## write both locks again (UPGRADE=1: with the newest releases)
	$(PIP) install --quiet $(UV)
	$(COMPILE) --extra build --output-file requirements.lock
	$(COMPILE) --extra build --extra cluster --extra oidc --extra postgresql --extra test --constraint requirements.lock --output-file tests/requirements.lock

clean: ## remove .venv and what the tools leave behind
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find api planner scenarios tests web -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): pyproject.toml requirements.lock | $(BIN)/python
	$(PIP) install --quiet --no-deps --require-hashes --requirement requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST): $(RUN) tests/requirements.lock
	$(PIP) install --quiet --no-deps --require-hashes --requirement tests/requirements.lock
	@touch $@

# Debian and Ubuntu ship Python without ensurepip. A pip of the machine can fill a .venv as well; without either, apt
# is asked where that needs no password.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Chung Tay needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ...' >&2; exit 1; }
	@echo 'making $(VENV) with $(PYTHON)'
	@$(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 || \
		{ $(PYTHON) -m venv --clear --without-pip $(VENV) && \
			$(PYTHON) -m pip --python $@ install --quiet pip; } >/dev/null 2>&1 || \
		{ $(APT) && $(PYTHON) -m venv --clear $(VENV); } || \
		{ rm -rf $(VENV); echo 'no virtual environment: sudo apt-get install python3-venv, then again' >&2; exit 1; }

# Tests of the desk start a PostgreSQL server of their own, those of workbooks send them through LibreOffice, those of
# the pages drive a browser; without these programs they are skipped by name.
$(VENV)/.system: | $(BIN)/python
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
		{ $(ROOT) apt-get update && $(ROOT) apt-get install --yes postgresql; } || \
		echo 'no PostgreSQL: its tests are skipped (sudo apt-get install postgresql)' >&2
	@command -v soffice >/dev/null || \
		{ $(ROOT) apt-get update && $(ROOT) apt-get install --yes --no-install-recommends libreoffice-calc-nogui; } || \
		echo 'no LibreOffice: its tests are skipped (sudo apt-get install libreoffice-calc-nogui)' >&2
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ $(ROOT) apt-get update && $(ROOT) apt-get install --yes chromium; } || \
		echo 'no Chromium: tests of the pages in a browser are skipped (sudo apt-get install chromium)' >&2
	@touch $@

ROOT := $$(test "$$(id -u)" = 0 || echo sudo -n)
APT = { $(ROOT) apt-get update && $(ROOT) apt-get install --yes python3-venv; }
