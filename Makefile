# The two commands of the README are `make refresh` and `make test`. Everything is set up inside the checkout, in .venv.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash

.PHONY: help setup refresh test check up down prove benchmark lock goldens dictionary schema audit sbom
.DEFAULT_GOAL := help

help: ## say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: .venv/ready ## install everything, pinned, into .venv

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.11 …"; exit 1; }
	@echo "Setting up .venv"
	@$(PYTHON) -m venv --clear .venv
	@awk '/^uv==/ {found = 1} found {print} found && !/\\$$/ {exit}' requirements.lock > .venv/installer.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement .venv/installer.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode --requirement requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q assets pipelines publications schemas steps warehouse  # a service may write no bytecode
	@touch $@

refresh: setup ## run the whole path on the deliveries in raw/
	@$(BIN)/jmdi refresh

check: setup ## linters, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports > .venv/lint-imports.log || { cat .venv/lint-imports.log; exit 1; }
	@$(BIN)/mypy

test: check ## check, then the tests
	@$(BIN)/pytest -n 2 --dist worksteal -m "not prove"

prove: setup ## the slow proofs: kills, faults, long runs
	@$(BIN)/pytest -n 2 --dist worksteal -m prove

benchmark: setup ## a whole refresh, intake alone and the geocoder, against their floors
	@$(BIN)/python -m benchmarks.refresh
	@$(BIN)/python -m benchmarks.intake
	@$(BIN)/python -m benchmarks.geocode

up: setup ## Dagster's pages, daemon and nightly schedule
	@$(BIN)/jmdi up

down: setup ## end what `make up` started
	@$(BIN)/jmdi down

goldens: setup ## rewrite the golden files from what the code makes now
	@$(BIN)/pytest tests/whole_path --rewrite-goldens

schema: setup ## give the schema its next version, after declarations of tables, layers or codes changed
	@$(BIN)/python -m scripts.schema_version

dictionary: setup ## rewrite docs/dictionary.md and docs/entities.svg from the declarations of the tables
	@$(BIN)/python -m scripts.make_dictionary

audit: setup ## ask for known weaknesses of the pinned packages, where PyPI's advisories can be reached
	@$(BIN)/python -m scripts.audit_packages

sbom: setup ## write sbom.cdx.json, what the product is made of, for a release
	@$(BIN)/python -m scripts.bill_of_materials sbom.cdx.json

lock: setup ## pin anew, after pyproject.toml changed
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --quiet --output-file requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --constraint requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --quiet --output-file deploy/requirements.lock
