//! Whether a case could ever run: its needs, its drivers and its targets leave a way.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::needs::{FAULTS, driver_word, target_word};
use crate::project::{Need, Needs};
use crate::scenario::model::{Case, Driver};

/// Checks `drivers` and `targets` against what the case needs. That faults need the mock is told when the file is read.
pub(super) fn check(case: &Case, needs: &Needs, out: &mut Diagnostics) {
    let of = |driver: Driver| needs.iter().find(|need| need.driver == Some(driver));
    if let (Some(converse), Some(simulate)) = (of(Driver::Converse), of(Driver::Simulate)) {
        let message = format!("no driver gives both {} and {}", converse.what, simulate.what);
        out.push(Diagnostic::error(Code::CANNOT_RUN, message).at(case.place.clone()).help(format!(
            "{} needs `converse`, {} needs `simulate`: make two scenarios of it",
            converse.what, simulate.what
        )));
        return;
    }
    let wanted = |pick: fn(&Need) -> bool| needs.iter().find(|need| pick(need));
    if let (Some(need), [first, ..]) = (wanted(|need| need.driver.is_some()), case.drivers.as_slice())
        && case.drivers.iter().all(|driver| Some(driver.value) != need.driver)
    {
        let word = need.driver.map_or("", driver_word);
        let message = format!("driver `{}` does not give {}", driver_word(first.value), need.what);
        out.push(
            Diagnostic::error(Code::CANNOT_RUN, message).at(first.place.clone()).help(format!("only `{word}` does")),
        );
    }
    if let (Some(need), [first, ..]) =
        (wanted(|need| need.target.is_some() && need.what != FAULTS), case.targets.as_slice())
        && case.targets.iter().all(|target| Some(target.value) != need.target)
    {
        let word = need.target.map_or("", target_word);
        let message = format!("target `{}` does not give {}", target_word(first.value), need.what);
        out.push(
            Diagnostic::error(Code::CANNOT_RUN, message).at(first.place.clone()).help(format!("only `{word}` does")),
        );
    }
}
