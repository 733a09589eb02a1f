# Two targets are all a newcomer needs: `make play` and `make test`. Both set everything up by themselves.
# Another interpreter: make play PYTHON=/path/to/python3.12

PY := .venv/bin/python
export PYTHON

# One step after the other, also under `make -j`: the tests use both cores already.
.NOTPARALLEL:
.PHONY: help play test check lint types imports slow docs golden validation bench clean base dev

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

play: base  ## set everything up, then play (without a terminal: narrate the historical line, then one game by bots)
	@tools/play

test: dev check  ## set everything up, then lint, types, imports and every test
	@echo "Tests …"
	@$(PY) -m pytest -q -n auto --dist=loadfile

check: lint types imports  ## lint, types and who imports whom

lint: dev  ## ruff
	@echo "Lint …"
	@$(PY) -m ruff check --quiet --output-format concise

types: dev  ## mypy, strictly
	@echo "Types …"
	@$(PY) -m mypy --no-error-summary

imports: dev  ## who may import whom
	@echo "Imports …"
	@.venv/bin/lint-imports --no-logo

slow: dev  ## every test, the nightly ones too, with many more examples
	@HYPOTHESIS_PROFILE=nightly $(PY) -m pytest -q -n auto --dist=loadfile -m "slow or not slow"

docs: dev  ## write the generated pages of docs/ anew
	@$(PY) tools/write_docs.py
	@$(PY) tools/notebook.py docs/analysing.md
	@$(PY) tools/notebook.py docs/experiments.md

golden: dev  ## play the golden runs anew, after a scenario changed
	@$(PY) tools/write_golden.py

validation: dev  ## measure anew how far New Year's Eve can be believed: docs/validation.md
	@$(PY) -m tools.write_validation

bench: dev  ## every benchmark: start-up, engine beside engine, first results, continuations, memory
	@$(PY) -m benchmarks

clean:  ## remove whatever the tools have made
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find src tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} +

base:
	@tools/set-up

dev:
	@tools/set-up dev
