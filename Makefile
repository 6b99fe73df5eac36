# To kommandoer er nok: «make serve» for å se registeret, «make test» for å prøve alt. De setter opp det de trenger.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
AS_OF ?=
export AS_OF
# Filnavn og tekst er UTF-8, også der maskinen er satt opp til noe annet.
export PYTHONUTF8 := 1
# Nøkler som bare er til prøving, når registeret ikke har publisert sine egne.
KEYS ?= $(if $(wildcard registry/keys.yaml),,build/keys)
export KEYS
TRIAL := $(addsuffix /log.pub,$(filter build/keys,$(KEYS)))

.PHONY: help serve site setup check test lint messages forms hosts map designsystemet demo benchmark screenshots drill lock clean

help: ## vis denne oversikten
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

serve: .venv/site $(TRIAL) ## bygg demonstrasjonen, vis den på http://127.0.0.1:8000, og bygg på nytt ved endringer
	@$(BIN)/python scripts/serve.py

site: .venv/site $(TRIAL) ## bygg bare, inn i output/ (AS_OF=2026-12-24 bygger for den dagen)
	@$(BIN)/pelican content -s pelicanconf.py -o build/unsigned
	@$(BIN)/python -m godkjent.commands.sign --trial build/unsigned output

setup: .venv/site ## sett opp det nettstedet trenger, uten å bygge det
	@:

check: .venv/site ## kontroller alle filene i registry/
	@$(BIN)/godkjent check

test: lint ## sett opp det prøvene trenger, også en nettleser, og kjør alle
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm test --silent
	@$(BIN)/python -m pytest -n 4 --dist loadfile

lint: .venv/test ## se over programmet uten å kjøre prøvene
	@$(BIN)/python scripts/tracked.py
	@$(BIN)/python scripts/licences.py
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/python -m godkjent.register.asked build/asked.json
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm run --silent lint

messages: .venv/site ## hent nye setninger fra malene inn i theme/locale/
	@$(BIN)/python scripts/messages.py

forms: .venv/site ## skriv skjemaene i .github/ på nytt
	@$(BIN)/python scripts/forms.py

hosts: .venv/site ## skriv docs/nginx.conf og docs/apache.conf på nytt
	@$(BIN)/python scripts/hosts.py

designsystemet: .venv/test ## lag theme/static/designsystemet.css på nytt etter endringer i designsystemet.config.json
	@$(BIN)/python scripts/designsystemet.py

demo: .venv/site ## fyll en tom registry/ med demonstrasjonen
	@$(BIN)/python scripts/demo_register.py

map: .venv/python ## tegn kartet i docs/arkitektur.md på nytt
	@$(BIN)/python scripts/map.py

benchmark: .venv/test ## mål tid, størrelse og søk
	@$(BIN)/python scripts/benchmark.py

screenshots: .venv/test ## ta bildene i README og CONTRIBUTING på nytt
	@$(BIN)/python scripts/screenshots.py && $(BIN)/python scripts/guide_pictures.py

drill: .venv/site ## øv på det verste: nøkkelen stjålet, nettstedet borte, ingen igjen som kan det
	@$(BIN)/python scripts/drill.py

lock: .venv/test ## lås avhengighetene på nytt etter endringer i pyproject.toml eller package.json
	@$(BIN)/python scripts/lock.py

clean: ## slett alt som er bygget eller satt opp
	rm -rf .venv node_modules output build .pytest_cache .mypy_cache .ruff_cache .hypothesis

# --- Oppsett: hvert steg kjøres én gang, og igjen når låsefilen er endret, eller når det ble avbrutt -----------------

.venv/made:
	@command -v "$(PYTHON)" > /dev/null || { echo "Finner ikke «$(PYTHON)». Registeret trenger Python 3.11 eller nyere." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Registeret trenger Python 3.11 eller nyere; dette er %d.%d. Prøv: make PYTHON=python3.11 …" % sys.version_info[:2])'
	@echo "Lager et eget Python-miljø i .venv …"
	@"$(PYTHON)" -m venv .venv || { echo "Fikk ikke laget Python-miljøet. På Debian og Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@touch $@

.venv/site: .venv/made requirements.lock pyproject.toml package-lock.json .npmrc scripts/fetch.py
	@$(BIN)/python scripts/fetch.py
	@touch $@

build/keys/log.pub: | .venv/site
	@rm -rf build/keys build/keys.half
	@$(BIN)/godkjent keys make --trial --folder build/keys.half > /dev/null
	@mv build/keys.half build/keys

# Bare Python, for det som bare leser registeret: ingen Node, og ingenting fra npm.
.venv/python: .venv/made requirements.lock pyproject.toml scripts/fetch.py
	@$(BIN)/python scripts/fetch.py --python
	@touch $@

.venv/test: .venv/site requirements-test.lock requirements-witness.lock scripts/browser.py scripts/servers.py scripts/debian.py
	@$(BIN)/python scripts/fetch.py --tests
	@$(BIN)/python scripts/browser.py --install
	@$(BIN)/python scripts/servers.py
	@touch $@
