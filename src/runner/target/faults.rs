//! Faults as a scenario writes them, as the fake takes them.

use crate::fake::{
    DisconnectShown, Endpoint, Fault as OrgFault, FaultAction as OrgAction, GuestFault, GuestFaultAction, GuestStep,
    Lags, Tenant, TenantOptions,
};
use crate::scenario::model::{Fault, FaultAction, FaultPoint, GuestTrouble, Lag, OrgSetting, RunStep};

/// A frame of this many bytes is `oversized`: twice what our client reads.
const OVERSIZED_BYTES: usize = 2 * 1024 * 1024;

/// The words of a refusal that a scenario gives none; no org says them, so that nobody takes them for one's own.
const SCRIPTED_WORDS: &str = "refused by a fault of the scenario";

/// Sets up what goes wrong on purpose.
pub(super) fn apply(faults: &[Fault], options: &mut TenantOptions) {
    for fault in faults {
        match &fault.action {
            FaultAction::Lacks(scope) => options.lacks.push(scope.value.clone()),
            FaultAction::WrongCredentials => options.wrong_credentials = true,
            FaultAction::TokenLifetime(lifetime) => options.token_lifetime = *lifetime,
            FaultAction::Strict => options.strict = true,
            FaultAction::RateLimit(limit) => options.rate_limit = Some(*limit),
            FaultAction::Lag(lag) => be_late(lag, &mut options.lags),
            FaultAction::Without(setting) => turn_off(*setting, options),
            FaultAction::Guest { at, times, after, what } => {
                // The reader takes no step here but one of a guest, so none is lost.
                let Some(at) = guest_step(*at) else { continue };
                options.guest_faults.push(GuestFault { at, times: *times, after: *after, action: guest_action(what) });
            }
            answer @ FaultAction::Answer { at, times, after, .. } => {
                let name = match at {
                    FaultPoint::Step(step) => step.word(),
                    FaultPoint::Endpoint(endpoint) => endpoint.as_str(),
                };
                // `check` refuses a scenario whose endpoint does not exist, so none is lost here.
                let Ok(at) = name.parse::<Endpoint>() else { continue };
                for action in actions(answer) {
                    options.faults.push(OrgFault { at, times: *times, after: *after, action });
                }
            }
        }
    }
}

fn actions(answer: &FaultAction) -> Vec<OrgAction> {
    let FaultAction::Answer { status, retry_after, delay, malformed, reset, truncated, silent, .. } = answer else {
        return Vec::new();
    };
    let mut actions = Vec::new();
    if let Some(delay) = delay {
        actions.push(OrgAction::Delay(*delay));
    }
    if let Some(status) = status {
        actions.push(OrgAction::Status { status: *status, code: None, retry_after: *retry_after, body: None });
    }
    let flags = [
        (*malformed, OrgAction::MalformedBody),
        (*reset, OrgAction::Reset),
        (*truncated, OrgAction::Truncate),
        (*silent, OrgAction::NoAnswer),
    ];
    actions.extend(flags.into_iter().filter(|(set, _)| *set).map(|(_, action)| action));
    actions
}

fn guest_step(step: RunStep) -> Option<GuestStep> {
    match step {
        RunStep::Connect => Some(GuestStep::Connect),
        RunStep::Configure => Some(GuestStep::Configure),
        RunStep::Join => Some(GuestStep::Join),
        RunStep::Message => Some(GuestStep::Message),
        RunStep::Attach => Some(GuestStep::Attach),
        RunStep::End => Some(GuestStep::Clear),
        RunStep::Leave => Some(GuestStep::Leave),
        _ => None,
    }
}

fn guest_action(trouble: &GuestTrouble) -> GuestFaultAction {
    match trouble {
        GuestTrouble::Close(code) => GuestFaultAction::Close(*code),
        GuestTrouble::Silent => GuestFaultAction::NoAnswer,
        GuestTrouble::Error { code, says } => {
            let text = says.clone().unwrap_or_else(|| SCRIPTED_WORDS.to_owned());
            GuestFaultAction::Error { code: *code, text }
        }
        GuestTrouble::RateLimited(retry_after) => GuestFaultAction::RateLimited { retry_after: *retry_after },
        GuestTrouble::Expired => GuestFaultAction::Expire,
        GuestTrouble::UnknownClass => GuestFaultAction::UnknownClass,
        GuestTrouble::Duplicate => GuestFaultAction::Duplicate,
        GuestTrouble::OutOfOrder => GuestFaultAction::OutOfOrder,
        GuestTrouble::Oversized => GuestFaultAction::Oversized(OVERSIZED_BYTES),
        GuestTrouble::Malformed => GuestFaultAction::Malformed,
        GuestTrouble::Delay(time) => GuestFaultAction::Delay(*time),
        GuestTrouble::Refused(status) => GuestFaultAction::Refuse(*status),
    }
}

/// What a scenario does not name stays as it is, so that several entries add up.
fn be_late(lag: &Lag, lags: &mut Lags) {
    lags.message = lag.message.unwrap_or(lags.message);
    lags.attributes = lag.attributes.unwrap_or(lags.attributes);
    lags.execution_data = lag.execution.unwrap_or(lags.execution_data);
}

fn turn_off(setting: OrgSetting, options: &mut TenantOptions) {
    match setting {
        OrgSetting::ExecutionData => options.execution_data.enabled = false,
        OrgSetting::Names => options.execution_data.names = false,
        OrgSetting::Disconnect => options.guest.disconnect_shown = DisconnectShown::Off,
        OrgSetting::Clear => options.guest.clear_allowed = false,
    }
}

/// The faults that did not strike as often as they should, in words.
pub(super) fn unused(tenant: &Tenant) -> Vec<String> {
    let word = |at: GuestStep| RunStep::WORDS.iter().find(|(_, step)| guest_step(*step) == Some(at));
    let guests =
        tenant.guest_faults_left().into_iter().filter_map(|fault| word(fault.at)).map(|(word, _)| (*word).to_owned());
    let answers = tenant.faults_left().into_iter().map(|fault| fault.at.to_string());
    answers.chain(guests).map(|at| format!("the fault at `{at}` did not strike as often as it should")).collect()
}

/// Whether a fault is about tokens, so that the case must ask for its own.
pub(super) fn concern_tokens(faults: &[Fault]) -> bool {
    faults.iter().any(|fault| match &fault.action {
        FaultAction::WrongCredentials | FaultAction::TokenLifetime(_) => true,
        FaultAction::Answer { at: FaultPoint::Step(step), .. } => *step == RunStep::Token,
        FaultAction::Answer { at: FaultPoint::Endpoint(endpoint), .. } => endpoint.contains("/oauth/token"),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::diagnostic::{Place, SourceFile};

    fn options(actions: Vec<FaultAction>) -> TenantOptions {
        let place = Place::new(&SourceFile::new("s.yaml", ""), 0..0);
        let faults: Vec<Fault> = actions.into_iter().map(|action| Fault { action, place: place.clone() }).collect();
        let mut options = TenantOptions::default();
        apply(&faults, &mut options);
        options
    }

    #[test]
    fn a_guest_s_fault_strikes_at_its_step() {
        let refused = GuestTrouble::Error { code: 4_013, says: Some("too large".to_owned()) };
        let options = options(vec![
            FaultAction::Guest { at: RunStep::Message, times: Some(1), after: 2, what: refused },
            FaultAction::Guest { at: RunStep::End, times: None, after: 0, what: GuestTrouble::Close(1_011) },
        ]);
        let refused = GuestFaultAction::Error { code: 4_013, text: "too large".to_owned() };
        let expected = [
            GuestFault { at: GuestStep::Message, times: Some(1), after: 2, action: refused },
            GuestFault { at: GuestStep::Clear, times: None, after: 0, action: GuestFaultAction::Close(1_011) },
        ];
        assert_eq!(options.guest_faults, expected);
        assert!(options.faults.is_empty());
    }

    #[test]
    fn each_step_of_a_guest_is_one_of_the_fake_s() {
        for (word, step) in RunStep::WORDS {
            assert_eq!(guest_step(*step).is_some(), step.is_of_guest(), "{word}");
        }
    }

    #[test]
    fn entries_of_lags_add_up() {
        let late = |message, execution| FaultAction::Lag(Lag { message, attributes: None, execution });
        let [two, thirty] = [2, 30].map(Duration::from_secs);
        let lags = options(vec![late(Some(two), None), late(None, Some(thirty))]).lags;
        assert_eq!(lags, Lags { message: two, execution_data: thirty, ..Lags::default() });
    }

    #[test]
    fn settings_are_turned_off_one_by_one() {
        let off = |setting| options(vec![FaultAction::Without(setting)]);
        assert!(!off(OrgSetting::ExecutionData).execution_data.enabled);
        let names = off(OrgSetting::Names).execution_data;
        assert!(names.enabled && !names.names);
        assert_eq!(off(OrgSetting::Disconnect).guest.disconnect_shown, DisconnectShown::Off);
        assert!(!off(OrgSetting::Clear).guest.clear_allowed);
    }
}
