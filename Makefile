.PHONY: build test
build:
	cargo build --locked
test:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	scripts/with-postgres cargo test --locked
