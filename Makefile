# Obmen. `make` alone lists what can be done. Nothing is installed outside this folder.

PYTHON ?= python3
DEMO_HOME ?= .demo
BIN    := .venv/bin
DONE   := .venv/done
STEP   := $(PYTHON) tools/step.py
HAS_NPM := $(shell command -v npm)
HAS_MAVEN := $(and $(shell command -v javac),$(shell command -v mvn))
UV_INSTALL := $(BIN)/uv pip install --python .venv
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup runtime demo test check format bench coverage course vectors conformance mutation soak lock messages trace verifiers fuzz clean

help: ## List what can be done
	@grep -hE '^[a-z%-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z%-]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-14s %s\n' "$$name" "$$text"; done

## ── What people run ────────────────────────────────────────────────────────────────────────────────────────────────

setup: runtime $(DONE)/dev ## Install everything into .venv and frontend/node_modules (the other targets do it by themselves)
	@$(STEP) --total

demo: runtime ## Three nodes and a depositary, one whole exchange; ONCE=1 ends after it; REQUEST=file.json sends yours
	@$(STEP) --total
	@$(BIN)/obmen demo --home '$(DEMO_HOME)' $(if $(ONCE),--once) $(if $(REQUEST),--request '$(REQUEST)')

test: setup $(if $(HAS_MAVEN),$(DONE)/verifiers) ## The whole suite; some of it: make test ARGS="tests/treaty -k deadline"
	@$(BIN)/pytest $(ARGS)

check: setup ## Style, types, arrows between rooms, locks, the Russian catalogue
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@! grep -n '://' requirements/*.txt frontend/package-lock.json || { echo 'A lock carries an address: make lock'; exit 1; }
	$(BIN)/python tools/catalogue.py --check

format: setup ## Put the code into the house's form and mend what can be mended
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(patsubst bench/%.py,bench-%,$(wildcard bench/[a-z]*.py)) ## All measurements, one after another

bench-%: setup ## One measurement: bench/%.py
	@$(BIN)/python bench/$*.py $(ARGS)

messages: setup ## Bring new messages of screens into the Russian catalogue
	$(BIN)/python tools/catalogue.py --update
	$(BIN)/python tools/catalogue.py --compile

trace: setup ## Write docs/traceability.md anew: each article with its rules, tests, policies and codes
	@$(BIN)/python tools/traceability.py

coverage: setup ## Every branch of the law is walked by its own tests
	@$(BIN)/coverage run --branch --source=src/obmen/treaty --data-file=.coverage -m pytest -q tests/treaty
	@$(BIN)/coverage report --data-file=.coverage --include='src/obmen/treaty/*' --fail-under=100

course: setup ## Write the tables of the lifecycle anew: docs/protocol/course.md
	$(BIN)/python tools/course.py

vectors: setup ## Write the test vectors anew: vectors/README.md
	@$(BIN)/python -m vectors.generate

conformance: setup ## Drive our own program through every test vector, a process for each
	@$(BIN)/obmen conformance run --command '$(BIN)/obmen conformance open {file} --kind {kind} --register {register} --keys {keys} --time {time} --addressee {addressee}'

fuzz: setup $(DONE)/fuzz ## Hostile bytes by the million: docs/fuzzing.md; some of it: make fuzz ARGS="container --seed 7 --times 0.1"
	@$(BIN)/python -m tests.fuzz $(ARGS)

soak: setup ## Two nodes under kills, cuts, full disks, jumping clocks: ARGS="--packages 10000 --postgresql URL"
	@$(BIN)/python -m tests.soak $(ARGS)

verifiers: $(DONE)/verifiers ## Build the independent verifiers that run in Java (DSS, veraPDF): tests/interop/README.md

mutation: setup ## Plant small mistakes into the law and tell which no test finds (about half an hour)
	$(BIN)/python tools/mutation.py $(ARGS)

lock: $(DONE)/uv ## Renew the locks after a change of needs; UPGRADE=1 takes newer versions
	$(UV_COMPILE) requirements/setup.in -o requirements/setup.txt
	$(UV_COMPILE) requirements/node.in -o requirements/node.txt
	$(UV_COMPILE) requirements/fuzz.in -o requirements/fuzz.txt
	$(UV_COMPILE) pyproject.toml requirements/base.in -o requirements/base.txt
	$(UV_COMPILE) pyproject.toml requirements/dev.in -c requirements/base.txt -o requirements/dev.txt
	$(BIN)/python tools/assets.py --lock

clean: ## Remove all that was installed, built or left by the demo
	rm -rf .venv .demo frontend/node_modules build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache mutants
	rm -rf src/obmen/node/web/static/vendor src/obmen/message/rendering/fonts tests/interop/target tests/interop/*/target
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +

## ── Steps of the set-up: each is done once, and again when what it stands on changes ───────────────────────────────

runtime: $(DONE)/package $(DONE)/assets $(DONE)/messages

$(DONE)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed: make PYTHON=…'; exit 1; }
	@$(STEP) 'a Python of our own in .venv' $(PYTHON) -m venv .venv
	@mkdir -p $(DONE) && touch $@

$(DONE)/uv: requirements/setup.txt | $(DONE)/venv
	@$(STEP) --download 'uv, the installer' $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(DONE)/base: requirements/base.txt | $(DONE)/uv
	@$(STEP) --download 'libraries of the node' $(UV_INSTALL) --require-hashes -r $<
	@touch $@

$(DONE)/dev: requirements/dev.txt | $(DONE)/base
	@$(STEP) --download 'libraries of tests and checks' $(UV_INSTALL) --require-hashes -r $<
	@touch $@

$(DONE)/package: pyproject.toml | $(DONE)/base
	@$(STEP) 'obmen itself, editable' $(UV_INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

$(DONE)/node: requirements/node.txt | $(DONE)/uv
	@$(STEP) --download 'Node.js, which this machine has not' $(UV_INSTALL) --require-hashes -r $<
	@touch $@

$(DONE)/fuzz: requirements/fuzz.txt | $(DONE)/uv
	@$(STEP) --download 'atheris, which leads fuzzing by coverage' $(UV_INSTALL) --require-hashes -r $< && touch $@ || \
		echo 'Without atheris: no inputs led by coverage, the millions of our own mutations all the same.'

$(DONE)/npm: frontend/package-lock.json | $(DONE)/venv $(if $(HAS_NPM),,$(DONE)/node)
	@$(STEP) --download 'styles, scripts, icons and fonts' $(BIN)/python tools/assets.py --fetch
	@touch $@

$(DONE)/assets: tools/assets.py $(DONE)/npm
	@$(STEP) 'the same, put where screens and pages look for them' $(BIN)/python tools/assets.py --copy
	@touch $@

# What is in Maven's own store is not asked for again; a registry that stumbles is asked once more. Without it the tests
# that need them are skipped, except in CI.
MAVEN := mvn --quiet --batch-mode --file tests/interop/pom.xml compile
$(DONE)/verifiers: $(shell find tests/interop -name pom.xml -o -name '*.java' -not -path '*/target/*') | $(DONE)/venv
	@$(STEP) --download 'independent verifiers: DSS, veraPDF' \
		sh -c '$(MAVEN) --offline >/dev/null || $(MAVEN) || $(MAVEN)' && touch $@ || test -z '$(OBMEN_CI)$(filter verifiers,$(MAKECMDGOALS))'

$(DONE)/messages: $(wildcard src/obmen/node/locale/ru/LC_MESSAGES/django.po) tools/catalogue.py | $(DONE)/base
	@$(STEP) 'the Russian catalogue' $(BIN)/python tools/catalogue.py --compile
	@touch $@
