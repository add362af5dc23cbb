//! Which case begins next: in the order of the plan, except that a case whose group is busy lets others pass. Must not know how a case runs.

use std::collections::{HashMap, VecDeque};

use super::plan::Planned;

/// So many cases may wait for their groups; then the plan is read no further. Each keeps its file loaded.
const MOST_WAITING: usize = 1_000;

/// How many cases of a group run side by side where nothing is said of it.
const OF_A_GROUP: usize = 1;

/// The cases that have not begun.
pub(super) struct Queue<'q, I> {
    cases: I,
    /// Read already and held back by their groups, in their order.
    waiting: VecDeque<Planned>,
    /// Read ahead, so that it is known whether there is one.
    next: Option<Planned>,
    /// The groups of the cases that run, by position in the plan.
    running: HashMap<usize, Box<str>>,
    limits: &'q HashMap<String, usize>,
}

impl<'q, I: Iterator<Item = Planned>> Queue<'q, I> {
    /// All of these cases.
    pub fn new(mut cases: I, limits: &'q HashMap<String, usize>) -> Self {
        let next = cases.next();
        Self { cases, waiting: VecDeque::new(), next, running: HashMap::new(), limits }
    }

    /// Whether none is left.
    pub fn is_empty(&self) -> bool {
        self.next.is_none() && self.waiting.is_empty()
    }

    /// The next case that may begin, which counts as running from now on; none where all are held back, or none is left.
    pub fn begin(&mut self) -> Option<Planned> {
        let free = self.waiting.iter().position(|planned| planned.group().is_none_or(|group| self.is_free(group)));
        let planned = match free {
            Some(at) => self.waiting.remove(at)?,
            None => self.read_on()?,
        };
        if let Some(group) = planned.group() {
            self.running.insert(planned.index, group.into());
        }
        Some(planned)
    }

    fn read_on(&mut self) -> Option<Planned> {
        while self.waiting.len() < MOST_WAITING {
            let planned = self.next.take()?;
            self.next = self.cases.next();
            if planned.group().is_none_or(|group| self.is_free(group)) {
                return Some(planned);
            }
            self.waiting.push_back(planned);
        }
        None
    }

    fn is_free(&self, group: &str) -> bool {
        let limit = self.limits.get(group).copied().unwrap_or(OF_A_GROUP).max(1);
        self.running.values().filter(|running| ***running == *group).count() < limit
    }

    /// A case has ended.
    pub fn ended(&mut self, index: usize) {
        self.running.remove(&index);
    }

    /// The cases that will not begin any more, in the order of the plan as far as it was read.
    pub fn rest(self) -> impl Iterator<Item = Planned> {
        self.waiting.into_iter().chain(self.next).chain(self.cases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::runner::{Filter, Plan};

    /// A plan with a case for each group; a case whose group is empty has none.
    fn plan(groups: &[&str]) -> (Plan, crate::project::Project) {
        let files = crate::project::MemoryFiles::default();
        let (project, _) = crate::project::load(&files, "".into());
        let mut plan = Plan::default();
        for (at, group) in groups.iter().enumerate() {
            let group = if group.is_empty() { String::new() } else { format!("group: {group}\n") };
            let text = format!(
                "version: 1\nscenario: S{at}\n{group}flow: f\nconversation: [say: Hi]\nexpect: {{ path: [A] }}\n"
            );
            let (scenario, _) = crate::scenario::read(&SourceFile::new(format!("{at}.yaml"), text));
            plan.add(format!("{at}.yaml").into(), scenario.unwrap(), &Filter::default());
        }
        (plan, project.unwrap())
    }

    fn begun(queue: &mut Queue<'_, impl Iterator<Item = Planned>>) -> Vec<usize> {
        std::iter::from_fn(|| queue.begin().map(|planned| planned.index)).collect()
    }

    #[test]
    fn a_busy_group_lets_others_pass_and_keeps_its_order() {
        let (plan, project) = plan(&["crm", "crm", "", "crm", "two", "two", "two", ""]);
        let files = crate::project::MemoryFiles::default();
        let limits = HashMap::from([("two".to_owned(), 2)]);
        let mut queue = Queue::new(plan.cases(&project, &files), &limits);
        assert_eq!(begun(&mut queue), [0, 2, 4, 5, 7]);
        assert!(!queue.is_empty());
        queue.ended(2);
        assert_eq!(begun(&mut queue), [0; 0]);
        queue.ended(5);
        assert_eq!(begun(&mut queue), [6]);
        queue.ended(0);
        assert_eq!(begun(&mut queue), [1]);
        assert_eq!(queue.rest().map(|planned| planned.index).collect::<Vec<_>>(), [3]);
    }
}
