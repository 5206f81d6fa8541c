# Everything sets up what it needs. Two commands matter: `make book` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := $(shell find gan_utils -name '*.py' -o -name '*.js' -o -name '*.css' -o -name '*.safetensors' -o -name '*.npz' -o -name '*.json')

.PHONY: help book serve lab style quick test oldest newest bench browser address kernel clean

help:
	@echo "make book     build the book into _build/html"
	@echo "make serve    build it and serve it at http://127.0.0.1:8000"
	@echo "make lab      open the chapters in JupyterLab"
	@echo "make test     every test: package, JavaScript, book, browser"
	@echo "make quick    those of the package and the page's JavaScript, in under three minutes"
	@echo "make style    format Python, JavaScript and CSS, and mend what can be mended"
	@echo "make oldest   the package's tests with the oldest versions that it allows"
	@echo "make newest   the same with today's newest versions"
	@echo "make bench    measure the page's engine and the scores against other libraries"
	@echo "make address  write _config.yml's repository address into the notebooks"
	@echo "make kernel   rebuild the page's matrix kernel from kernel.ts"
	@echo "make clean    remove what was built"

$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed, not ' + sys.version)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

# Executed notebooks are cached by their own text; a change in the package makes them stale too.
_build/.package: $(SOURCES)
	rm -rf _build/.jupyter_cache _build/html _build/.doctrees
	mkdir -p _build
	touch $@

book: $(VENV)/.installed _build/.package
	$(BIN)/python -m tools.execute
	$(BIN)/jupyter-book build . -W --keep-going
	@echo
	@echo "The book is built. Open it with a double-click:"
	@echo "  file://$(CURDIR)/_build/html/index.html"

serve: book
	@echo "http://127.0.0.1:8000 (Ctrl-C stops it)"
	$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory _build/html

lab: $(VENV)/.installed
	$(BIN)/jupyter lab --notebook-dir book

QUICK := gan_utils tests --ignore=tests/book --ignore=tests/browser -m "not slow"

quick: $(VENV)/.installed
	$(BIN)/pytest -n 2 --dist worksteal $(QUICK)

test: browser book
	$(BIN)/pytest -n 2 --dist worksteal --durations=10 -m "not clock"
	$(BIN)/pytest tests/browser -m clock

style: $(VENV)/.installed
	$(BIN)/python -m tools.style

oldest newest: $(VENV)/.installed
	$(BIN)/python -m tools.versions $@

bench: $(VENV)/.installed browser
	$(BIN)/python -m tools.bench.bench --json _build/bench/bench.json

browser:
	@sh tools/find_browser.sh --install

address: $(VENV)/.installed
	$(BIN)/python -m tools.write_address

kernel: $(VENV)/.installed
	$(BIN)/python -m tools.build_kernel

clean:
	rm -rf _build .pytest_cache .ruff_cache .mypy_cache .hypothesis build *.egg-info
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
