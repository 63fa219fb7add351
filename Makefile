# `make` lists the targets. All that is needed is Go; everything else comes from
# the module files.

GO ?= go
BIN := rollcall

.DEFAULT_GOAL := help
.PHONY: help build demo test race lint fmt page fuzz soak bench compare man release image packages clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build ./rollcall
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o $(BIN) .

demo: build ## the main job in one command, against a sandbox on this machine
	@./$(BIN) demo; code=$$?; \
	if [ $$code -le 1 ]; then echo; echo "The samples hold rows that cannot end well; a run with such rows exits with 1."; \
	else exit $$code; fi

test: ## all tests
	$(GO) test ./...

race: ## all tests under the race detector
	$(GO) test -race ./...

page: ## report.html in headless Chromium with axe-core; skipped where these are missing
	@tools/page/check

lint: ## format, vet, staticcheck
	@unformatted=$$($(GO) tool -modfile=tools/go.mod gofumpt -l .) || exit 1; \
	if [ -n "$$unformatted" ]; then echo "not formatted (make fmt):"; echo "$$unformatted"; exit 1; fi
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(GO) tool -modfile=tools/go.mod staticcheck ./...
	$(GO) -C tools vet ./...
	$(GO) -C tools tool staticcheck ./...

fmt: ## format the code
	$(GO) tool -modfile=tools/go.mod gofumpt -w .

FUZZTIME ?= 20s
fuzz: ## each fuzz target for FUZZTIME (20s)
	@pkgs=$$($(GO) list ./...) || exit 1; for pkg in $$pkgs; do \
		targets=$$($(GO) test -list '^Fuzz' $$pkg) || exit 1; \
		for target in $$(echo "$$targets" | grep '^Fuzz'); do \
			echo "== $$pkg $$target"; $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

SOAK ?= 1m
soak: ## kill, resume and compare for SOAK (1m); SEED=n repeats one drill
	SOAK=$(SOAK) SEED=$(SEED) $(GO) test -count=1 -timeout 0 -v -run '^TestSoak$$' ./internal/crash

BENCH ?= .
COUNT ?= 1
bench: ## benchmarks, for benchstat with COUNT=6; BENCH=name for some of them
	@$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) ./...

compare: ## rollcall beside a bare loop, curl, node, …; COMPARE='-quick', '-long', '-only single,check'
	@$(GO) run ./internal/compare $(COMPARE)

MAN ?= dist/man
man: ## the manual pages of VERSION, in dist/man or MAN=folder
	@$(GO) run -ldflags '-X rollcall/internal/cli.version=$(or $(VERSION),dev)' ./internal/manual '$(MAN)'
	@ls '$(MAN)'

ONLY ?=
release: ## VERSION=1.2.0 in dist: archives, Debian packages, SBOMs, checksums; ONLY=linux/amd64
	@$(GO) -C tools run ./release -version '$(VERSION)' -only '$(ONLY)' $(if $(DIRTY),-dirty)
	@ls -l dist

CONTAINER ?= docker
image: ## the container image of VERSION, with docker or CONTAINER=podman
	$(CONTAINER) build --build-arg VERSION=$(or $(VERSION),dev) -t rollcall:$(or $(VERSION),dev) .

packages: ## try what release and image make, and say what is skipped
	$(GO) -C tools test -count=1 -v ./...

clean: ## remove what was built
	rm -rf $(BIN) rollcall-demo dist
