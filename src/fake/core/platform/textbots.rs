//! `/api/v2/textbots/botflows/sessions`: a bot flow driven alone, turn by turn (facts: genesys-api.md 6.6).
//!
//! Decisions: the first turn starts the bot, with the customer's words where it brings some; `NoInput` is silence up to the end of the bot's
//! patience; `flowLocation` is left out.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::flows;
use super::outcomes::id_of;
use crate::fake::core::errors::ApiError;
use crate::fake::core::execution::HANDED_TO;
use crate::fake::core::handle::Call;
use crate::fake::core::ids::Kind;
use crate::fake::core::json;
use crate::fake::core::request::Response;
use crate::fake::core::routes::{Needs, Route, route};
use crate::fake::core::tenant::TenantCore;
use crate::flow::Program;
use crate::flow::host::{Outcome, Session, SessionStart, start_value};
use crate::trace::{Ending, OutcomeValue, Speaker};

const EXECUTE: Needs = Needs::any(&["textbots:botFlowSession:execute"]);

/// What an error calls it.
const ENTITY: &str = "bot flow session";

/// Reasons to exit that a flow may give; any other is the flow's own and means that the flow exited.
const EXIT_REASONS: [&str; 5] = ["TriggeredByUser", "AgentRequestedByUser", BY_FLOW, "Error", "RecognitionFailure"];

const BY_FLOW: &str = "TriggeredByFlow";

/// The endpoints.
pub static ROUTES: &[Route] = &[
    route("POST", "/api/v2/textbots/botflows/sessions", EXECUTE, launch),
    route("POST", "/api/v2/textbots/botflows/sessions/{sessionId}/turns", EXECUTE, turn),
];

/// A bot flow that is driven alone.
#[derive(Debug)]
pub struct BotSession {
    program: Arc<Program>,
    start: SessionStart,
    language: String,
    /// None before its first turn.
    session: Option<Session>,
    /// Lines of its transcript that were told.
    told: usize,
    turn: Option<Arc<str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Launch {
    flow: Named,
    /// Asked for by the vendor's schema, and of no effect here.
    #[serde(rename = "externalSessionId")]
    _external_session_id: String,
    #[serde(rename = "channel")]
    _channel: Json,
    conversation_id: Option<String>,
    input_data: Option<InputData>,
    language: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Deserialize)]
struct InputData {
    variables: Map<String, Json>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Turn {
    previous_turn: Option<Named>,
    input_event_type: String,
    input_event_user_input: Option<UserInput>,
}

#[derive(Deserialize)]
struct UserInput {
    #[serde(default)]
    alternatives: Vec<Alternative>,
}

#[derive(Deserialize)]
struct Alternative {
    transcript: Transcript,
}

#[derive(Deserialize)]
struct Transcript {
    text: String,
}

/// What happens in a turn.
enum Input {
    Nothing,
    Words(String),
    Silence,
    Left,
    Expired,
}

/// Makes a session; 400 for a flow that is no bot, or an input that it does not have.
fn launch(call: &Call<'_>) -> Result<Response, ApiError> {
    let launch: Launch = json::read(call.request)?;
    let published = flows::find(call.tenant, &launch.flow.id)?;
    let programs = &call.tenant.options.flows;
    let program = programs.iter().find(|program| std::ptr::eq(program.entry(), published.flow));
    let program = program.filter(|program| program.entry().is_bot()).ok_or_else(|| {
        let message = format!("The flow `{}` is no bot flow that is published by itself.", published.flow.name);
        ApiError::invalid_value("flow.id", message)
    })?;
    let mut start = SessionStart { level: call.tenant.options.level, ..SessionStart::default() };
    start.conversation_id = launch.conversation_id.as_deref().map(Arc::from);
    for (name, value) in launch.input_data.map(|data| data.variables).unwrap_or_default() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let value = start_value(program, &call.tenant.options.world, &name, &text);
        let value = value.map_err(|error| ApiError::invalid_value("inputData.variables", error.message))?;
        start.variables.push((name.into(), value));
    }
    let language = launch.language.unwrap_or_else(|| program.entry().default_language.to_string());
    let program = Arc::clone(program);
    let session = BotSession { program, start, language, session: None, told: 0, turn: None };
    let mut state = call.tenant.lock();
    let id = state.ids.next(Kind::BotSession);
    let response = json::answer(200, &json!({ "id": &*id }));
    state.bot_sessions.insert(id, session);
    Ok(response)
}

/// One turn; 400 for one that does not follow the last.
fn turn(call: &Call<'_>) -> Result<Response, ApiError> {
    let asked: Turn = json::read(call.request)?;
    let input = asked.input()?;
    let mut state = call.tenant.lock();
    let now = state.moment(call.tenant).here;
    let id = state.ids.next(Kind::BotTurn);
    let bot = state.bot_sessions.get_mut(call.id()).ok_or_else(|| ApiError::not_found(ENTITY, call.id()))?;
    let previous = bot.turn.clone();
    if asked.previous_turn.as_ref().map(|turn| turn.id.as_str()) != previous.as_deref() {
        let message = "`previousTurn` must be the session's last turn, and missing in the first.";
        return Err(ApiError::invalid_value("previousTurn", message));
    }
    bot.turn = Some(Arc::clone(&id));
    let expired = matches!(input, Input::Expired);
    bot.go_on(call.tenant, input, now);
    let mut answer = Map::from_iter([("id".to_owned(), Json::from(&*id))]);
    answer.extend(previous.map(|previous| ("previousTurn".to_owned(), json!({ "id": &*previous }))));
    answer.insert("prompts".to_owned(), bot.prompts());
    answer.extend(bot.next_action(call.tenant, now, expired));
    Ok(json::answer(200, &answer))
}

impl Turn {
    fn input(&self) -> Result<Input, ApiError> {
        Ok(match self.input_event_type.as_str() {
            "NoOp" => Input::Nothing,
            "UserInput" => {
                let said = self.input_event_user_input.as_ref().and_then(|input| input.alternatives.first());
                let said = said.ok_or_else(|| {
                    ApiError::invalid_value(
                        "inputEventUserInput",
                        "`UserInput` needs an alternative with a transcript.",
                    )
                })?;
                Input::Words(said.transcript.text.clone())
            }
            "NoInput" => Input::Silence,
            "UserDisconnect" => Input::Left,
            "ClientSessionExpired" => Input::Expired,
            other => {
                let message = format!("The fake org takes no turn of type `{other}`.");
                return Err(ApiError::invalid_value("inputEventType", message));
            }
        })
    }
}

impl BotSession {
    /// Starts the bot, or goes on with it. What comes after its end has no effect.
    fn go_on(&mut self, tenant: &TenantCore, input: Input, now: Timestamp) {
        let Some(session) = &mut self.session else {
            if let Input::Words(text) = &input {
                self.start.message = Some(Arc::from(text.as_str()));
            }
            let (stubs, world) = (Arc::clone(&tenant.options.stubs), Arc::clone(&tenant.options.world));
            let mut session = Session::start(&self.program, self.start.clone(), stubs, world, now);
            if matches!(input, Input::Left | Input::Expired) {
                session.customer_leaves(now);
            }
            self.session = Some(session);
            return;
        };
        match input {
            Input::Nothing => session.pass_time(now),
            Input::Words(text) => session.customer_says(&text, &[], now),
            Input::Silence => session.pass_time(session.waiting().map_or(now, |waiting| waiting.until)),
            Input::Left | Input::Expired => session.customer_leaves(now),
        }
    }

    /// What the bot says since the last turn.
    fn prompts(&mut self) -> Json {
        let lines = self.session.as_ref().map(|session| session.lines_from(self.told)).unwrap_or_default();
        let said = lines.iter().filter(|line| line.speaker != Speaker::Customer);
        let segments: Vec<Json> = said
            .map(|line| {
                let replies: Vec<Json> = line
                    .choices
                    .iter()
                    .map(|one| {
                        let reply = json!({ "text": &*one.label, "payload": &*one.payload, "action": "Message" });
                        json!({ "contentType": "QuickReply", "quickReply": reply })
                    })
                    .collect();
                let kind = if replies.is_empty() { "Text" } else { "RichMedia" };
                json!({ "type": kind, "text": &*line.text, "content": replies })
            })
            .collect();
        self.told += lines.len();
        json!({ "outputLanguage": self.language, "textPrompts": { "segments": segments } })
    }

    /// `nextActionType` with what belongs to it.
    fn next_action(&self, tenant: &TenantCore, now: Timestamp, expired: bool) -> Map<String, Json> {
        let Some(session) = &self.session else { return action("NoOp", None) };
        if let Some(waiting) = session.waiting() {
            let patience = waiting.until.duration_since(now.max(session.now())).as_millis();
            let text = json!({ "languagePreferences": [self.language], "noInputTimeoutMilliseconds": i64::try_from(patience).unwrap_or(i64::MAX) });
            return action(
                "WaitForInput",
                Some(("nextActionWaitForInput", json!({ "modeConstraints": { "text": text } }))),
            );
        }
        let outcome = session.outcome();
        let (reason, more) = match &outcome.ending {
            Ending::Exited { reason } => return self.exit(tenant, session, &outcome, known_reason(reason), None),
            Ending::Failed(cause) if cause.handled_by != "disconnect" && !cause.handled_by.starts_with(HANDED_TO) => {
                return self.exit(tenant, session, &outcome, "Error", Some(&cause.message));
            }
            Ending::Failed(cause) => ("Error", Some(cause.message.clone())),
            Ending::Unsupported { kind, .. } => ("Error", Some(format!("`{kind}` cannot be executed here"))),
            Ending::Unstubbed { callee, .. } => ("Error", Some(format!("no stub answers {callee}"))),
            Ending::StepLimit => ("Error", Some("too many actions".to_owned())),
            Ending::CustomerLeft if expired => ("SessionExpired", None),
            Ending::CustomerLeft => ("TriggeredByUser", None),
            Ending::TimedOut => ("SessionExpired", None),
            Ending::EndOfState { .. } => return self.exit(tenant, session, &outcome, BY_FLOW, None),
            _ => (BY_FLOW, None),
        };
        let mut disconnect = json!({ "reason": reason, "flowOutcomes": outcomes(tenant, &outcome) });
        if let (Some(fields), Some(more)) = (disconnect.as_object_mut(), more) {
            fields.insert("reasonExtendedInfo".to_owned(), more.into());
        }
        action("Disconnect", Some(("nextActionDisconnect", disconnect)))
    }

    fn exit(
        &self,
        tenant: &TenantCore,
        session: &Session,
        outcome: &Outcome,
        reason: &str,
        more: Option<&str>,
    ) -> Map<String, Json> {
        let outputs = session.outputs();
        let mut exit = Map::from_iter([
            ("reason".to_owned(), Json::from(reason)),
            ("outputData".to_owned(), json!({ "variables": outputs })),
            ("flowOutcomes".to_owned(), outcomes(tenant, outcome)),
        ]);
        exit.extend(session.intent().map(|intent| ("activeIntent".to_owned(), Json::from(&**intent))));
        exit.extend(more.map(|more| ("reasonExtendedInfo".to_owned(), Json::from(more))));
        action("Exit", Some(("nextActionExit", exit.into())))
    }
}

fn action(kind: &str, details: Option<(&str, Json)>) -> Map<String, Json> {
    let mut action = Map::from_iter([("nextActionType".to_owned(), Json::from(kind))]);
    action.extend(details.map(|(name, details)| (name.to_owned(), details)));
    action
}

fn known_reason(reason: &str) -> &'static str {
    EXIT_REASONS.into_iter().find(|known| *known == reason).unwrap_or(BY_FLOW)
}

fn outcomes(tenant: &TenantCore, outcome: &Outcome) -> Json {
    let shown = outcome.deeds.outcomes.iter().map(|one| {
        let id = id_of(tenant, Kind::Outcome, &one.name);
        let mut shown = Map::from_iter([("outcomeId".to_owned(), Json::from(&*id))]);
        let value = one.value.map(|value| if value == OutcomeValue::Success { "SUCCESS" } else { "FAILURE" });
        shown.extend(value.map(|value| ("outcomeValue".to_owned(), value.into())));
        shown.extend(one.started.map(|at| ("dateStart".to_owned(), at.to_string().into())));
        shown.extend(one.ended.map(|at| ("dateEnd".to_owned(), at.to_string().into())));
        Json::Object(shown)
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::fake::core::exchange::{Answer, post, tenant};
    use crate::fake::core::tenant::TenantCore;
    use crate::fake::options::TenantOptions;
    use crate::flow::action::testing::Flow;

    const PATH: &str = "/api/v2/textbots/botflows/sessions";

    const BOT: &str = "
- communicate: { name: Hello, communication: { exp: 'If(IsSet(Flow.name), Flow.name, \"you\")' } }
- askForSlot:
    name: Which card
    slot: { name: Card }
    question: { exp: 'MakeCommunication(\"Which card?\")' }
    confirmationMode: { lit: never }
- exitBotFlow: { name: Done }";

    struct Bot {
        tenant: TenantCore,
        token: String,
    }

    impl Bot {
        fn new() -> Self {
            let variables = "    - stringVariable: { name: Flow.name, initialValue: { noValue: true }, isInput: true }
    - integerVariable: { name: Slot.Card, initialValue: { noValue: true }, isOutput: true }";
            let bot = Flow::digital_bot().flow_variables(variables).actions(BOT).program();
            let message = Flow::new().actions("- disconnect: { name: Bye }").program();
            let tenant = tenant(TenantOptions { flows: [bot, message].into(), ..TenantOptions::default() });
            let token = tenant.issue_token().access_token;
            Self { tenant, token }
        }

        fn launch(&self, flow: usize, variables: &Json) -> Answer {
            let channel = json!({ "name": "Messaging", "inputModes": ["Text"], "outputModes": ["Text"],
                "userAgent": { "name": "GenesysWebWidget" } });
            let body = json!({ "flow": { "id": &**self.tenant.options.flows[flow].id() }, "externalSessionId": "run-42",
                "channel": channel, "inputData": { "variables": variables } });
            post(&self.tenant, PATH, &self.token, &body)
        }

        fn turn(&self, session: &str, previous: Option<&str>, kind: &str, text: &str) -> Answer {
            let input = json!({ "mode": "Text", "alternatives": [{ "transcript": { "text": text } }] });
            let mut body = json!({ "inputEventType": kind, "inputEventUserInput": input });
            if let Some(previous) = previous {
                body["previousTurn"] = json!({ "id": previous });
            }
            post(&self.tenant, &format!("{PATH}/{session}/turns"), &self.token, &body)
        }
    }

    #[test]
    fn a_bot_talks_turn_by_turn_and_exits_with_its_outputs() {
        let bot = Bot::new();
        let session = bot.launch(0, &json!({ "Flow.name": "Ada" })).text("id").to_owned();
        let first = bot.turn(&session, None, "NoOp", "");
        assert_eq!(first.text("nextActionType"), "WaitForInput", "{}", first.body);
        let segments = &first.body["prompts"]["textPrompts"]["segments"];
        assert_eq!((&segments[0]["text"], &segments[1]["text"]), (&json!("Ada"), &json!("Which card?")));
        let last = bot.turn(&session, Some(first.text("id")), "UserInput", "it is 42");
        assert_eq!(last.text("nextActionType"), "Exit", "{}", last.body);
        assert_eq!(last.body["previousTurn"]["id"], first.text("id"));
        let exit = &last.body["nextActionExit"];
        assert_eq!(
            (&exit["reason"], &exit["outputData"]["variables"]["Slot.Card"]),
            (&json!("TriggeredByFlow"), &json!(42))
        );
    }

    #[test]
    fn a_customer_who_leaves_ends_it() {
        let bot = Bot::new();
        let session = bot.launch(0, &json!({})).text("id").to_owned();
        let first = bot.turn(&session, None, "NoOp", "");
        let last = bot.turn(&session, Some(first.text("id")), "UserDisconnect", "");
        assert_eq!(last.body["nextActionDisconnect"]["reason"], "TriggeredByUser", "{}", last.body);
    }

    #[test]
    fn what_does_not_follow_or_is_no_bot_is_refused() {
        let bot = Bot::new();
        bot.launch(1, &json!({})).refused(400, "invalid.value");
        bot.launch(0, &json!({ "Flow.nobody": "x" })).refused(400, "invalid.value");
        let session = bot.launch(0, &json!({})).text("id").to_owned();
        bot.turn(&session, Some("x"), "NoOp", "").refused(400, "invalid.value");
        bot.turn(&session, None, "RichMediaInput", "").refused(400, "invalid.value");
        bot.turn("x", None, "NoOp", "").refused(404, "not.found");
    }
}
