//! The rules of Genesys about flows that no public source settles, and what was decided, in words. The fidelity page is made from these
//! tables; the decision itself is a named constant or function where it takes effect. Must not know how any rule is carried out.

use super::expression::Decision;

/// Decisions about one subject.
#[derive(Debug, Clone, Copy)]
pub struct Decisions {
    /// The subject, as the end of a heading.
    pub subject: &'static str,
    /// The decisions.
    pub rows: &'static [Decision],
}

/// All subjects, in the order of the page.
pub const FLOW_DECISIONS: &[Decisions] = &[
    Decisions { subject: "how a flow runs", rows: RUNNING },
    Decisions { subject: "bots", rows: BOTS },
    Decisions { subject: "what a flow does besides", rows: BESIDES },
    Decisions { subject: "exports and REST configuration", rows: EXPORTS },
    Decisions { subject: "what `check` calls doubtful", rows: LINTS },
];

/// A row.
const fn row(rule: &'static str, decided: &'static str, basis: &'static str) -> Decision {
    Decision { rule, decided, basis }
}

const RUNNING: &[Decision] = &[
    row(
        "`getParticipantData` of an attribute that is missing",
        "NOT_SET; the empty text is the other choice, one setting",
        "no public page says; published flows guard every read with `IsNotSetOrEmpty`, which holds for both",
    ),
    row("`setParticipantData` with NOT_SET", "writes the empty text", "attributes are texts and have no NOT_SET"),
    row(
        "a transfer to a queue that is NOT_SET",
        "leaves by the failure output",
        "the action has this output for transfers that cannot be made",
    ),
    row(
        "a decision whose condition is NOT_SET",
        "a run-time error, to the flow's error handling",
        "operators refuse NOT_SET wherever a Boolean is needed",
    ),
    row("a message that is NOT_SET or empty", "is not sent", "open"),
    row("the index of a loop", "starts at 0", "published flows use it as the index of a list"),
    row("a task whose actions run out", "leaves by `default`", "open"),
    row("`jumpToTask` out of a called task", "forgets the callers", "a jump is documented not to return"),
    row(
        "running off the end of a state",
        "is an ending of its own, `end_of_state`",
        "the editor wants a closing action; every published message flow has one",
    ),
    row(
        "the exit reason of a bot whose stub names none",
        "`TriggeredByFlow`",
        "one of the two that the vendor's page names",
    ),
    row(
        "a bot that fails",
        "the call leaves by its `failure` output where the flow has one, else it is a run-time error",
        "open",
    ),
    row("the exit reason of a bot whose error handling exits", "`Error`", "the list of reasons is not public"),
    row(
        "a schedule group that is NOT_SET",
        "open, unless the emergency group is on",
        "published flows give only an emergency group there; nothing says that it is closed",
    ),
    row("time-out of a data action that gives none", "one minute", "what every exported flow writes"),
    row(
        "the customer's silence",
        "the platform closes the conversation after 72 hours",
        "the vendor's page on waiting for input",
    ),
    row(
        "limits",
        "10,000 actions, then 1,000 for the error handling, then a silent disconnect",
        "the vendor's resource centre, article 20587",
    ),
    row("error type of a failed transfer", "`transferFailed`", "open"),
    row(
        "an emergency group that the world does not list",
        "is off",
        "an emergency is what one says, not what one forgets",
    ),
    row(
        "a schedule group",
        "emergency wins over holiday, holiday over closed, closed over open; outside all schedules it is closed (`src/flow/world/evaluate.rs`)",
        "the vendor's description of schedule groups; the output names are those of its scripting SDK",
    ),
    row("hours of a schedule", "begin inclusive, end exclusive", "open"),
    row("a switch", "the first case that is true, or equal as by `==`; letter case counts", "open for letter case"),
    row("`Flow.IsTest`", "false", "it is true in Architect's own debug mode; our runs stand for real conversations"),
    row("the version of a flow file", "`1.0`", "a file has none; a published flow's first is 1.0"),
    row(
        "queues, skills, users and groups that a flow names literally",
        "exist in the world, also where it does not list them",
        "Architect would not publish the flow otherwise",
    ),
    row(
        "schedules and emergency groups that a flow names",
        "must be listed; a missing one is told by `check`",
        "nothing says when they are open",
    ),
    row("an org without any queue", "gets one, `Default Queue`", "the tutorial's second step needs an id"),
    row(
        "a placeholder without a value in the code of an expression",
        "a name that is not known: loading warns, reading it is a run-time error",
        "a published workflow names a property so",
    ),
    row(
        "a variable that is written and declared nowhere",
        "is made, with the type of the statement that writes it; a warning, but for the first task of older in-queue flows and for names that resemble a declared one, which are mistakes",
        "published flows of the vendor's blueprints are deployed so through Archy",
    ),
];

const BOTS: &[Decision] = &[
    row(
        "an output that a question may switch on (`maxNoInputs`, `maxNoMatches`, `noIntent`, `knowledge`) and that the file does not mention",
        "is off",
        "two exports of one bot: what is off in the older one is not in its YAML; newer YAML writes `enabled: false`",
    ),
    row(
        "a question that is answered too often by what is no answer, without an output for it",
        "the words of the recognition failure, then its handling; the second time the bot exits whatever is set",
        "the vendor's page on event handling",
    ),
    row(
        "how often a question is asked again",
        "the number is of retries: one more answer than that gives it up; reprompts of its own count instead; 3 where nothing is set",
        "the settings' names on the vendor's page; every published bot says 3",
    ),
    row(
        "what is said when a question is asked again",
        "one message: the apology, then the action's own words, else the question; after silence a digital bot repeats the question",
        "the vendor's pages on the ask actions, which say that the two are combined",
    ),
    row(
        "how long a bot waits for an answer",
        "as its setting says, in digital bots and others alike, and never more than 72 hours",
        "open for bots of every channel that a message flow calls",
    ),
    row(
        "silence up to the limit in a digital bot without an output for it",
        "its end-of-session message, then the conversation is closed",
        "the words of that message in published bots",
    ),
    row("a slot that is filled", "is not asked for", "published bots clear slots before they ask again"),
    row(
        "what a text means to a bot",
        "the first row of `stubs: understanding:` that fits; else a training phrase word for word, with any words in place of a slot's example; else nothing. Letter case, white space and punctuation around words do not count. Confidence and the confirmations that it asks for are not modelled",
        "no public model; the training phrases are in the bot's file",
    ),
    row(
        "the value of a slot in a text",
        "by its type: a pattern finds it, a list names it by value or synonym, numbers as a word of their own in digits, dates as year-month-day, times on the clock; any text where the type is free",
        "the types are in the bot's file; other forms are a row of the table",
    ),
    row("yes and no", "a few words for each, or the intents `yes` and `no` of a table", "open"),
    row(
        "an intent with a task, heard where another answer was wanted",
        "a digital bot goes on in that task and forgets what was under way",
        "digital bots tie intents to tasks; open when",
    ),
    row(
        "a question to the knowledge base in a digital bot",
        "the answer is said; the bot goes on in the knowledge path's task where the settings have one, else asks again",
        "the settings' names; open in its details",
    ),
    row(
        "a choice of a digital menu",
        "is taken by its label or by what it sends; its path is the one of that name, else the one at its place",
        "published menus name paths after what the buttons send",
    ),
    row(
        "the text that the caller passes to a bot",
        "is heard by the first question, which is then not said",
        "the vendor's page: it is processed with the first Ask action",
    ),
    row("the message that starts a bot that is run alone", "counts as such a text", "ours"),
    row(
        "the exit reason of a bot that gave up a question",
        "`RecognitionFailure`",
        "the list of reasons is not public",
    ),
    row("a bot whose actions run out", "goes back to its caller as if it had exited", "open"),
    row(
        "the words before a bot's error handling",
        "are said, then it is handled",
        "the vendor's page on event handling",
    ),
    row(
        "`loopAnythingElse`",
        "asks before each round, the first among them; yes is a round, and so is an intent, no goes on behind it; its index starts at 0",
        "the vendor's page: it loops until the flow no longer gets an affirmative reply; its scripting SDK has the index, the way out of the loop and those of every question; the rest is open",
    ),
    row(
        "its JSON class",
        "`AskForNLUNextIntentAction`, whose first way out is the loop",
        "the default settings of published bots have that class where their Archy files have `loopAnythingElse`; a public reader of exports draws the way out so; no public export uses one",
    ),
    row(
        "a row of the table against yes, no and the choices that are offered",
        "a row that is for the words decides alone; the row for all others (`otherwise`) lets yes, no and the choices count, and puts the bot's phrases and slot types aside",
        "ours",
    ),
    row(
        "slots that words name beside an answer, or without being one",
        "are filled all the same",
        "slots are filled from any utterance, says the vendor's page on slots; open where the answer itself is none",
    ),
    row(
        "the intent that the caller gets",
        "the last one heard, also when a later question was given up",
        "the vendor's page: the intent that the flow detects",
    ),
    row(
        "a person who is wanted",
        "is offered at every question and confirmation, if `enableAgentEscalation` is on; without words for a confirmation one is called at once; to decline is no rejection of an answer",
        "the settings' names; open in its details",
    ),
    row("`Session.LastKnowledgeAnswer`", "outlives the bot", "open"),
    row(
        "the words with which a bot confirms an intent",
        "are never said; `flow show` names them as not modelled",
        "open; the settings beside them (`confirmationLowConfidenceThreshold`) suggest that confidence decides, which is not modelled",
    ),
    row(
        "silence of 72 hours while a bot waits",
        "closes the conversation, whatever the bot has set",
        "the vendor's page on waiting for input",
    ),
    row("waiting for a customer", "counts as an action", "ours: a bot that asks for ever meets the limit of actions"),
    row(
        "an error that a called flow has handled",
        "does not count against its caller, which gets its own limits back",
        "open",
    ),
    row(
        "outputs of an executed bot or module",
        "are its variables with `isOutput: true`",
        "what the editor lets a caller bind",
    ),
    row(
        "`setIntent`, `clearActiveIntent`",
        "the intent that the bot comes back with; NOT_SET is a run-time error",
        "the vendor's scripting SDK has the one parameter, `intent`; no public flow uses them",
    ),
];

const BESIDES: &[Decision] = &[
    row(
        "`getConversationData`, `setConversationData` with the id of the conversation that runs",
        "read and write the customer's attributes",
        "the vendor's pages: the same store",
    ),
    row(
        "the same with another id",
        "a conversation of `world: conversations`; any id where a world lists none and the flow runs alone; else `notFound` and `failure`",
        "the pages name the outputs; which conversations there are is ours",
    ),
    row("the same with an id that is NOT_SET", "`notFound`, and `failure`", "there is no such conversation"),
    row("the participant in them", "is noted; only the customer has attributes here", "the facts: one participant"),
    row(
        "the conversation of a workflow",
        "the id that its input `Flow.conversationId` is given; an input of that name that is given nothing gets the conversation's id",
        "triggers hand over the fields of their event by name; published workflows name it so",
    ),
    row(
        "a look-up (`findUser`, `findSkill`…) of NOT_SET",
        "is not found",
        "the vendor's page on schedule groups says so; open for the rest",
    ),
    row(
        "names in look-ups",
        "exact; schedule groups in any letter case; users by e-mail address in any letter case, or by name",
        "the vendor's pages; by name is ours",
    ),
    row("a result that is not found", "is not written", "the vendor's pages"),
    row(
        "`searchExternalContacts`",
        "a contact matches by a whole field, letter case aside; telephone numbers by their digits, unless the term stands in quotation marks",
        "the vendor's page names what is searched for, and the quotation marks; how much must match is open",
    ),
    row(
        "flow outcomes",
        "an outcome that is begun and not set has failed when the flow ends; begun again it has no result",
        "the vendor's page",
    ),
    row(
        "milestones and outcomes that analytics leaves out (beyond 20 an outcome and 100 a flow)",
        "are kept",
        "they are left out of reports only",
    ),
    row(
        "`sendNotification`, `createCallback`, `setWrapupCode`, utilization labels, `disconnectWorkitem`, `updateWorkitem`, `terminateWorkitem`, surveys",
        "are noted and succeed; `world: failing_actions` makes one fail",
        "nobody is told or called here",
    ),
    row("`completeSurveyInvite`, `abortSurveyInvite`", "end the flow", "nothing stands behind one in a published flow"),
    row(
        "a canned response",
        "its text with `{{name}}` replaced by the value of that name, in one pass: names in a value stay",
        "the vendor's page on the action; the form of names is that of its substitutions",
    ),
    row("the error type of an action that is made to fail", "`actionFailed`", "open"),
    row(
        "`Survey.Url`, `Workitem.Workitem`, `Workitem.EventType` where nothing is given",
        "an address that does not exist; a work item whose status has no name; NOT_SET",
        "ours; `--var` gives others",
    ),
    row(
        "a recurrence",
        "parts of RFC 5545 that give whole days; `UNTIL` on the schedule's own clock, also with a `Z`; the clock on the wall counts over a change of the clocks",
        "the platform stores local times with a rule; the rest is open",
    ),
    row(
        "the first day of a recurrence that the rule does not give",
        "counts, and is the first of a `COUNT`",
        "RFC 5545 says that the start is the first instance and that `COUNT` counts it; it leaves open what a start out of step with its rule means",
    ),
    row("several days on end", "a schedule is active in each time that has begun and not ended", "RFC 5545"),
];

const EXPORTS: &[Decision] = &[
    row(
        "JSON keys of kinds that no public export shows (`ChangeState`, `FindQueue`, `EvaluateSchedule`, `CallCommonModule`, `CallDigitalBotFlow`, `SetLocale`), and the chooser of `DigitalMenu`, whose paths and `selection` are shown",
        "read by analogy with the kinds that are shown, all in `src/flow/export/kind.rs`",
        "open",
    ),
    row("the last part (`F`) of a duration literal", "milliseconds", "the form `P0D0H0M8S0F` of published waits"),
    row(
        "an empty literal",
        "of a String is the empty text, else NOT_SET",
        "the editor's own mode says literal, and only texts can be empty",
    ),
    row(
        "the start container of common modules and in-queue flows",
        "is called `Startup Task`, as in YAML",
        "so that both forms are one model",
    ),
    row(
        "a value of an export that cannot be read, or names what is not declared",
        "a warning where the export carries trees; a run-time error where the flow reaches it",
        "Architect made the tree, so it accepted the text",
    ),
    row(
        "a value without `uiMetaData`",
        "the leaf of its `config` tells whether it is a literal or empty; else an expression",
        "the trees of published exports",
    ),
];

const LINTS: &[Decision] = &[
    row(
        "actions that run out",
        "are a dead end only in message flows; a last transfer without a `failure` branch counts as an ending",
        "every published message flow ends so",
    ),
    row(
        "a kind that cannot be executed here",
        "may go on and may end the flow, so it neither hides nor makes a dead end",
        "nothing is known of it",
    ),
];
