# Pulmo from a checkout. `make` alone lists what there is; every target sets the machine up first (Scripts/setup).
#
# Two builds are kept apart, because their flags differ and SwiftPM would compile everything anew at each change:
#   .build          release with testing enabled: tests, docs, checks; what `swift build -c release -Xswiftc -enable-testing` shares
#   .build/product  release as it is installed, the Swift runtime linked in: demo and install

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:

PREFIX ?= /usr/local
PULMO_PREFIX ?= /usr/local
MODEL := Models/deep-cnn-augmented

export PULMO_PREFIX
export PKG_CONFIG_PATH := $(PULMO_PREFIX)/lib/pkgconfig$(if $(PKG_CONFIG_PATH),:$(PKG_CONFIG_PATH))
ifneq ($(PULMO_PREFIX),/usr/local)
# The loader does not search this prefix and SwiftPM drops a .pc file's rpath, so programs are told where oneDNN is.
LINKER_FLAGS := -Xlinker -rpath -Xlinker $(PULMO_PREFIX)/lib
endif

TESTING := -c release -Xswiftc -enable-testing --explicit-target-dependency-import-check error $(LINKER_FLAGS)
PRODUCT := -c release --static-swift-stdlib --scratch-path .build/product --product pulmo $(LINKER_FLAGS)
PULMO := .build/product/release/pulmo
SWIFT_FILES := Package.swift Sources Tests $(wildcard Snippets Benchmarks/Package.swift Benchmarks/Sources)

.PHONY: help setup build demo test check lint docs bench install uninstall format clean

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

setup: ## install what Pulmo needs: Debian packages and oneDNN 3.x
	@Scripts/setup

build: setup ## build the pulmo command
	swift build $(PRODUCT)

demo: build ## screen the example X-rays with the shipped model
	@mkdir -p .build/demo
	$(PULMO) screen Examples --model $(MODEL) --json .build/demo/screening.json
	@echo "The same readings as JSON: $(CURDIR)/.build/demo/screening.json"

test: setup ## build and run every test, once, in release with testing enabled
	swift test $(TESTING) --disable-xctest

check: setup ## everything CI runs: format, scripts, build with warnings as errors, docs, tests
	@$(MAKE) --no-print-directory lint
	swift build $(TESTING) --build-tests
	@$(MAKE) --no-print-directory docs
	@$(MAKE) --no-print-directory test

lint: ## check the format of Swift files, and of scripts where shellcheck is installed
	swift format lint --strict --parallel --recursive $(SWIFT_FILES)
	@if command -v shellcheck >/dev/null; \
	then shellcheck Scripts/setup Scripts/docs Scripts/install .ci/run $(wildcard Benchmarks/setup-peers) && echo "shellcheck: the scripts are clean"; \
	else echo "shellcheck is not installed: the shell scripts go unchecked"; fi

docs: setup ## build the API documentation; a warning is an error
	swift build $(TESTING) --build-tests
	@Scripts/docs .build/documentation

bench: build ## time training against PyTorch (says first what it fetches); ARGUMENTS=--short takes under 3 minutes
	Benchmarks/run $(ARGUMENTS)

install: build ## put the command and the models below PREFIX (/usr/local)
	@Scripts/install "$(DESTDIR)$(PREFIX)" $(PULMO)

uninstall: ## take away what install put below PREFIX
	@Scripts/install --remove "$(DESTDIR)$(PREFIX)"

format: ## format Swift files in place
	swift format --in-place --parallel --recursive $(SWIFT_FILES)

clean: ## remove everything built
	rm -rf .build Benchmarks/.build
