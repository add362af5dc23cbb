//! The values of the expression language: what they are, how they print, how they come from and go to JSON, how they change type.
//!
//! Knows types and numbers; must not know expressions, functions and scopes.

mod convert;
mod display;
mod duration;
mod equality;
mod from_json;
mod model;
mod object;
mod phone;

pub(super) use convert::{parse_currency, parse_date_time, to_milliseconds};
pub(super) use display::{DEFAULT_DELIMITER, quote};

pub use duration::Duration;
pub use equality::{comparable, same};
pub use model::{Collection, Communication, Currency, DateTimeRange, MAX_INTEGER, Value, integer_in_range};
pub use object::{Object, ObjectKind};
pub use phone::PhoneNumber;
