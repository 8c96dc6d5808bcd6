# make demo: set up, analyse a sample clip.  make test: set up, run every check.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: demo test format lint clean

demo: $(READY)
	$(BIN)/posecheck analyze samples/child-pose-arms-forward.mp4 --out demo

test: $(READY) lint
	$(BIN)/python -m pytest -q

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Made again whenever the dependencies may have changed; the stamp is written only after everything went well.
$(READY): pyproject.toml tools/check_system.py
	@$(PYTHON) tools/check_system.py
	@echo "setting up .venv (some minutes the first time: it fetches about 300 MB)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) install --editable ".[dev]"
	@touch $@

clean:
	rm -rf .venv demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
