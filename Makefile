# make run                  the dashboard on the bundled sample, at http://127.0.0.1:8501
# make run CORPUS=path      the same on your own file or folder
# make run PIPELINE=name    with an installed spaCy pipeline in place of the bundled model, or "dictionaries" for neither
# make test                 every test, the real-browser ones included

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8501
CORPUS ?=
PIPELINE ?=
INPUT := $(if $(CORPUS),$(CORPUS),data/sample)
# A store per input: its name, and a number that tells two inputs of one name apart.
STORE := $(if $(CORPUS),corpora/$(shell basename "$(CORPUS)" | sed 's/[^A-Za-z0-9_-]/-/g')-$(shell realpath "$(CORPUS)" 2>/dev/null | cksum | cut -d' ' -f1),corpora/sample)
# A browser window opens where there is a screen.
HEADLESS := $(if $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname))),false,true)

.PHONY: run test clean

run: .venv/.installed
	@.venv/bin/python -m analysis build "$(INPUT)" --corpus "$(STORE)" --exact $(if $(PIPELINE),--pipeline "$(PIPELINE)")
	@echo "Dateline: http://127.0.0.1:$(PORT)   (Ctrl-C stops it)"
	@DATELINE_CORPUS="$(STORE)" .venv/bin/streamlit run dashboard.py --server.port $(PORT) --server.headless $(HEADLESS)

test: .venv/.tested
	@.venv/bin/ruff check --quiet .
	@BROWSER_PATH="$$(.venv/bin/python -m tests.browser)" && export BROWSER_PATH && .venv/bin/python -m pytest -q -n 2 --dist loadfile

.venv/.installed: requirements.txt constraints.txt
	@test -n "$(PYTHON)" || { echo "Dateline needs Python 3.11, 3.12 or 3.13, and none was found. Install one, or name it: make PYTHON=/path/to/python3"; exit 2; }
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv || { echo "$(PYTHON) cannot make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv"; exit 2; }
	@echo "Installing what requirements.txt names into .venv (once; about a minute) ..."
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@touch $@

.venv/.tested: .venv/.installed tests/requirements.txt
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt -c constraints.txt
	@touch $@

clean:
	rm -rf .venv corpora
