//! Kinds that are known by name and cannot be executed here, with the reason that is told when one is reached. One row each.

/// A row of the table.
pub(crate) struct Unsupported {
    /// Its Archy name.
    pub name: &'static str,
    /// Why it is not executed: a fragment for a person.
    pub why: &'static str,
}

const VOICE: &str = "voice only: there is no call here";
const SECURE: &str = "secure call flows only: there is no call here, and no data that must not be seen";
const BRIDGE: &str = "it asks a server of the customer's own site: call a data action in its place";
const TASK: &str = "call flows only: a task that stands in place";
const MODEL: &str = "a language model answers there: call a bot flow in its place, which a stub can stand for";
const KNOWLEDGE: &str = "there is no knowledge base here: `stubs: understanding:` gives a bot its answers";
const FORM: &str = "there is no form here: ask for slots in its place";
const MAIL: &str = "voice mail only: there is no call here";
const SECRET: &str = "there are no keys here: call a data action in its place";
const LABEL: &str = "there are no utilization labels to find here: `setUtilizationLabel` takes one by name";
const UNTIL: &str =
    "no public flow shows how it writes its conditions: use `loop` with a `decision` and `loopExit` in its place";
const UNSHOWN: &str = "no public flow or page shows what it holds";
const JOURNEY: &str = "there is no journey data here: call a data action in its place";
const EMAIL: &str = "e-mail only: there is no mailbox here";

/// All such kinds, in order of names. A kind in neither table is unknown and treated alike.
pub(crate) const UNSUPPORTED: &[Unsupported] = &[
    Unsupported { name: "askForAuthentication", why: FORM },
    Unsupported { name: "askForPayment", why: FORM },
    Unsupported { name: "askForString", why: FORM },
    Unsupported { name: "askSurveyQuestion", why: VOICE },
    Unsupported { name: "audioMonitoring", why: VOICE },
    Unsupported { name: "blindTransfer", why: VOICE },
    Unsupported { name: "callAgenticVirtualAgent", why: MODEL },
    Unsupported { name: "callAudioConnector", why: VOICE },
    Unsupported { name: "callBridge", why: BRIDGE },
    Unsupported { name: "callDataSecure", why: SECURE },
    Unsupported { name: "callDialogEngineBot", why: MODEL },
    Unsupported { name: "callDialogflowBot", why: MODEL },
    Unsupported { name: "callDialogflowCxBot", why: MODEL },
    Unsupported { name: "callGuide", why: MODEL },
    Unsupported { name: "callLexBot", why: VOICE },
    Unsupported { name: "callLexV2Bot", why: VOICE },
    Unsupported { name: "clearVoicemailSnippet", why: MAIL },
    Unsupported { name: "collectInput", why: VOICE },
    Unsupported { name: "decryptData", why: SECRET },
    Unsupported { name: "dequeue", why: VOICE },
    Unsupported { name: "detectSilence", why: VOICE },
    Unsupported { name: "dialByExtension", why: VOICE },
    Unsupported { name: "dialByName", why: VOICE },
    Unsupported { name: "enableParticipantRecord", why: VOICE },
    Unsupported { name: "encryptData", why: SECRET },
    Unsupported { name: "extractSecureData", why: SECURE },
    Unsupported { name: "findGrammar", why: VOICE },
    Unsupported { name: "findGrammarById", why: VOICE },
    Unsupported { name: "findSystemPrompt", why: VOICE },
    Unsupported { name: "findUserPrompt", why: VOICE },
    Unsupported { name: "findUtilizationLabel", why: LABEL },
    Unsupported { name: "flushAudio", why: VOICE },
    Unsupported { name: "form", why: FORM },
    Unsupported { name: "getJourneyOutcome", why: JOURNEY },
    Unsupported { name: "getJourneyOutcomeScoresBySession", why: JOURNEY },
    Unsupported { name: "getJourneySegment", why: JOURNEY },
    Unsupported { name: "getJourneySession", why: JOURNEY },
    Unsupported { name: "getJourneySessionsByCustomer", why: JOURNEY },
    Unsupported { name: "getJourneySessionsByExternalContact", why: JOURNEY },
    Unsupported { name: "getRawSIPHeaders", why: VOICE },
    Unsupported { name: "getSIPHeaders", why: VOICE },
    Unsupported { name: "getSecuredData", why: SECURE },
    Unsupported { name: "holdMusic", why: VOICE },
    Unsupported { name: "jumpToMenu", why: VOICE },
    Unsupported { name: "loopUntil", why: UNTIL },
    Unsupported { name: "menu", why: VOICE },
    Unsupported { name: "playAudio", why: VOICE },
    Unsupported { name: "playAudioOnSilence", why: VOICE },
    Unsupported { name: "playEstimatedWaitTime", why: VOICE },
    Unsupported { name: "playPositionInQueue", why: VOICE },
    Unsupported { name: "previousMenu", why: VOICE },
    Unsupported { name: "promoteExternalContact", why: UNSHOWN },
    Unsupported { name: "repeatMenu", why: VOICE },
    Unsupported { name: "returnToAgent", why: VOICE },
    Unsupported { name: "searchKnowledge", why: KNOWLEDGE },
    Unsupported { name: "secure", why: SECURE },
    Unsupported { name: "sendAutoReply", why: EMAIL },
    Unsupported { name: "sendInteractiveApplication", why: UNSHOWN },
    Unsupported { name: "sendKnowledgeFeedback", why: KNOWLEDGE },
    Unsupported { name: "sendRichLink", why: UNSHOWN },
    Unsupported { name: "setPostFlow", why: VOICE },
    Unsupported { name: "setSecuredData", why: SECURE },
    Unsupported { name: "setUUIData", why: VOICE },
    Unsupported { name: "setWhisperAudio", why: VOICE },
    Unsupported { name: "showKnowledgeArticle", why: KNOWLEDGE },
    Unsupported { name: "task", why: TASK },
    Unsupported { name: "transcription", why: VOICE },
    Unsupported { name: "transferToFlow", why: VOICE },
    Unsupported { name: "transferToFlowSecure", why: VOICE },
    Unsupported { name: "transferToGroup", why: VOICE },
    Unsupported { name: "transferToNumber", why: VOICE },
    Unsupported { name: "transferToVoicemail", why: VOICE },
    Unsupported { name: "voiceBiometrics", why: VOICE },
];

/// Why a kind cannot be executed; none for one that is not known at all.
pub(crate) fn why_unsupported(kind: &str) -> Option<&'static str> {
    UNSUPPORTED.iter().find(|one| one.name == kind).map(|one| one.why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_no_kind_is_also_executed() {
        assert!(UNSUPPORTED.is_sorted_by(|a, b| a.name < b.name));
        assert!(UNSUPPORTED.iter().all(|one| super::super::KINDS.iter().all(|kind| kind.name != one.name)));
    }
}
