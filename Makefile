# One target per job; `make help` lists them. Everything runs in .venv, built from hashed locks.
PYTHON ?= python3
SEED ?= 1
MINUTES ?= 30
SHARD ?= 1/1
PORT ?= 8000
BIN := .venv/bin
CONTRACT := $(BIN)/nexudus-contract
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input install
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-find-links \
	--custom-compile-command "make lock" --upgrade pyproject.toml

LINT := REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true .venv/linter/node_modules/.bin/redocly lint \
	--config requirements/linter/redocly.yaml

.DEFAULT_GOAL := all
.PHONY: all validate generate check-generated reference changes mock bench bench-mock fuzz fuzz-clean fuzz-replay fuzz-long \
	fuzz-bench probe test test-browser lint types check dist lock clean help

all: validate generate fuzz ## validate the contract, regenerate the client, fuzz the mock (the default)

validate: .venv/ready .venv/linter/ready ## check openapi.yaml: the specification, our own rules, every example, redocly
	@$(CONTRACT) validate
	@if [ ! -e .venv/linter/ready ]; then echo "linted     not by redocly, which wants npm, node 20.19 or newer, and a way to fetch it"; \
	elif said=$$($(LINT) openapi.yaml 2>&1); then echo "linted     openapi.yaml, by redocly: no findings"; \
	else echo "$$said"; exit 1; fi

generate: .venv/ready ## make generated_client/ from openapi.yaml
	@$(CONTRACT) generate

check-generated: .venv/ready ## say whether generated_client/ is what openapi.yaml makes
	@$(CONTRACT) generate --check

reference: .venv/ready ## write the reference of the API and the client (reports/reference.html)
	@$(CONTRACT) reference

mock: .venv/ready ## serve the mock on 127.0.0.1 (PORT=8000)
	@$(CONTRACT) mock --port $(PORT)

fuzz: .venv/ready ## fuzz a mock of its own (SEED=1), or a running server (TARGET=<url>, ALLOW_WRITES=yes RESOURCE_ID=<id>)
	@$(CONTRACT) fuzz --seed $(SEED) $(if $(TARGET),--target $(TARGET)) $(if $(filter yes,$(ALLOW_WRITES)),--allow-writes) \
		$(if $(RESOURCE_ID),--own "ResourceId=$(RESOURCE_ID)") $(if $(COWORKER_ID),--own "CoworkerId=$(COWORKER_ID)") \
		$(if $(BUDGET),--budget "$(BUDGET)") $(if $(JOURNAL),--journal "$(JOURNAL)")

fuzz-clean: .venv/ready ## delete what killed runs have left on a server (TARGET=<url>)
	@$(CONTRACT) fuzz-clean --target "$(TARGET)" $(if $(JOURNAL),--journal "$(JOURNAL)")

fuzz-replay: .venv/ready ## send a finding's requests again (CASE=<file>, TARGET=<url>, RENUMBER=yes, FORM=curl or python)
	@$(CONTRACT) fuzz-replay "$(CASE)" $(if $(TARGET),--target $(TARGET)) $(if $(FORM),--form $(FORM)) \
		$(if $(filter yes,$(RENUMBER)),--renumber)

fuzz-long: .venv/ready ## fuzz with other seeds until the time is over (MINUTES=30, SHARD=2/5, TARGET=<url>)
	@$(CONTRACT) fuzz-long --minutes "$(MINUTES)" --shard "$(SHARD)" $(if $(filter file,$(origin SEED)),,--seed $(SEED)) \
		$(if $(TARGET),--target $(TARGET))

probe: .venv/ready ## ask a running server what the documentation leaves open (TARGET=<url>, DIFF=<earlier report>)
	@$(CONTRACT) probe --target "$(TARGET)" --json "$(or $(JSON),reports/probe.json)" $(if $(DIFF),--diff "$(DIFF)")

changes: .venv/ready ## say what breaks since a git revision, and the version it demands (BASE=<rev>, CHECK=yes, JSON=<file>)
	@$(CONTRACT) changes --base "$(BASE)" $(if $(filter yes,$(CHECK)),--check) $(if $(JSON),--json "$(JSON)")

test: .venv/ready ## run the tests, and see that they reach every line and branch of the client's runtime
	@$(BIN)/pytest -n auto --cov --cov-report= || { $(BIN)/coverage report; exit 1; }

bench-mock: .venv/ready ## measure the mock beside Prism and a bare uvicorn (MILLION=yes: and its memory)
	@$(BIN)/python -m benchmarks.mock $(if $(filter yes,$(MILLION)),--million)

bench: .venv/bench/ready ## measure everything side by side and write benchmarks/README.md (ONLY=decode: one part; ten minutes)
	@$(BIN)/python -m benchmarks.beside $(ONLY)

fuzz-bench: .venv/ready ## measure what the fuzz lane finds beside schemathesis alone (about an hour)
	@$(BIN)/python benchmarks/fuzz.py

test-browser: .venv/browser ## test the mock's pages and the reference in a chromium, which must be installed
	@$(BIN)/pytest tests/browser

lint: .venv/tools
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@found=$$($(BIN)/zizmor --offline --quiet --no-progress --min-severity medium .github) || { echo "$$found"; exit 1; }

types: .venv/tools
	@$(BIN)/mypy --no-error-summary
	@found=$$($(BIN)/pyright --warnings) || { echo "$$found"; exit 1; }

check: lint types validate check-generated test ## everything CI asks for: lint, types, drift, tests

dist: .venv/ready ## build the wheel and the sdist into dist/
	@rm -rf dist
	@$(BIN)/python -m hatchling build

lock: .venv/tools ## renew the hashed locks from pyproject.toml
	@$(LOCK) --all-extras --group test -o requirements/make.txt
	@$(LOCK) --all-extras --group test --group check -c requirements/make.txt -o requirements/check.txt
	@$(LOCK) --extra mock -c requirements/make.txt -o requirements/mock.txt
	@$(LOCK) --group browser -c requirements/make.txt -o requirements/browser.txt
	@$(LOCK) --extra aiohttp --extra fast --group bench -c requirements/make.txt -o requirements/bench.txt
	@npm install --prefix requirements/linter --package-lock-only --omit-lockfile-registry-resolved --silent

clean: ## remove what make made, but for the client
	@rm -rf .venv .coverage reports dist

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s  %s\n", $$1, $$2 }' Makefile

.venv/ready: requirements/make.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@echo "setting up .venv (once)"
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements/make.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tools: .venv/ready requirements/check.txt
	@$(PIP) --require-hashes -r requirements/check.txt
	@touch $@

# A second opinion. Where npm is missing, too old or cut off, this makes nothing, and validation goes without.
.venv/linter/ready: .venv/ready requirements/linter/package-lock.json
	@mkdir -p $(@D) && cp requirements/linter/package*.json $(@D)
	@npm ci --prefix $(@D) --engine-strict --ignore-scripts --fetch-retries=0 >/dev/null 2>&1 && touch $@ || true

.venv/bench/ready: .venv/ready requirements/bench.txt
	@echo "setting up .venv/bench (once)"
	@$(PYTHON) -m venv .venv/bench
	@.venv/bench/bin/python -m pip --quiet --disable-pip-version-check --no-input install --require-hashes \
		-r requirements/bench.txt
	@touch $@

.venv/browser: .venv/ready requirements/browser.txt
	@$(PIP) --require-hashes -r requirements/browser.txt
	@touch $@
