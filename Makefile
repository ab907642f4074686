# Pulmo from a checkout. `make` alone lists what there is; every target sets the machine up first (Scripts/setup).
#
# Everything but install shares one build in .build: release with testing enabled. `swift build -c release -Xswiftc -enable-testing` goes on
# with it. What is installed is built apart, in .build/install: the Swift runtime linked in, so that it runs where there is no Swift.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:

PREFIX ?= /usr/local
PULMO_PREFIX ?= /usr/local
MODEL := Models/lite-three-class
BACKBONE ?= lite0

export PULMO_PREFIX
export PKG_CONFIG_PATH := $(PULMO_PREFIX)/lib/pkgconfig$(if $(PKG_CONFIG_PATH),:$(PKG_CONFIG_PATH))
ifneq ($(PULMO_PREFIX),/usr/local)
# The loader does not search this prefix and SwiftPM drops a .pc file's rpath, so programs are told where oneDNN is.
LINKER_FLAGS := -Xlinker -rpath -Xlinker $(PULMO_PREFIX)/lib
endif

BUILD := -c release -Xswiftc -enable-testing --explicit-target-dependency-import-check error $(LINKER_FLAGS)
INSTALL := -c release --static-swift-stdlib --scratch-path .build/install --product pulmo $(LINKER_FLAGS)
SHELL_SCRIPTS := .ci/run Scripts/setup Scripts/docs Scripts/install Scripts/fuzz-decoders Benchmarks/run Benchmarks/setup-peers
SWIFT_FILES := Package.swift Sources Tests Snippets Scripts/fuzzing Benchmarks/Package.swift Benchmarks/Sources

.PHONY: help setup backbone build demo test check lint docs bench install uninstall format clean

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

setup: ## install what Pulmo needs: Debian packages and oneDNN 3.x
	@Scripts/setup

build: setup ## build the command: .build/release/pulmo
	swift build $(BUILD) --product pulmo

demo: build ## screen the example X-rays with the shipped model
	@mkdir -p .build/demo
	.build/release/pulmo screen Examples --model $(MODEL) --json .build/demo/screening.json
	@echo "The same readings as JSON: $(CURDIR)/.build/demo/screening.json"

test: setup ## build and run every test, once, in release with testing enabled
	swift test $(BUILD) --disable-xctest

check: lint docs ## everything CI runs: format, scripts, documentation, build with warnings as errors, tests
	@$(MAKE) --no-print-directory test

lint: ## check the format of Swift files, and of shell scripts where shellcheck is installed
	swift format lint --strict --parallel --recursive $(SWIFT_FILES)
	@if command -v shellcheck >/dev/null; \
	then shellcheck $(SHELL_SCRIPTS) && echo "shellcheck: the scripts are clean"; \
	else echo "shellcheck is not installed: the shell scripts go unchecked"; fi

docs: setup ## build the libraries' documentation; a warning is an error
	swift build $(BUILD) --build-tests
	@Scripts/docs .build/documentation

bench: setup ## compare with PyTorch, TensorFlow, ONNX Runtime and OpenVINO (says first what it fetches); ARGUMENTS=--short: 3 minutes
	Benchmarks/run $(ARGUMENTS)

backbone: ## fetch a network that has learned ImageNet, for trainings to begin from (17 MB); BACKBONE=lite1 or lite2
	@Scripts/fetch-backbone $(BACKBONE)

install: setup ## build the command as it is installed, and put it with the models below PREFIX (/usr/local)
	swift build $(INSTALL)
	@Scripts/install "$(DESTDIR)$(PREFIX)" .build/install/release/pulmo

uninstall: ## take away what install put below PREFIX
	@Scripts/install --remove "$(DESTDIR)$(PREFIX)"

format: ## format Swift files in place
	swift format --in-place --parallel --recursive $(SWIFT_FILES)

clean: ## remove everything built
	rm -rf .build Benchmarks/.build
