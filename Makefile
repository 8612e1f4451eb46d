# KAM Workbench. `make` lists the targets. Works with GNU make 3.81 and later; everything lives in .venv.
#
# Without make:  pip install -r requirements.txt  &&  streamlit run app.py     (and `pytest`)

PORT ?= 8501
export PORT
VENV := .venv
ifeq ($(OS),Windows_NT)
PYTHON ?= python
PY := $(VENV)/Scripts/python.exe
else
PYTHON ?= python3
PY := $(VENV)/bin/python
endif

PIP := "$(PY)" -m pip --disable-pip-version-check
PYTEST := "$(PY)" -m pytest
ATONCE := -n auto --dist worksteal
TIMEOUT ?= 300

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check lint format soak bench screenshots gallery clean dev browser

help:
	@echo "make run          install what is missing, start the app and open it (PORT=$(PORT))"
	@echo "make test         everything: lint, types, all tests, journeys in a real browser"
	@echo "make check        the fast part of it: lint, types, tests without a browser"
	@echo "make format       put the code into its form"
	@echo "make soak         the long proofs: more kills, threads and random cases"
	@echo "make bench        print the figures of benchmarks/"
	@echo "make screenshots  take the pictures of the README again"
	@echo "make gallery      every screen in every light, into gallery/, to look at"
	@echo "make clean        remove .venv and caches; workbooks are not touched"

run: $(VENV)/.installed
	"$(PY)" pages/ui/server.py

test: lint browser
	$(PYTEST) $(ATONCE) -m "browser or not browser" --timeout $(TIMEOUT)

check: lint
	$(PYTEST) $(ATONCE) --timeout $(TIMEOUT)

lint: dev
	"$(PY)" -m ruff check .
	"$(PY)" -m ruff format --check .
	"$(PY)" -m mypy

format: dev
	"$(PY)" -m ruff check --fix .
	"$(PY)" -m ruff format .

soak: dev
	KAM_SOAK=1 $(PYTEST) --durations 10

bench: browser
	"$(PY)" benchmarks/startup.py
	"$(PY)" benchmarks/rerun.py
	"$(PY)" benchmarks/online_retail.py
	"$(PY)" benchmarks/read_clean.py
	"$(PY)" benchmarks/matrix_scale.py
	"$(PY)" benchmarks/customers.py
	"$(PY)" benchmarks/threads.py
	"$(PY)" benchmarks/kills.py

screenshots: browser
	"$(PY)" docs/take_screenshots.py

gallery: browser
	"$(PY)" docs/take_gallery.py gallery

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find app.py kam_core pages tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

dev: $(VENV)/.installed-dev

browser: dev
	@"$(PY)" -m tests.browser.chromium --install

$(VENV)/.installed: requirements.txt | $(VENV)/pyvenv.cfg
	$(PIP) install --quiet -r requirements.txt
	@touch "$@"

$(VENV)/.installed-dev: requirements.txt requirements-dev.txt | $(VENV)/pyvenv.cfg
	$(PIP) install --quiet -r requirements-dev.txt
	@touch $(VENV)/.installed "$@"

# A machine may have Python without the part that makes environments; half an environment must not stay behind.
$(VENV)/pyvenv.cfg:
	@"$(PYTHON)" -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "KAM Workbench needs Python 3.11 or later, and '$(PYTHON)' is not. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@if ! "$(PYTHON)" -c "import ensurepip, venv" 2>/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; fi
	"$(PYTHON)" -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "No environment could be made. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
