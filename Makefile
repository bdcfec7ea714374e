# Two commands are enough after a clone: `make report` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PLATFORM ?= linux-x86_64
FOR ?= 3.11
PEERS := $(VENV)/peers
# A file's tests share what they build, so they stay together. Compiled modules are kept, also where the environment
# says otherwise: every process that a test starts would compile the whole workbook again.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q

.PHONY: help report test check lab bench data dictionary docs lint lock bundle clean
.DEFAULT_GOAL := report

help:  ## list these targets
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | while IFS="$$(printf '\t')" read -r name text; do \
		printf '%-12s%s\n' "$$name" "$$text"; done

report: $(READY)  ## build the 2021 report
	$(BIN)/workreport run 2021

test: $(READY)  ## run all tests
	$(PYTEST)

check: lint  ## style and the fast tests: what to run after every change
	$(PYTEST) -m "not slow"

lab: $(READY)  ## open JupyterLab on the notebooks
	$(BIN)/workreport lab

bench: $(PEERS)/.ready  ## how fast, beside the peers and the plain code; BENCH="--only cold" measures a part
	$(BIN)/python benchmarks $(BENCH)

data: $(READY)  ## rewrite the synthetic sample ledgers and the written report, byte for byte the same
	$(BIN)/python -m sampledata --out data

dictionary: $(READY)  ## rewrite data/DICTIONARY.md from the contracts
	$(BIN)/python -m workreport.ledgers.dictionary

docs: $(READY)  ## rewrite docs/reference from what is declared
	$(BIN)/python -m workreport.cli.reference

lint: $(READY)  ## style of code and notebooks
	$(BIN)/ruff check setup.py lib tests benchmarks notebooks
	$(BIN)/ruff format --check setup.py lib tests benchmarks notebooks

lock:  ## pin everything that pyproject.toml asks for, with hashes (needs uv)
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header -q -o requirements.lock

bundle: $(READY)  ## everything for machines without internet, as one archive in build/; PLATFORM=linux-aarch64 or windows-amd64, FOR=3.12
	$(BIN)/python -m offlinebundle $(PLATFORM) --python $(FOR) --out build

clean:  ## remove the environment and what runs made, but not what outputs/.history remembers of earlier runs
	PYTHONPATH=lib $(PYTHON) -m workreport.base.ownership outputs/2* outputs/check/*
	rm -rf $(VENV) outputs/.store outputs/.staging outputs/bench

# The lock file is the environment: a changed lock makes a new one. Nothing is fetched that it does not name.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	@echo 'Setting up $(VENV): some 300 MB of packages to fetch, 1.2 GB on disk, a few minutes; only the first time.'
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

# What reports are compared with in `make bench`: beside the workbook's own packages, never among them.
$(PEERS)/.ready: benchmarks/requirements.lock $(READY)
	$(BIN)/python -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	$(BIN)/python benchmarks/share.py $(PEERS)/bin/python
	touch $@
