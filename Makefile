.PHONY: build test
build:
	cargo build --locked
test:
	cargo test --locked
