# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PYTHONDONTWRITEBYTECODE :=  # the tests start many processes, which else compile all again

.PHONY: demo ready test browser faults check bench clean

demo: $(READY)  ## the practice room in the browser; where there is no screen, a month as a transcript
	$(BIN)/gandan demo

ready: $(READY)  ## the environment, to work in by hand: `. .venv/bin/activate`

test: check browser  ## everything that must hold, on SQLite and PostgreSQL
	$(BIN)/python -m compileall -q bot handlers scheduler storage tests
	$(BIN)/pytest -q -n 4 --dist loadfile tests

browser: $(READY)  ## a Chromium for the tests of the practice room: the system's, else one brought
	$(BIN)/python -m tests.room.browser.chromium

faults: $(READY)  ## kills and floods, in full
	GANDAN_FAULTS=full $(BIN)/pytest -q -n 3 --dist load --maxschedchunk 1 -m faults tests

check: $(READY)  ## format, lint, types, imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## speed as ratios to named peers
	$(BIN)/python -m benchmarks.conversation
	$(BIN)/python -m benchmarks.webhook
	$(BIN)/python -m benchmarks.reminders
	$(BIN)/python -m benchmarks.sentences

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is missing; on Debian: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	  { echo "venv is missing; on Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
