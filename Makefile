# Everything a person does with this repository. `make` alone lists it.
# Needs Python 3.11 or newer and make; the rest is installed into .venv, pinned by constraints.txt.

# The first of these that is 3.11 or newer is taken; name one yourself with make PYTHON=/path/to/python3.12 start
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11 python
VENV ?= .venv
WORKERS ?= 2
BIN := $(VENV)/bin
# The second name is the one that newer versions of pip read when they build a package.
PIP := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 \
	$(BIN)/python -m pip install --quiet
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
NOTEBOOKS := find workbench examples -name '*.ipynb' -not -path '*/.*' -exec

.DEFAULT_GOAL := help
.PHONY: help start test test-fast lint format bench docs pictures wheel clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

start: $(VENV)/.ready-to-start ## open the workbench with the example ready to score
	@$(BIN)/python -m compileall -q src
	@$(BIN)/python -m standards start

test: $(VENV)/.ready-to-test ## everything: linters, types, floors, notebooks, browser, LibreOffice, PostgreSQL
	@$(BIN)/python tests/provision.py
	@failed=0; \
	$(MAKE) --no-print-directory lint || failed=1; \
	$(PYTEST) --nbval-lax --nbval-current-env tests workbench examples || failed=$$?; \
	exit $$failed

test-fast: $(VENV)/.ready-to-test ## the quick tests: no browser, LibreOffice or PostgreSQL, nothing slow
	@$(PYTEST) -m "not browser and not office and not postgres and not slow" tests

lint: $(VENV)/.ready-to-test ## ruff, mypy, the floors, notebooks without outputs
	@failed=""; \
	check() { name="$$1"; shift; echo "· $$name"; "$$@" || failed="$$failed, $$name"; }; \
	check "ruff check" $(BIN)/ruff check --quiet; \
	check "ruff format" $(BIN)/ruff format --check --quiet; \
	check "mypy" $(BIN)/mypy; \
	check "floors" $(BIN)/lint-imports --no-logo; \
	check "notebooks" $(NOTEBOOKS) $(BIN)/nbstripout --verify {} +; \
	test -z "$$failed" || { echo "Not clean: $${failed#, }. See above; make format mends what it can." >&2; exit 1; }

format: $(VENV)/.ready-to-test ## mend what ruff and nbstripout can
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format
	@$(NOTEBOOKS) $(BIN)/nbstripout {} +

bench: $(VENV)/.ready-to-test ## what we are fast at; results belong in docs/performance.md
	@$(BIN)/python -m benchmarks

docs: pictures ## draw the pictures of workbooks anew, then build docs/ as a site into site/
	@$(BIN)/mkdocs build --strict --quiet

pictures: $(VENV)/.ready-to-document ## draw docs/images/workbook-*.png with LibreOffice
	@$(BIN)/python -m docs.pictures

wheel: $(VENV)/.ready-to-test ## build the package into dist/
	@$(BIN)/python -m build --no-isolation --quiet

clean: ## remove the environment, caches and build results; reviews in .workbench/ stay
	rm -rf $(VENV) build dist site .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- the environment
# A stamp is newer than what it was made from, so the second run installs nothing.

$(VENV)/pyvenv.cfg:
	@python=""; for each in $(PYTHON); do \
		if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python="$$each"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 or newer is needed, and none of these is: $(PYTHON)." >&2; \
		echo "Install one, or say where it is: make PYTHON=/path/to/python3.12 start" >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$python" --version)."; \
	"$$python" -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python cannot make an environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

# pip compiles what it installs; `make start` compiles our own source, so that every kernel starts quickly.
$(VENV)/.ready-to-start: $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@echo "Installing the workbench (a minute or two the first time)."
	@$(PIP) --editable .
	@touch $@

$(VENV)/.ready-to-test: $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@echo "Installing the workbench and its test tools (a minute or two the first time)."
	@$(PIP) --editable '.[test,postgres]'
	@touch $(VENV)/.ready-to-start $@

$(VENV)/.ready-to-document: $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@$(PIP) --editable '.[docs]'
	@touch $@
