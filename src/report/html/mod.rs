//! One self-contained HTML file: what a person reads who finds a red run in the morning. Written whole at the end of the run. All that it shows
//! is there without script; the script filters, sorts and gives keys. Nothing is fetched, and the page's own policy forbids it.

mod attempt;
mod calls;
mod case;
mod conversation;
mod drawn;
mod flows;
mod head;
mod known;
mod page;
mod read;
mod rows;
#[cfg(test)]
mod tests;
mod text;
mod timeline;
mod turns;
mod values;
mod words;
mod wrong;

pub use read::HtmlReport;
