# Everything that this project does, one word each. `make help` lists the words.
.DEFAULT_GOAL := help
.PHONY: help run demo test live doctor sweep serve check lint fmt bench fuzz review schema compat docs nextest release-musl dist

CARGO ?= cargo
FLOWPROOF = $(CARGO) run --quiet --locked --

help: ## list these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## run the scenarios on the embedded fake org
	$(FLOWPROOF) run

demo: ## run the seed's complete example, with its four banners
	$(CARGO) run --quiet --locked --example seed

test: ## pass the tests, the scenarios among them
	$(CARGO) test --locked

live: ## run the scenarios that may run live, in the sandbox org that flowproof.yaml and the environment name
	$(FLOWPROOF) run --target live

doctor: ## say whether the sandbox org is fit for a live run, and what an admin must mend; changes nothing
	$(FLOWPROOF) doctor

sweep: ## list what live runs left open in the sandbox org; `flowproof sweep --delete` removes it
	$(FLOWPROOF) sweep

serve: ## serve one fake org until Ctrl-C
	$(FLOWPROOF) serve

check: ## check scenarios, flows and flowproof.yaml without running anything
	$(FLOWPROOF) check

lint: ## format check and clippy, warnings as errors
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets --all-features -- -D warnings

fmt: ## format the code
	$(CARGO) fmt

bench: ## measure overhead, engine, start-up and memory (release build)
	$(CARGO) bench --locked

compat: ## run other people's clients against the served org (needs node, npm, python3 and their registries; skips without)
	@CARGO="$(CARGO)" tests/compat/run.sh

review: ## accept or reject pending snapshots
	$(FLOWPROOF) review

docs: ## write what the documentation shows of commands, options, diagnostics and the engine's tables; read it before committing
	UPDATE_DOCS=1 $(CARGO) test --quiet --locked --test it -- docs:: fidelity:: expressions::

nextest: ## pass the tests under nextest (needs cargo-nextest)
	$(CARGO) nextest run --locked

schema: ## write the JSON Schemas into schema/
	$(FLOWPROOF) schema --write schema

FUZZ_SECONDS ?= 480

fuzz: ## fuzz the three readers, eight minutes each (needs a nightly compiler and cargo-fuzz)
	@for target in archy export expression; do \
		mkdir -p fuzz/corpus/$$target; \
		case $$target in \
			archy) cp fixtures/flows/*.yaml fixtures/broken/flow/*.yaml fuzz/corpus/archy/;; \
			export) cp fixtures/flows/*.json fixtures/flows/*.i3* fuzz/corpus/export/;; \
		esac; \
		$(CARGO) +nightly fuzz run --fuzz-dir fuzz $$target -- \
			-max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=3000 -max_len=20000 || exit 1; \
	done

MUSL = x86_64-unknown-linux-musl
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)
ARCHIVE = flowproof-$(VERSION)-$(MUSL)
TARGET_DIR = $(or $(CARGO_TARGET_DIR),target)

release-musl: ## build the program that needs nothing of the system (needs the target's standard library and musl-gcc)
	@rustc --print target-libdir --target $(MUSL) | xargs test -d || \
		{ echo "the standard library for $(MUSL) is missing: rustup target add $(MUSL)" >&2; exit 1; }
	@command -v musl-gcc > /dev/null || \
		{ echo "musl-gcc is missing: apt-get install musl-tools, or your system's package of musl" >&2; exit 1; }
	$(CARGO) build --profile dist --locked --bin flowproof --target $(MUSL)

dist: release-musl ## pack it with completions, manual pages and a checksum into dist/
	rm -rf dist/$(ARCHIVE)
	mkdir -p dist/$(ARCHIVE)/completions
	cp $(TARGET_DIR)/$(MUSL)/dist/flowproof README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT dist/$(ARCHIVE)
	set -e; for shell in bash zsh fish powershell elvish; do \
		dist/$(ARCHIVE)/flowproof completions $$shell > dist/$(ARCHIVE)/completions/flowproof.$$shell; \
	done
	dist/$(ARCHIVE)/flowproof man dist/$(ARCHIVE)/man/man1
	tar --directory dist --owner 0 --group 0 -czf dist/$(ARCHIVE).tar.gz $(ARCHIVE)
	cd dist && sha256sum $(ARCHIVE).tar.gz > $(ARCHIVE).tar.gz.sha256
