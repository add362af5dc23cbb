//! Fuzzes one reader; `make fuzz` runs it.
#![no_main]

#[path = "../targets.rs"]
#[expect(dead_code, reason = "one of the targets is run here")]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::expression(bytes));
