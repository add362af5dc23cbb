//! The conversation that most is asked in: one message with attributes in both places, what the org knows of it while the flow waits, and
//! what it knows once it is over. Must not know what the answers mean.

use super::prober::{Part, Prober, WORDS};
use super::{Question, findings::enough};
use crate::project::Habits;
use crate::scenario::show_duration;

const PART: Part = Part::Talk;

impl Prober<'_> {
    /// Holds the conversation.
    pub async fn talk(&mut self) -> Result<(), String> {
        let options = self.guest_options()?;
        let mut guest = self.guest(&options).await?;
        let (beside, within) = (self.attribute("beside"), self.attribute("within"));
        self.note(PART)?;
        let began = self.now();
        let said = guest.say_apart(WORDS, &self.attributes(&beside), &self.attributes(&within)).await;
        let sent = self.taken(PART, said)?;
        let limit = self.sandbox.settings.habits.message();
        let located = match self.locate(PART, &sent.message_id, began, limit).await {
            Ok(located) => located,
            Err(why) => {
                // Without its id the guest alone can end it; the mark finds it where that fails.
                let _ = guest.clear().await;
                self.finish(&[]).await;
                return Err(why);
            }
        };
        self.findings.measured(
            Question::MessageLag,
            format!(
                "known {} after it was sent (requests: {}); client credentials may ask (conversation:webmessaging:view or conversation:message:view)",
                show_duration(located.lag),
                located.asked
            ),
        );
        self.findings.habits.message = enough(located.lag, Habits::default().message());
        self.attribute_key_and_place(&located.id, began, &beside, &within).await;
        let heard = self.hear(&mut guest, began).await;
        self.purpose(&located.id).await;
        self.executions(&located.id, &mut guest, heard.over).await;
        self.finish(&[located.id]).await;
        Ok(())
    }
}
