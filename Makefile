# Needs make and Python 3.11 or later with its venv module; everything else is fetched.
# `make` alone lists what can be made.

PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py
TESTS ?=
HAVE_PYTHON = command -v $(PYTHON) >/dev/null || { \
	echo "$(PYTHON) is missing. Install Python 3.11 or later, or name it: make PYTHON=..."; exit 1; }

.PHONY: help install install-dev run test check fix bench assure shell lock

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "make %-12s %s\n", $$1, $$2}'

install: ## Make .venv and get everything the product needs
	@$(HAVE_PYTHON)
	@$(PYTHON) requirements/install.py base

install-dev:
	@$(HAVE_PYTHON)
	@$(PYTHON) requirements/install.py dev

run: install ## Start the database, load the examples, serve on 127.0.0.1:8000
	@$(MANAGE) prepare
	@echo "Serving on http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"
	@DJANGO_RUNSERVER_HIDE_WARNING=true $(MANAGE) runserver $(PORT)

test: install-dev ## Run every test; TESTS=tests/schemes runs some
	@sh requirements/programs.sh
	@$(BIN)/pytest -n 2 --dist worksteal $(TESTS)

check: install-dev ## Lint, types, import contracts, missing migrations, templates
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(MANAGE) makemigrations --check --dry-run
	@$(BIN)/python -m tests.templates

fix: install-dev ## Mend what the linters can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

bench: install-dev ## Measure; prints one JSON line a benchmark
	@$(BIN)/python -m tests.bench

assure: install-dev ## Ten people, random answers, round trips, mutants of files and rules; SAMPLE=20: some
	@$(BIN)/python -m tests.assure.together
	@$(BIN)/python -m tests.assure.forms $(if $(SAMPLE),--seconds $(SAMPLE))
	@BCF_EXAMPLES=$(or $(SAMPLE),500) $(BIN)/pytest -q tests/imports/test_by_chance.py \
		tests/documents/test_round_trip.py tests/documents/test_hostile.py \
		tests/schemes/checks/test_oracle.py
	@$(BIN)/python -m tests.assure.hostile $(if $(SAMPLE),--count $(SAMPLE))
	@BCF_EXAMPLES=12 $(BIN)/python -m tests.assure $(if $(SAMPLE),--sample $(SAMPLE))

shell: install ## Open a Python shell with the models loaded
	@$(MANAGE) shell

lock: install-dev ## Write the locks anew after a change of requirements/*.in
	@for name in base dev node; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header --no-annotate $(UPGRADE) \
			requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done
