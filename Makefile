# Everything a person or a machine does with this repository. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
RUN := .venv/bin
VENDOR := src/landsea/console/static/vendor
PACKAGES := .venv/.installed
ASSETS := $(VENDOR)/.complete
BROWSER := .venv/.browser

.PHONY: help install demo serve test check bench calibration explore contracts lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(PACKAGES) $(ASSETS)  ## what a node needs, into .venv and the console's folder
	@echo "landsea: .venv/bin/landsea is ready"

demo: $(PACKAGES) $(ASSETS)  ## a consignment from Chongqing to Singapore as a story, then the console
	$(RUN)/landsea demo

serve: $(PACKAGES) $(ASSETS)  ## a node of your own on this machine
	$(RUN)/landsea serve

test: $(PACKAGES) $(ASSETS) $(BROWSER)  ## all checks and tests, on SQLite, a real PostgreSQL and a real browser
	@$(MAKE) --no-print-directory check & checks=$$!; \
	$(RUN)/python -m pytest -n 2 --dist worksteal; tests=$$?; \
	wait $$checks || { echo "landsea: a check failed, see above"; exit 1; }; exit $$tests

check: $(PACKAGES)  ## lint, format, types and the floors and doors between rooms (seconds)
	$(RUN)/ruff check
	$(RUN)/ruff format --check
	$(RUN)/mypy
	$(RUN)/lint-imports --no-logo

bench: $(PACKAGES) $(ASSETS)  ## what the node costs: plans, appends, start, scale
	$(RUN)/python -m bench.run

calibration: $(PACKAGES)  ## are stated chances met? judged on journeys in hidden worlds (an hour)
	$(RUN)/python -m bench.calibration

explore: $(PACKAGES)  ## the property tests with cases nobody has seen; a failure prints its case (minutes)
	LANDSEA_EXPLORE=1 $(RUN)/python -m pytest -n 2 --dist worksteal -m hypothesis

contracts: $(PACKAGES)  ## our rules against TradeTrust's bytecode: 100,000 random calls, 50 journeys (minutes)
	LANDSEA_ESCROW_OPERATIONS=100000 LANDSEA_CHAIN_TRAVELS=50 $(RUN)/python -m pytest -s -k "random_operations or exactly_one_place" \
		tests/lading/escrow/test_differential.py tests/lading/chain/test_moving.py

lock: $(PACKAGES)  ## write requirements.lock and package-lock.json anew from pyproject.toml and package.json
	tools/lock.sh

clean:  ## remove what set-up and tests made (a node's data stays)
	rm -rf .venv node_modules $(VENDOR) build dist test-results
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .schemathesis
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(PACKAGES): requirements.lock requirements-source.lock pyproject.toml tools/install.sh
	@tools/install.sh $(PYTHON)
	@touch $@

$(ASSETS): package-lock.json tools/assets.py tools/basemap.py | $(PACKAGES)
	@$(RUN)/python tools/assets.py
	@touch $@

$(BROWSER): tools/browser.sh | $(PACKAGES)
	@tools/browser.sh
	@touch $@
