# One target per job; `make help` lists them. Everything runs in .venv, built from hashed locks.
PYTHON ?= python3
SEED ?= 1
SAMPLE ?= 200
MINUTES ?= 30
SHARD ?= 1/1
PORT ?= 8000
BIN := .venv/bin
CONTRACT := $(BIN)/nexudus-contract
PYTEST := $(BIN)/pytest -n auto
INSTALL := requirements/install
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-find-links \
	--custom-compile-command "make lock" --upgrade

REDOCLY := REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true .venv/linter/node_modules/.bin/redocly lint \
	--config requirements/linter/redocly.yaml

.DEFAULT_GOAL := all
.PHONY: all validate generate check-generated reference changes mock bench bench-mock fuzz fuzz-clean fuzz-replay fuzz-long \
	fuzz-bench probe test test-slow test-all test-browser mutants lint types check dist lock clean help

all: validate generate fuzz ## validate the contract, regenerate the client, fuzz the mock (the default)

validate: .venv/ready ## check openapi.yaml: the specification, our own rules, every example
	@$(CONTRACT) validate

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
	@$(CONTRACT) probe --target "$(TARGET)" --json "$(or $(JSON),reports/probe-$(shell date +%Y%m%d-%H%M%S).json)" $(if $(DIFF),--diff "$(DIFF)")

changes: .venv/ready ## say what breaks since a git revision, and the version it demands (BASE=<rev>, CHECK=yes, JSON=<file>)
	@$(CONTRACT) changes --base "$(BASE)" $(if $(filter yes,$(CHECK)),--check) $(if $(JSON),--json "$(JSON)")

# A traced test takes twice as long, so the tests of the client's runtime are traced and no others.
test: .venv/test ## run the tests, but for the slow ones, and see that they reach every branch of the client's runtime
	@$(PYTEST) -m "not slow" tests/client --cov --cov-report= || { $(BIN)/coverage report; exit 1; }
	@$(PYTEST) -m "not slow" --ignore tests/client

test-slow: .venv/test ## run the slow tests; each says why it is slow
	@$(PYTEST) -m slow

test-all: test test-slow ## run both

test-browser: .venv/test .venv/browser ## test the mock's pages and the reference in a chromium, which must be installed
	@$(BIN)/pytest tests/browser

mutants: .venv/test ## see which small edits of our code the tests notice (SAMPLE=200, SEED=1, PACKAGE=mock, ALL=yes, AGAIN=<report>)
	@$(BIN)/python -m tests.mutation --sample $(SAMPLE) --seed $(SEED) $(if $(PACKAGE),--package $(PACKAGE)) \
		$(if $(filter yes,$(ALL)),--all) $(if $(AGAIN),--again "$(AGAIN)")

bench-mock: .venv/test ## measure the mock beside Prism and a bare uvicorn (MILLION=yes: and its memory)
	@$(BIN)/python -m benchmarks.mock $(if $(filter yes,$(MILLION)),--million)

bench: .venv/test .venv/bench/ready ## measure everything side by side and write benchmarks/README.md (ONLY=decode: one part; ten minutes)
	@$(BIN)/python -m benchmarks.beside $(ONLY)

fuzz-bench: .venv/ready ## measure what the fuzz lane finds beside schemathesis alone (about an hour)
	@$(BIN)/python benchmarks/fuzz.py

lint: .venv/check .venv/linter/ready
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@found=$$($(BIN)/zizmor --offline --quiet --no-progress --min-severity medium .github) || { echo "$$found"; exit 1; }
	@if [ ! -e .venv/linter/ready ]; then echo "redocly did not run: it needs npm, node 20.19 or newer, and a way to fetch it"; \
	else found=$$($(REDOCLY) openapi.yaml 2>&1) || { echo "$$found"; exit 1; }; fi

types: .venv/check .venv/test
	@$(BIN)/mypy --no-error-summary
	@found=$$($(BIN)/pyright --warnings) || { echo "$$found"; exit 1; }

check: lint types validate check-generated test ## what every commit has to pass: lint, types, drift, tests

dist: .venv/ready ## build the wheel and the sdist into dist/
	@rm -rf dist
	@$(BIN)/python -m hatchling build

lock: .venv/ready ## renew the hashed locks from pyproject.toml
	@$(LOCK) pyproject.toml --all-extras --group build --group test -o requirements/test.txt
	@$(LOCK) pyproject.toml $(foreach extra,changes cli fuzz generate mock progress reference,--extra $(extra)) --group build \
		-c requirements/test.txt -o requirements/make.txt
	@$(LOCK) pyproject.toml --all-extras --group build --group test --group check -c requirements/test.txt -o requirements/check.txt
	@$(LOCK) --group uv -o requirements/uv.txt
	@$(LOCK) pyproject.toml --extra mock --group build -c requirements/test.txt -o requirements/mock.txt
	@$(LOCK) pyproject.toml --group browser -c requirements/test.txt -o requirements/browser.txt
	@$(LOCK) pyproject.toml --extra aiohttp --extra fast --group bench -c requirements/test.txt -o requirements/bench.txt
	@$(LOCK) tests/packaging/pips/newest.in -o tests/packaging/pips/newest.txt
	@npm install --prefix requirements/linter --package-lock-only --omit-lockfile-registry-resolved --silent

clean: ## remove what make made, but for the client
	@rm -rf .venv .coverage reports dist

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s  %s\n", $$1, $$2 }' Makefile

.venv/ready: requirements/make.txt requirements/install pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@echo "setting up .venv (once)"
	@$(PYTHON) -m venv .venv
	@$(INSTALL) $(BIN)/python $<
	@$(BIN)/python -m pip --quiet --disable-pip-version-check install --no-deps --no-build-isolation --editable .
	@touch $@

# What only some targets need, each from a lock of its own.
.venv/test .venv/check .venv/browser: .venv/%: requirements/%.txt .venv/ready
	@$(INSTALL) $(BIN)/python $<
	@touch $@

# A second opinion on the contract. Where npm is missing, too old or cut off, this makes nothing, and lint goes without.
.venv/linter/ready: requirements/linter/package-lock.json .venv/ready
	@mkdir -p $(@D) && cp requirements/linter/package*.json $(@D)
	@npm ci --prefix $(@D) --engine-strict --ignore-scripts --fetch-retries=0 >/dev/null 2>&1 && touch $@ || true

.venv/bench/ready: requirements/bench.txt .venv/ready
	@echo "setting up .venv/bench (once)"
	@$(PYTHON) -m venv .venv/bench
	@$(INSTALL) .venv/bench/bin/python $<
	@touch $@
