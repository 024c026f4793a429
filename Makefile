# make site    build everything into site/          make check   everything but the tests
# make test    check, then the tests                make serve   preview, rebuilt on every change
# make test-fast   the tests that need no browser, no site and no print, in under a minute
# make pdf     the printed briefings and briefs, into site/ or build/
# make format  lay out and tidy the Python code     make lock    renew requirements.lock and package-lock.json
# make clean   remove what the targets above made
# make fonts   make the web faces and the widths of their letters again, from the font packages
# make messages   put new messages of the program into scripts/factsheet/messages/*.po, to be translated
# make guide   the reference of fields in guide/ again, from the records and scripts/factsheet/facts/fields.tsv
# make pictures   build, then take the pictures of the READMEs and of link previews again
# make bench   the time of builds as ratios to plain MkDocs, Zensical and mkdocs-macros, in ten minutes
#
# The first use of any of them makes the virtual environment .venv/.

PYTHON ?= python3
BIN := .venv/bin
NODE := PATH="$(CURDIR)/$(BIN):$$PATH" node_modules/.bin/
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --ignore-scripts --no-audit --no-fund --loglevel error
UV_VERSION := 0.13.8
LOCKED := --only-binary :all: --generate-hashes --no-annotate --no-emit-index-url \
  --custom-compile-command 'make lock'
# One more than processors, at most four: browsers and builds leave a worker waiting.
WORKERS := $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$(( n < 3 ? n + 1 : 4 )))

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Modules are compiled once, not by each worker and each command that a test starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: site pdf test test-fast check serve format lock clean fonts guide messages pictures bench
.DELETE_ON_ERROR:

site: .venv/.stamp
	@$(BIN)/factsheet build

pdf: .venv/.stamp
	@$(BIN)/factsheet pdf

check: .venv/.tools node_modules/.stamp
	@echo 'ruff'; $(BIN)/ruff format --check . && $(BIN)/ruff check --quiet .
	@echo 'mypy'; $(BIN)/mypy --no-error-summary
	@echo 'lint-imports'; $(BIN)/lint-imports --no-logo --no-cache
	@echo 'yamllint'; $(BIN)/yamllint --strict .
	@echo 'oxlint'; $(BIN)/oxlint --quiet templates/theme/assets templates/site
	@echo 'tsc'; $(NODE)tsc
	@echo 'stylelint'; $(NODE)stylelint 'templates/**/*.css'
	@echo 'djlint'; $(BIN)/djlint --lint --quiet templates/theme && \
	  $(BIN)/djlint --lint --quiet --extension html.j2 templates/site
	@echo 'factsheet check'; $(BIN)/factsheet check
	@echo 'factsheet render --check'; $(BIN)/factsheet render --check

test: check
	@scripts/ensure-browser.sh
	@$(BIN)/pytest --numprocesses $(WORKERS) --dist worksteal

# For the inner loop: rules, figures, words, evidence and damage; `make test` runs everything.
test-fast: .venv/.tools
	@$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist worksteal -m 'not slow'

pictures: site .venv/.tools
	@scripts/ensure-browser.sh
	@$(BIN)/python scripts/screenshots.py
	@$(BIN)/python scripts/guide_pictures.py

# What only this takes lies apart, so that no build and no test meets it.
bench: .venv/.tools
	@$(BIN)/pip install -qq --upgrade --no-deps --only-binary :all: --require-hashes \
	  -r requirements-bench.lock --target build/bench
	@PYTHONPATH=. $(BIN)/python -m tests.bench.builds --packages build/bench

messages: .venv/.tools
	@found=$$(mktemp) && trap 'rm -f "$$found"' EXIT && \
	$(BIN)/pybabel -q extract --sort-output --no-location --no-default-keywords -k say -k phrase -k mark -k plural:1,2 \
	  -o "$$found" scripts/factsheet && \
	for file in scripts/factsheet/messages/*.po; do \
	  $(BIN)/pybabel -q update --no-fuzzy-matching --omit-header --ignore-obsolete --width 100 \
	    -l "$$(basename "$$file" .po)" -i "$$found" -o "$$file"; done

fonts: .venv/.tools
	@$(BIN)/python scripts/subset_fonts.py

guide: .venv/.stamp
	@$(BIN)/python scripts/describe_fields.py

serve: .venv/.stamp
	@$(BIN)/factsheet serve

format: .venv/.tools
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

# Keeps the locked versions where they still fit; `make lock UPGRADE=--upgrade` takes the newest.
# Only wheels: an install never compiles anything and never runs a package's own build script.
lock: .venv/.stamp
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	$(PYTHON) -m venv "$$tools" && \
	"$$tools/bin/pip" install -qq uv==$(UV_VERSION) && \
	"$$tools/bin/uv" pip compile --quiet $(UPGRADE) --universal --python-version 3.11 \
	  $(LOCKED) pyproject.toml requirements.in --output-file requirements.lock && \
	"$$tools/bin/uv" pip compile --quiet $(UPGRADE) --universal --python-version 3.11 \
	  $(LOCKED) --constraints requirements.lock requirements-review.in \
	  --output-file requirements-review.lock && \
	"$$tools/bin/uv" pip compile --quiet $(UPGRADE) --universal --python-version 3.11 \
	  $(LOCKED) --constraints requirements.lock requirements-bench.in \
	  --output-file requirements-bench.lock && \
	"$$tools/bin/uv" pip compile --quiet $(UPGRADE) --universal --python-version 3.11 \
	  $(LOCKED) --constraints requirements.lock requirements-dev.in \
	  --output-file requirements-dev.lock
	@$(MAKE) --no-print-directory .venv/.tools
	@$(NPM) $(if $(UPGRADE),update --save,install) --package-lock-only --omit-lockfile-registry-resolved

# What only checks and tests need and PyPI does not have, by a lock of hashes without addresses.
node_modules/.stamp: package-lock.json .venv/.tools
	@echo 'Installing the locked npm packages into node_modules'
	@$(NPM) ci
	@touch $@

clean:
	@rm -rf .venv node_modules site site.* build .cache .mypy_cache .pytest_cache .ruff_cache \
	  .hypothesis scripts/*.egg-info
	@find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Made anew whenever the locked versions change, so that nothing of the old ones stays behind.
.venv/.locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed, as python3 or as: make PYTHON=python3.13' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo 'Python lacks its venv module; on Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	@echo "Installing $$(grep -c == $<) locked packages into .venv"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip uninstall -qq --yes setuptools
	@$(BIN)/pip install --no-compile --only-binary :all: --require-hashes -r requirements.lock
	@touch $@

.venv/.stamp: .venv/.locked pyproject.toml
	@$(BIN)/pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

.venv/.tools: requirements-dev.lock .venv/.stamp
	@echo "Installing $$(grep -c == $<) locked tools of tests and checks into .venv"
	@$(BIN)/pip install --only-binary :all: --require-hashes -r requirements-dev.lock
	@touch $@
