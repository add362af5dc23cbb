//! How old the proof is that the fake org does what a live one does. Must not know where it is kept.

/// How old a proof is, and how much of it still counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// How many of the cases have one.
    pub cases: usize,
    /// How many cases there are.
    pub of: usize,
    /// The last comparison.
    pub last: Compared,
    /// The oldest one, and its case.
    pub oldest: (i64, String),
    /// How many are stale because the flow has changed since.
    pub flow_changed: usize,
    /// How many are stale because the scenario has changed since, and the flow has not.
    pub scenario_changed: usize,
    /// How many found a difference.
    pub differed: usize,
}

/// A comparison with a live org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// How many days ago.
    pub days: i64,
    /// The org's name, else its id, where it told.
    pub org: Option<String>,
    /// The flow's name.
    pub flow: String,
    /// The version of the flow that ran there, where the org told.
    pub flow_version: Option<String>,
}

impl Proof {
    /// `proof: last parity 3 days ago (org Sandbox, flow orders v12); 12 of 14 cases, oldest 34 days ago (Gold customers); 2 stale: …`.
    pub fn words(&self) -> String {
        let (days, name) = &self.oldest;
        let mut words = format!("proof: last parity {}; {} of {}", self.last.words(), self.cases, cases(self.of));
        if *days != self.last.days {
            words.push_str(&format!(", oldest {} ({name})", ago(*days)));
        }
        let stale = [(self.flow_changed, "the flow has"), (self.scenario_changed, "the scenario has")];
        for (count, what) in stale.into_iter().filter(|(count, _)| *count > 0) {
            words.push_str(&format!("; {count} stale: {what} changed since"));
        }
        if self.differed > 0 {
            words.push_str(&format!("; {} with differences", self.differed));
        }
        words
    }
}

impl Compared {
    fn words(&self) -> String {
        let org = self.org.as_ref().map(|org| format!("org {org}, ")).unwrap_or_default();
        let version = self.flow_version.as_ref().map(|version| format!(" v{version}")).unwrap_or_default();
        format!("{} ({org}flow {}{version})", ago(self.days), self.flow)
    }
}

fn ago(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "1 day ago".to_owned(),
        days => format!("{days} days ago"),
    }
}

fn cases(count: usize) -> String {
    if count == 1 { "1 case".to_owned() } else { format!("{count} cases") }
}
