# Python 3.11 or newer (with pip and venv) and make are all that is needed to start.
#
#   make demo         install, assess the example organisation, say where its website is
#   make test         the whole test suite, in a real browser too
#   make check        style, types, layers, spelling, translations, generated files
#   make bench        the measurements that performance claims rest on
#   make docs         this project's own documentation as a website
#   make constraints  renew constraints.txt from pyproject.toml
#   make clean        remove what the above made

.DELETE_ON_ERROR:
.PHONY: demo test check bench docs constraints clean help

VENV := .venv
BIN := $(VENV)/bin
EXAMPLE := examples/huadong-precision
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
PIP := $(BIN)/python -m pip install --quiet --quiet --require-virtualenv

help:
	@sed -n '/^#   make/s/^#   //p' Makefile

# Each name is tried by running it: a name on PATH may still be a shim that leads nowhere.
$(BIN)/python:
	@for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python; do \
	  if $$name -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Creating $(VENV) with $$($$name --version)"; exec $$name -m venv $(VENV); \
	  fi; \
	done; \
	echo 'error: no Python 3.11 or newer with the venv module on PATH; install one (Debian: python3-venv) or name it: make PYTHON=/path/to/python3' >&2; exit 1

# First what builds packages, so that a package that comes as sources is built with pinned tools too.
$(VENV)/.runtime: pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Installing zhuoyue (the first time takes a minute or two)'
	@sed -n '/^# build:/,/^# runtime:/p' constraints.txt > $(VENV)/build.txt
	@sed '/^# development:/,$$d' constraints.txt > $(VENV)/runtime.txt
	@$(PIP) --require-hashes --only-binary :all: -r $(VENV)/build.txt
	@$(PIP) --require-hashes --no-build-isolation --use-pep517 -r $(VENV)/runtime.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.development: $(VENV)/.runtime
	@echo 'Installing what tests and checks need'
	@$(PIP) --require-hashes --no-build-isolation --use-pep517 -r constraints.txt
	@touch $@

AS_URI := import pathlib, sys; print(pathlib.Path(sys.argv[1]).resolve().as_uri())

demo: $(VENV)/.runtime
	@front=$$($(BIN)/zhuoyue run $(EXAMPLE)) && echo && \
	  echo "Open 打开:   $$($(BIN)/python -c '$(AS_URI)' "$$front")" && \
	  echo "Serve 预览:  $(BIN)/zhuoyue serve $(EXAMPLE)" && \
	  echo "Check 检查:  $(BIN)/zhuoyue check $(EXAMPLE)" && \
	  echo "Your own 自己的项目:  $(BIN)/zhuoyue init my-project"

# A module stays on one worker: what its tests share is made once. The longest modules come first.
test: $(VENV)/.development
	@$(BIN)/python tools/find_programs.py --install
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.development
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/python tools/translations.py check
	$(BIN)/python tools/regenerate.py --check

bench: $(VENV)/.development
	@for program in benchmarks/*.py benchmarks/*/__main__.py; do $(BIN)/python $$program || exit 1; done

docs: $(VENV)/.runtime
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo "Open 打开:   $$($(BIN)/python -c '$(AS_URI)' build/docs/index.html)"

# In an environment of its own, made by the oldest Python that is supported.
constraints:
	$(MAKE) VENV=.venv/constraints .venv/constraints/bin/python
	.venv/constraints/bin/python -m pip install --quiet --quiet 'pip-tools>=7.5'
	.venv/constraints/bin/python tools/constraints.py $(OPTIONS)

clean:
	rm -rf $(VENV) build dist $(EXAMPLE)/site $(EXAMPLE)/out $(EXAMPLE)/.zhuoyue
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
