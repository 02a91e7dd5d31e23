# make demo   from the example articles to a picture, in a fresh clone
# make test   lint, types and the whole test suite
# make eval   quality on annotated corpora, against the recorded floors
# make bench  speed and memory, as ratios within one run
# make lock   pin the dependencies again, after a change in pyproject.toml

PYTHON ?= python3
BIN = .venv/bin
STORE = output/demo

.PHONY: demo test lint eval bench lock docs clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# //p' Makefile

.venv/run: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: .venv/run
	$(BIN)/kg build --store $(STORE) examples
	@echo
	$(BIN)/kg query --store $(STORE) contested-alignments
	@echo
	$(BIN)/kg query --store $(STORE) alignments-of-actor --param actor=Rwanda --limit 8
	@echo
	$(BIN)/kg query --store $(STORE) unverified-claims --limit 8
	@echo
	$(BIN)/kg export --store $(STORE) --format html --output output/network.html
	@echo "The network of who stands with or against whom: output/network.html (open it in a browser)"

test: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

eval: .venv/run
	$(BIN)/python tests/eval/corpora.py

bench: .venv/run
	$(BIN)/python bench/run.py

docs: .venv/run
	$(BIN)/python -m kg.graph.ontology_docs

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header pyproject.toml --group build -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-header pyproject.toml --group build --group dev -o requirements-dev.txt

clean:
	rm -rf .venv output/demo
