# lis: everything that is done to the project. CI runs `make test` and nothing else.

GO    ?= go
TOOL  := $(GO) tool -modfile=internal/tools/tools.mod
DEMO  := build/demo
# The demo is checked and published as of this day, the end of its story.
DAY   := 2023-12-15
# A release: in which folder, where it will be published, with which compiler, and whether it may be of any commit
OUT         ?= build/release
RELEASE_URL ?= https://github.com/c8b10cf3/lis/releases/download/v{version}/
RELEASE_GO  ?= go1.26.8
SNAPSHOT    ?=
# Benchmarks: make bench BENCH=Check COUNT=10
BENCH ?= .
COUNT ?= 5
# How long make soak fuzzes each function
FUZZTIME ?= 10m
# The packages with properties that make soak tries a hundred times as often.
RAPID    := document edit tell textdiff

# Programs that read what lis writes, as make clients installs them, and the packages whose tests run them.
CLIENTS     := $(CURDIR)/build/clients
GO_CLIENTS  := github.com/nektos/act@v0.2.89 github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 \
               github.com/reviewdog/reviewdog/cmd/reviewdog@v0.21.0 github.com/hmarr/codeowners/cmd/codeowners@v1.2.1
NPM_CLIENTS := gitlab-ci-local@4.61.1 azure-pipelines-language-server@0.9.3 @microsoft/sarif-multitool@5.7.0 ajv@8.20.0 ajv-draft-04@1.0.0 ajv-formats@3.0.1 \
               junit2json@4.0.0 xunit-viewer@10.6.1 yaml-language-server@1.25.0
DEB_CLIENTS := npm:npm rsync:rsync curl:curl shellcheck:shellcheck xmllint:libxml2-utils cmark-gfm:cmark-gfm pre-commit:pre-commit
READERS     := ./internal/clients ./internal/setup

.PHONY: build test soak clients lint bench golden demo check release clean help

help: ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

build: ## the program, in bin/lis
	@mkdir -p bin
	$(GO) build -trimpath -o bin/lis ./cmd/lis

# lint has vetted all packages. No package takes four minutes of one processor, and none is told to stop before it has had ten
# times as long.
test: needs lint ## every test: form, code, the program as a whole, other systems, benchmarks run once
	$(GO) test -vet=off -timeout 40m ./...
	$(GO) test -vet=off -timeout 20m -run '^$$' -bench . -benchtime 1x ./internal/bench

# What internal/soak asks for, and what says little in a short time.
soak: export LIS_SOAK = 1
soak: test ## the same and what takes long: kills at every step, 10 000 records, long fuzzing; at night and before a release
	GOOS=darwin GOARCH=arm64 $(GO) build -o /dev/null ./cmd/lis
	GOOS=windows GOARCH=amd64 $(GO) build -o /dev/null ./cmd/lis
	$(GO) test -race -timeout 60m -run TestTogether ./internal/engine
	for p in $(RAPID); do $(GO) test -timeout 60m ./internal/$$p -rapid.checks=10000 || exit 1; done
	for f in $$(grep -roE '^func Fuzz[A-Za-z]+' --include='*_test.go' internal | sed 's|/[^/]*:func |:|'); do \
		$(GO) test -run '^$$' -fuzz "^$${f#*:}$$" -fuzztime $(FUZZTIME) ./$${f%:*} || exit 1; \
	done
	$(MAKE) clients

clients: $(CLIENTS)/installed ## what lis writes in the programs that read it: CI files in runners and linters
	LIS_CLIENTS=$(CLIENTS) $(GO) test -count 1 -timeout 60m $(READERS)

$(CLIENTS)/installed: Makefile
	$(call program,$(DEB_CLIENTS))
	@mkdir -p $(CLIENTS)
	for c in $(GO_CLIENTS); do GOBIN=$(CLIENTS)/bin $(GO) install $$c || exit 1; done
	npm install --no-audit --no-fund --prefix $(CLIENTS) $(NPM_CLIENTS)
	@touch $@

lint: ## form and the usual mistakes
	@unformatted=$$($(TOOL) gofumpt -l cmd controls internal reviews schema site); \
	if [ -n "$$unformatted" ]; then echo "not formatted (go tool gofumpt -w):"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(TOOL) staticcheck ./...

bench: export LIS_SOAK = 1
bench: ## speed at 100, 1 000 and 10 000 records, with the spread over several runs
	@mkdir -p build
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) ./internal/bench | tee build/bench.txt
	$(TOOL) benchstat build/bench.txt

golden: ## write the expected output anew, to be read before it is committed
	UPDATE=1 $(GO) test ./...

demo: build ## the worked example in build/demo: its history, its check and its site
	@rm -rf $(DEMO)
	@bin/lis demo $(DEMO)
	@bin/lis -C $(DEMO) check --as-of $(DAY)
	@bin/lis -C $(DEMO) build --as-of $(DAY)

check: lint ## before a commit: form, and the tests that are quick
	$(GO) test -short ./...

# Another compiler makes other bytes: whoever makes the release again uses the same.
release: export GOTOOLCHAIN = $(RELEASE_GO)
release: ## archives, packages, image and checksums of the tagged version, in build/release
	$(if $(filter build/release,$(OUT)),@rm -rf $(OUT))
	$(GO) run ./internal/release -o $(OUT) -url '$(RELEASE_URL)' $(if $(SNAPSHOT),-snapshot)

clean: ## remove what was built
	rm -rf bin build

# What the tests need beside Go: the git program as the oracle for history and ssh-keygen to sign what it makes.
.PHONY: needs
needs:
	$(call program,git:git ssh-keygen:openssh-client)

# program installs the Debian packages of those programs that are missing: $(call program,PROGRAM:PACKAGE ...)
define program
@for p in $(1); do \
	command -v $${p%%:*} >/dev/null || { apt-get update -q && apt-get install -yq $${p##*:}; } || exit 1; \
done
endef
