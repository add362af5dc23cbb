//! A sandbox org: how it is reached, whether it may be touched, what a run leaves there and how that is removed, whether it is fit for
//! tests. Must not know drivers, verdicts or reports.
