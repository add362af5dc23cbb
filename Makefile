# Everything that this project does, one word each. `make help` lists the words.
.DEFAULT_GOAL := help
.PHONY: help run demo test live serve check lint fmt bench review schema

CARGO ?= cargo
FLOWPROOF = $(CARGO) run --quiet --locked --

help: ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: ## run the scenarios on the embedded fake org
	$(FLOWPROOF) run

demo: ## run the seed's complete example, with its four banners
	$(CARGO) run --quiet --locked --example seed

test: ## pass the tests, the scenarios among them
	$(CARGO) test --locked

live: ## run the scenarios that may run live, on the target that flowproof.yaml and the environment name
	$(FLOWPROOF) run --target live

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

review: ## accept or reject pending snapshots
	$(FLOWPROOF) review

schema: ## write the JSON Schemas into schema/
	$(FLOWPROOF) schema --write schema
