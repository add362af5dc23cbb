//! The binary: hands the process's arguments to the command line room and returns its exit code.

fn main() {}
