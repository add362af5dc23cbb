//! The documentation is true. Every example of every page is run, or read by what reads such a file, or stands in a list with the reason why
//! not; what a page lists is whole; every link leads somewhere. `make docs` writes anew what is made from the code: read it before committing.

mod diagnostics;
mod examples;
mod language;
mod lines;
mod links;
mod page;
mod recipes;
mod reference;
mod session;
mod shells;
mod stability;
mod walk;
