# build: the program · demo: a first demonstration at http://127.0.0.1:8140 · demo-tamper: verify names a changed row · test: everything · bench: figures as JSON
# bench-pairing: pairs beside those of OR-tools, as JSON
# dist: the release archive, target/dist/
.PHONY: build demo demo-tamper test bench bench-pairing dist look
CHUNMAN = target/debug/chunman
LISTEN ?= 127.0.0.1:8140
PHONE ?= 0.0.0.0:8143
SCHOOL ?= 127.0.0.1:8141

build:
	scripts/need build
	cargo build --locked

demo: build
	$(CHUNMAN) demo --data .demo --listen $(LISTEN) --phone $(PHONE) --school $(SCHOOL)

demo-tamper: build
	scripts/demo-tamper

test: build
	scripts/need test
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	scripts/with-postgres cargo test --locked
	cd tests/browser && npm ci --no-audit --no-fund --loglevel=error && npm test

bench: build
	$(CHUNMAN) bench --deeds $${DEEDS:-100000}

bench-pairing: build
	cargo build --locked -p pairing --example again
	scripts/bench-pairing

dist:
	scripts/need build
	scripts/dist

# Screenshots of every page of the demonstration, to be looked at: target/look/
look: build
	cd tests/browser && npm ci --no-audit --no-fund --loglevel=error && node look.mjs
