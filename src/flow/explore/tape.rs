//! The choices of one run, in order, so that it can be run again, cut short and changed. Must not know what is chosen.

use std::collections::HashMap;
use std::sync::Arc;

use fastrand::Rng;

/// What a run chose, and chooses on when that is used up.
///
/// In some runs the world has habits: a question that comes again is answered as it was the first time. So a loop of questions runs to
/// its end, which a world that draws anew each time would hardly let it.
#[derive(Debug, Clone)]
pub(super) struct Tape {
    recorded: Vec<u32>,
    next: usize,
    rng: Rng,
    habits: Option<HashMap<(usize, usize), u32>>,
    /// The question that is being answered, and how many choices its answer has taken so far.
    question: Option<(usize, usize)>,
    /// For each choice made: the question that it answers, and among how many things it chose.
    trail: Vec<(Option<usize>, u32)>,
}

/// The choices of a run.
#[derive(Debug, Clone)]
pub(super) struct Choices {
    /// What was chosen, in order.
    pub chosen: Arc<[u32]>,
    /// For each: the question that it answers, and among how many things it chose.
    pub trail: Vec<(Option<usize>, u32)>,
}

impl Tape {
    /// A tape that begins with these choices.
    pub fn new(recorded: Vec<u32>, seed: u64) -> Self {
        let rng = Rng::with_seed(seed);
        let mut tape = Self { recorded, next: 0, rng, habits: None, question: None, trail: Vec::new() };
        if tape.choose(3) == 0 {
            tape.habits = Some(HashMap::new());
        }
        tape
    }

    /// The world gives its habits up: what went round in them is to end.
    pub fn drop_habits(&mut self) {
        self.habits = None;
    }

    /// What is chosen from here on answers this question.
    pub fn answer(&mut self, question: usize) {
        self.question = Some((question, 0));
    }

    /// What is chosen from here on answers no question that could come again.
    pub fn answered(&mut self) {
        self.question = None;
    }

    /// How many choices were made so far.
    pub fn position(&self) -> usize {
        self.next
    }

    /// One of so many things, by its position; 0 where there is nothing to choose.
    pub fn choose(&mut self, count: usize) -> usize {
        let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
        let key = self.question;
        if let Some((_, taken)) = &mut self.question {
            *taken += 1;
        }
        let habit = self.habits.as_ref().and_then(|habits| habits.get(&key?).copied());
        if let Some(habit) = habit {
            return (habit % count) as usize;
        }
        let chosen = match self.recorded.get(self.next) {
            Some(recorded) => recorded % count,
            None => {
                let drawn = self.rng.u32(0..count);
                self.recorded.push(drawn);
                drawn
            }
        };
        self.next += 1;
        self.trail.push((key.map(|(question, _)| question), count));
        if let (Some(habits), Some(key)) = (&mut self.habits, key) {
            habits.insert(key, chosen);
        }
        chosen as usize
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let at = self.choose(things.len());
        things.get(at)
    }

    /// What was chosen.
    pub fn into_choices(mut self) -> Choices {
        self.recorded.truncate(self.next);
        Choices { chosen: self.recorded.into(), trail: self.trail }
    }
}

/// Alternatives of one choice that are tried at most.
const MOST_ALTERNATIVES: u32 = 12;

/// A beginning: the first choices of a run, and another one behind them.
#[derive(Debug, Clone)]
pub(super) struct Fork {
    chosen: Arc<[u32]>,
    at: usize,
    other: u32,
}

impl Fork {
    /// The choices.
    pub fn choices(&self) -> Vec<u32> {
        self.chosen.iter().take(self.at).copied().chain([self.other]).collect()
    }
}

impl Choices {
    /// Keeps the first ones.
    pub fn truncate(&mut self, count: usize) {
        self.chosen = self.chosen.iter().take(count).copied().collect();
        self.trail.truncate(count);
    }

    /// The beginnings that take another way at one of the questions for which that is wanted, so many at most.
    pub fn forks(&self, most: usize, wanted: impl Fn(usize) -> bool) -> Vec<Fork> {
        let mut forks = Vec::new();
        for (at, ((question, count), chosen)) in self.trail.iter().zip(self.chosen.iter()).enumerate() {
            if !question.is_some_and(&wanted) {
                continue;
            }
            for other in (0..(*count).min(MOST_ALTERNATIVES)).filter(|other| *other != chosen % count) {
                if forks.len() == most {
                    return forks;
                }
                forks.push(Fork { chosen: Arc::clone(&self.chosen), at, other });
            }
        }
        forks
    }
}

/// Other choices that begin like these, or differ in a few places.
pub(super) fn changed(choices: &[u32], rng: &mut Rng) -> Vec<u32> {
    let mut changed = choices.to_vec();
    if changed.is_empty() {
        return changed;
    }
    let at = rng.usize(0..changed.len());
    if rng.bool() {
        changed.truncate(at);
        return changed;
    }
    for _ in 0..=rng.usize(0..3) {
        let at = rng.usize(0..changed.len());
        if let Some(place) = changed.get_mut(at) {
            *place = rng.u32(0..64);
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tape_runs_the_same_again() {
        let mut first = Tape::new(vec![1, 3], 1);
        let chosen: Vec<usize> = [4, 2, 9, 1].map(|count| first.choose(count)).to_vec();
        assert_eq!(chosen[0], 3);
        let mut again = Tape::new(first.into_choices().chosen.to_vec(), 2);
        assert_eq!([4, 2, 9, 1].map(|count| again.choose(count)).to_vec(), chosen);
    }

    #[test]
    fn a_world_with_habits_answers_a_question_as_before() {
        let mut tape = Tape::new(vec![0], 7);
        let mut answer = |question| {
            tape.answer(question);
            [tape.choose(1000), tape.choose(1000)]
        };
        let first = answer(1);
        assert_ne!(answer(2), first);
        assert_eq!(answer(1), first);
    }
}
