//! The probe: which conversations are held, in which order, and for how long at most. Must not know what any of them asks.

use std::time::Duration;

use super::prober::{Part, Prober};
use super::rate::{AT_ONCE, MOST_A_SECOND};
use super::{Findings, Question};
use crate::diagnostic::{Code, Diagnostic};
use crate::live::{Guarded, OpenConversations, Sandbox};
use crate::scenario::show_duration;

/// How long a probe may take: the waits for what the org knows late are three minutes at the most, and the rest takes seconds.
pub const PROBE_TIME: Duration = Duration::from_secs(10 * 60);

/// Messages that a probe sends at the most: one in the first conversation, two around `startNew`, and those that look for the rate. Each
/// might begin a conversation of its own, where the flow ends the one before.
pub const MOST_MESSAGES: usize = 1 + 2 + 1 + AT_ONCE + MOST_A_SECOND as usize;

/// Asks an org the ten questions, with the flow of that name in flowproof.yaml, whose deployment was guarded. What it begins is noted in
/// `open` and ended there as far as that can be; the caller ends the rest. `seed` is what the tokens of the guests derive from.
///
/// # Errors
/// The flow was not guarded, so that nothing was sent.
pub async fn probe(
    sandbox: &Sandbox,
    guarded: &Guarded,
    open: &OpenConversations,
    key: &str,
    seed: u64,
) -> Result<Findings, Diagnostic> {
    let named = guarded.deployment(key).and_then(|deployment| Some((deployment, deployment.id.as_deref()?)));
    let Some((deployment, deployment_id)) = named else {
        return Err(Diagnostic::error(Code::WRONG_DEPLOYMENT, format!("no deployment of flow `{key}` was read")));
    };
    let mut prober = Prober::new(sandbox, open, deployment, deployment_id, seed);
    let why = match tokio::time::timeout(PROBE_TIME, all(&mut prober)).await {
        Ok(()) => "not asked".to_owned(),
        Err(_) => format!("not asked: the probe took longer than {}", show_duration(PROBE_TIME)),
    };
    Ok(prober.findings.complete(&why))
}

/// All parts. One that fails leaves its questions open, and the next is asked all the same.
async fn all(prober: &mut Prober<'_>) {
    prober.token_refusal().await;
    if let Err(why) = prober.talk().await {
        for question in [
            Question::MessageLag,
            Question::AttributeKey,
            Question::AttributePlace,
            Question::Purpose,
            Question::ExecutionLag,
            Question::Names,
        ] {
            prober.findings.open(question, format!("{}: {why}", Part::Talk.case()));
        }
    }
    if let Err(why) = prober.join().await {
        prober.findings.open(Question::Join, why);
    }
    if let Err(why) = prober.rate().await {
        prober.findings.open(Question::Rate, why);
    }
    prober.closing().await;
}
