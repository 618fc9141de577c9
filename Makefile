# The whole developer loop. Only Python 3.11 or newer, make and git must be there before.

# The Python outside of any environment, because the environment may have to be made anew.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do $$p -c \
	'import sys; sys.version_info >= (3, 11) and print(sys._base_executable)' 2>/dev/null | grep . && exit; done; \
	echo python3)
PORT ?= 8000
HOST ?= $(if $(HTTPS),0.0.0.0,127.0.0.1)
DATA := $(or $(ANXUN_DATA),data)
DAYS ?= 90

export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHONUNBUFFERED := 1
.PHONY: run demo test test-server test-app lint format bench backup setup setup-dev fonts app types clean help

help:
	@echo "make run       set up, build and serve on http://localhost:$(PORT) (HTTPS=1 for phones, PORT=, HOST=)"
	@echo "make demo      add $(DAYS) days of history to the demonstration estate, then serve it"
	@echo "make test      install what the tests need and run them all"
	@echo "make lint      formats, rules, floors, types"
	@echo "make format    let the formatter write"
	@echo "make bench     side-by-side measurements"
	@echo "make backup    copy the running installation to TO=folder"
	@echo "make clean     remove everything that make made, except data/"

run: app fonts
	@python app.py migrate
	@python app.py demo --if-empty
	$(if $(HTTPS),@python tools/certificates.py make $(DATA)/tls)
	@exec python app.py serve --host $(HOST) --port $(PORT) $(if $(HTTPS),--https)

demo: app fonts
	@python app.py migrate
	@python app.py demo --days $(DAYS)
	@exec python app.py serve --host $(HOST) --port $(PORT)

test: test-server test-app

test-server: setup-dev app fonts
	@python tools/browser.py
	python -m pytest -q -n 2 --dist loadfile $(ARGS)

test-app: types
	cd static/pwa && npm test --silent

lint: setup-dev types
	ruff check .
	ruff format --check .
	lint-imports --no-cache
	python tools/pins.py
	cd static/pwa && npm run lint --silent && npx --no-install vue-tsc --noEmit

format: setup-dev
	ruff check --fix .
	ruff format .

bench: setup-dev app fonts
	python -m bench $(ARGS)

backup: setup
	@python tools/backup.py $(DATA) $(or $(TO),$(error say where: make backup TO=folder))

setup:
	@$(PYTHON) tools/environment.py requirements.txt

setup-dev:
	@$(PYTHON) tools/environment.py requirements-dev.txt

fonts: setup
	@python tools/fonts.py

app: setup
	@python tools/frontend.py build

types: setup
	@python tools/frontend.py types

clean:
	rm -rf .venv build static/pwa/node_modules static/pwa/dist static/pwa/src/api/schema.d.ts
	rm -rf .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
