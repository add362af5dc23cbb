//! The binary: everything is in the library's command line room.

use std::process::ExitCode;

fn main() -> ExitCode {
    flowproof::cli::main()
}
