# The commands of this project. "make" alone lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

GO     ?= go
TOOL    = $(GO) tool -modfile=.ci/tools.mod
DIRS    = cmd deployments domain eventstore projections
ARGS   ?=

.PHONY: help run test lint gofumpt vet golangci deadcode rules bench soak build

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## play the demonstration on the embedded broker and serve it (ARGS=--once: play it and end)
	$(GO) run ./cmd/dossier demo $(ARGS)

test: ## run all tests, with the race detector
	$(GO) test -race -timeout 15m ./...

lint: gofumpt vet golangci deadcode ## check the form and the sense of the code

gofumpt:
	@unformatted=$$($(TOOL) gofumpt -l $(DIRS)); \
	if [[ -n $$unformatted ]]; then echo "not formatted by gofumpt:"; echo "$$unformatted"; exit 1; fi

vet:
	$(GO) vet ./...

golangci:
	$(TOOL) golangci-lint run

# deadcode ends well whatever it finds.
deadcode:
	@dead=$$($(TOOL) deadcode -test ./...); \
	if [[ -n $$dead ]]; then echo "reached from no program and no test:"; echo "$$dead"; exit 1; fi

rules: ## check and test the alert rules (needs promtool)
	cd deployments/prometheus && promtool check config scrape.yml && promtool test rules alerts_test.yml

bench: build ## run all benchmarks (ARGS=-count=10 for benchstat), and each measurement once, small
	$(GO) test -run '^$$' -bench . -benchmem $(ARGS) ./...
	RUNS=1 SIZE=10000 OPEN=2000 LARGE=10000 SIZES=1000,10000 IMPORT=1000 DEADLINES=2000 PROVINCE=200 NATION=2000 SPEED=5000 \
		RESULTS=$$(mktemp -d) deployments/bench/run.sh

soak: ## run the long tests, up to an hour
	DOSSIER_SOAK=1 $(GO) test -run Soak -timeout 60m -count 1 $(ARGS) ./...

build: ## build bin/dossier, static
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o bin/dossier ./cmd/dossier
