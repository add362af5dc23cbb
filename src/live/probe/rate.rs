//! Question 10: how many messages a second one session may send. Must not know the other parts.

use std::time::Duration;

use super::Question;
use super::prober::{Part, Prober, WORDS};
use crate::genesys::{Burst, GuestSession};

const PART: Part = Part::Rate;

/// Messages that are sent at once: more than the higher one of the two limits that the vendor names (facts: genesys-api.md 4.4).
pub(super) const AT_ONCE: usize = 8;

/// More a second than the vendor's page allows is not taken for granted, whatever one org did once.
pub(super) const MOST_A_SECOND: u32 = 5;

/// After so long a second's messages are forgotten; a little more, since clocks differ.
const SECOND: Duration = Duration::from_millis(1_200);

impl Prober<'_> {
    /// Sends messages at once, and then as many as were taken once more, a second later.
    pub async fn rate(&mut self) -> Result<(), String> {
        let options = self.guest_options()?;
        let mut guest = self.guest(&options).await?;
        let own = self.attribute("rate");
        self.note(PART)?;
        let began = self.now();
        let said = guest.say(WORDS, &self.attributes(&own)).await;
        let sent = self.taken(PART, said)?;
        let mut ids = Vec::new();
        let limit = self.sandbox.settings.habits.message();
        if let Ok(located) = self.locate(PART, &sent.message_id, began, limit).await {
            ids.push(located.id);
        }
        self.hear(&mut guest, began).await;
        self.sleep(SECOND).await;
        let measured = self.measure(&mut guest, &own, &mut ids).await;
        self.finish(&ids).await;
        measured
    }

    async fn measure(&mut self, guest: &mut GuestSession, own: &str, ids: &mut Vec<String>) -> Result<(), String> {
        let first = self.burst(guest, own, AT_ONCE, ids).await?;
        let passed = AT_ONCE - first.too_fast - first.unanswered;
        let told = told(&first, AT_ONCE);
        if first.unanswered > 0 {
            return Err(format!("{told}: what was not answered says nothing"));
        }
        let Ok(most) = u32::try_from(passed).map(|passed| passed.min(MOST_A_SECOND)) else { return Err(told) };
        if most == 0 {
            return Err(told);
        }
        // One burst may be forgiven that no stream of messages is: what counts is what is taken again.
        self.sleep(SECOND.max(first.retry_after.unwrap_or_default())).await;
        let count = usize::try_from(most).unwrap_or_default();
        let second = self.burst(guest, own, count, ids).await?;
        let again = second.too_fast == 0 && second.unanswered == 0;
        if again {
            self.findings.habits.messages_a_second = Some(most);
        }
        let least = if first.too_fast == 0 { "at least " } else { "" };
        let says = if again {
            format!("{least}{passed} a second: {told}, and {count} a second later were taken")
        } else {
            format!("not steady: {told}, and of {count} a second later {} came too fast", second.too_fast)
        };
        self.findings.measured(Question::Rate, says);
        Ok(())
    }

    /// Sends so many at once, each noted before, and finds their conversations.
    async fn burst(
        &self,
        guest: &mut GuestSession,
        own: &str,
        count: usize,
        ids: &mut Vec<String>,
    ) -> Result<Burst, String> {
        for _ in 0..count {
            self.note(PART)?;
        }
        let (texts, began) = (vec![WORDS; count], self.now());
        let burst = guest.burst(&texts, &self.attributes(own)).await.map_err(|error| error.to_string())?;
        for sent in &burst.taken {
            self.sent(PART, sent);
        }
        self.not_begun(PART, burst.too_fast + burst.refused.len());
        let limit = self.sandbox.settings.habits.message();
        for sent in &burst.taken {
            if let Ok(located) = self.locate(PART, &sent.message_id, began, limit).await {
                ids.push(located.id);
            }
        }
        Ok(burst)
    }
}

/// What became of a burst, in words.
fn told(burst: &Burst, sent: usize) -> String {
    let mut told = format!("of {sent} at once {} were taken, {} came too fast", burst.taken.len(), burst.too_fast);
    if let Some(wait) = burst.retry_after {
        told.push_str(&format!(" (retryAfter {})", wait.as_secs()));
    }
    if burst.unanswered > 0 {
        told.push_str(&format!(", {} were not answered", burst.unanswered));
    }
    if let Some(words) = burst.refused.first() {
        told.push_str(&format!(", {} were refused otherwise (`{words}`)", burst.refused.len()));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_told_in_one_line() {
        let burst = Burst {
            too_fast: 3,
            retry_after: Some(Duration::from_secs(3)),
            refused: vec!["read-only".to_owned()],
            ..Burst::default()
        };
        assert_eq!(
            told(&burst, 4),
            "of 4 at once 0 were taken, 3 came too fast (retryAfter 3), 1 were refused otherwise (`read-only`)"
        );
    }
}
