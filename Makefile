# The workshop. "make help" lists what can be done here.

# Everything is plain Go: no C compiler is needed to build or to test.
export CGO_ENABLED ?= 0

# Where git cannot be asked (an archive, another owner's clone), the binary
# goes without the commit it was built from.
BUILD := go build -trimpath $(shell git rev-parse HEAD >/dev/null 2>&1 || echo -buildvcs=false)

# A real PostgreSQL of its own, in a temporary folder, for the command after it.
WITH_POSTGRES := go run ./internal/store/storetest/pgrun --

.DEFAULT_GOAL := help

.PHONY: help
help: ## list what can be done here
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do printf '  make %-15s %s\n' "$$name" "$$text"; done

.PHONY: build
build: ## build bin/plenary
	@mkdir -p bin
	$(BUILD) -ldflags='-s -w' -o bin/plenary ./cmd/plenary

.PHONY: run
run: build ## build, and show a made-up network at http://localhost:8080
	bin/plenary demo

.PHONY: check
check: ## install what the tests need and this machine lacks, then run them all
	@tools/needs --install
	@$(MAKE) --no-print-directory test

.PHONY: test
test: ## run all tests: SQLite, a real PostgreSQL, Chromium; installs nothing
	@tools/needs
	go vet ./...
	cd tools && go vet ./... && go test ./...
	cd tools/circles && go vet ./... && go build -o /dev/null ./gen && go test ./check
	$(WITH_POSTGRES) go test -vet=off -timeout=30m ./...

.PHONY: race
race: ## run the tests under the race detector (needs a C compiler)
	@tools/needs
	CGO_ENABLED=1 $(WITH_POSTGRES) go test -vet=off -race -timeout=60m ./...

.PHONY: generate
generate: ## write the Go of every changed .templ file
	@cd tools && go run ./templates

.PHONY: torture
torture: ## end the program and PostgreSQL 200 times in a storm each, and look for what was lost; reports in docs/reports
	@tools/needs
	PLENARY_TORTURE=200 PLENARY_REPORTS=docs/reports go test -vet=off -timeout=90m -v -run='^Test(Torture|StolenFiles|WhatIsKept|ErasedStays|ADiskThatIsFull)' ./e2e
	PLENARY_TORTURE=200 PLENARY_REPORTS=docs/reports $(WITH_POSTGRES) go test -vet=off -timeout=90m -v -run='^TestTwoWorlds' ./internal/app

.PHONY: bench
bench: ## measure, each number beside its limit
	@tools/needs
	go run ./internal/store/storetest/pgrun -durable -- go test -vet=off -run='^$$' -bench=. ./...

.PHONY: bench-circles
bench-circles: ## form circles of made-up people, judged by the independent checker, beside the goals
	tools/bench-circles

FUZZTIME ?= 1h

.PHONY: fuzz
fuzz: ## feed made-up bytes to every reader of what comes from outside, FUZZTIME each (1h); report in docs/reports
	cd tools && go run ./fuzz -time=$(FUZZTIME)

.PHONY: shots
shots: ## take pictures of every page into shots/, and docs/screenshot.png
	@tools/needs
	go run ./e2e/shots

.PHONY: clean
clean: ## remove what was built here
	rm -rf bin shots tmp
