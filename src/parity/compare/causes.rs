//! What is known so far of why things differ. A later difference follows from an earlier one where the flow's file says that its action
//! reads what had differed, or where putting one value in the place of the other gives the other side's text.

use std::collections::HashMap;

/// The causes so far. Each is the index of a difference that stands by itself.
#[derive(Debug, Default)]
pub struct Causes {
    names: HashMap<String, usize>,
    values: Vec<(String, String, usize)>,
    /// The difference after which the two runs went different ways.
    pub parted: Option<usize>,
    /// A call whose inputs differed, with its depth: what stands deeper follows from it.
    pub within: Option<(u16, usize)>,
}

impl Causes {
    /// A variable or an attribute differs. Names of variables have no letter case.
    pub fn name_differs(&mut self, name: &str, cause: usize) {
        self.names.entry(name.to_lowercase()).or_insert(cause);
    }

    /// One side has this value where the other has that.
    pub fn value_differs(&mut self, a: Option<&str>, b: Option<&str>, cause: usize) {
        if let (Some(a), Some(b)) = (a, b)
            && !a.is_empty()
            && a != b
        {
            self.values.push((a.to_owned(), b.to_owned(), cause));
        }
    }

    /// The earliest cause that one of the names has.
    pub fn of_names<'a>(&self, names: impl Iterator<Item = &'a str>) -> Option<usize> {
        names.filter_map(|name| self.names.get(&name.to_lowercase()).copied()).min()
    }

    /// The cause from which these two values follow: one by itself, or several together.
    pub fn of_values(&self, a: Option<&str>, b: Option<&str>) -> Option<usize> {
        let (a, b) = (a?, b?);
        let single = self.values.iter().find(|(from, to, _)| a.replace(from, to) == b).map(|(.., cause)| *cause);
        single.or_else(|| {
            let mut text = a.to_owned();
            let mut first = None;
            for (from, to, cause) in &self.values {
                if text.contains(from) {
                    text = text.replace(from, to);
                    first = first.min(Some(*cause)).or(Some(*cause));
                }
            }
            first.filter(|_| text == b)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_explains_the_texts_that_hold_it() {
        let mut causes = Causes::default();
        causes.value_differs(Some("Ada"), Some("Bob"), 3);
        causes.value_differs(Some("VIP"), Some("Support"), 5);
        assert_eq!(causes.of_values(Some("Welcome, Ada"), Some("Welcome, Bob")), Some(3));
        assert_eq!(causes.of_values(Some("Ada to VIP"), Some("Bob to Support")), Some(3));
        assert_eq!(causes.of_values(Some("Welcome, Ada"), Some("Hello, Bob")), None);
        assert_eq!(causes.of_values(None, Some("Bob")), None);
    }

    #[test]
    fn names_have_no_letter_case() {
        let mut causes = Causes::default();
        causes.name_differs("Flow.Tier", 2);
        causes.name_differs("flow.tier", 7);
        assert_eq!(causes.of_names(["Flow.x", "FLOW.TIER"].into_iter()), Some(2));
        assert_eq!(causes.of_names(["Flow.x"].into_iter()), None);
    }
}
