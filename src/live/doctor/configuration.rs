//! What a deployment lets its guests do: its published configuration, and the origins that it lets in. Must not know flows.

use super::access::lets_in;
use super::exam::{Exam, Looked, Of};
use super::permissions::CONFIGURATION_VIEW;
use super::{Check, Subject};
use crate::wire::platform::{Configuration, ConversationApp, Deployment};

/// The version of what is not published.
const DRAFT: &str = "draft";

/// Where the product shows configurations.
const PLACE: &str = "Admin > Message > Messenger Configurations";

/// What a configuration says.
const WITHIN: &[Check] = &[Check::Messenger, Check::Disconnect, Check::Clear];

impl Exam<'_> {
    /// Looks at the configuration of one flow's deployment.
    pub async fn configuration(&mut self, subject: &Subject, deployment: &Deployment) {
        let of = Of(Check::Configuration, Some(&subject.key));
        let named = &deployment.configuration;
        let name = named.name.as_deref().unwrap_or(&named.id);
        let publish = format!("publish `{name}` under {PLACE}, and choose the published version in the deployment");
        let Some(version) = named.version.as_deref().filter(|version| *version != DRAFT) else {
            self.wrong(of, format!("the deployment uses a draft of `{name}`"), [publish.as_str()]);
            return self.within(subject, "the configuration is not published");
        };
        let read = self.sandbox.client.configuration(&named.id, version).await;
        match self.looked(CONFIGURATION_VIEW, read) {
            Looked::Found(configuration) => {
                self.ok(of, format!("`{name}`, version {version}"));
                self.switches(subject, &configuration);
            }
            Looked::Missing => {
                self.wrong(of, format!("version {version} of `{name}` does not exist"), [publish.as_str()]);
                self.within(subject, "the configuration is not published");
            }
            Looked::Not(why) => {
                self.not(of, why);
                self.within(subject, "the configuration was not read");
            }
        }
    }

    /// Looks at the origins that the deployment lets in. Gives the one that guests come with.
    pub fn origin(&mut self, subject: &Subject, deployment: &Deployment) -> bool {
        let of = Of(Check::Origin, Some(&subject.key));
        let origin = self.sandbox.origin();
        if lets_in(deployment, &origin) {
            self.ok(of, format!("guests of `{origin}` are let in"));
            return true;
        }
        let domains = deployment.allowed_domains.join(", ");
        self.wrong(
            of,
            format!("guests come from `{origin}`, and the deployment lets in only {domains}"),
            [
                "set `live: { origin: https://… }` in flowproof.yaml to a page of one of those domains",
                "or add the domain in Admin > Message > Messenger Deployments > the deployment > Restrict domain access",
            ],
        );
        false
    }

    fn within(&mut self, subject: &Subject, why: &str) {
        for check in WITHIN {
            self.not(Of(*check, Some(&subject.key)), why);
        }
    }

    fn switches(&mut self, subject: &Subject, configuration: &Configuration) {
        let key = Some(subject.key.as_str());
        let messenger = configuration.messenger.as_ref();
        let app = messenger.and_then(|one| one.apps.as_ref()).and_then(|apps| apps.conversations.as_ref());
        let on = messenger.is_some_and(|one| one.enabled) && app.is_some_and(|app| app.enabled);
        if !on {
            let help = format!(
                "switch on the messenger and, under Apps, Conversations: {PLACE} > the configuration; then publish it"
            );
            self.wrong(Of(Check::Messenger, key), "messenger or conversations are off", [help.as_str()]);
            self.not(Of(Check::Disconnect, key), "conversations are off");
            return self.not(Of(Check::Clear, key), "conversations are off");
        }
        self.ok(Of(Check::Messenger, key), "messenger and conversations are on");
        self.disconnect(subject, app);
        let clear = app.and_then(|app| app.conversation_clear).is_some_and(|clear| clear.enabled);
        if clear {
            self.ok(Of(Check::Clear, key), "guests may end a conversation");
        } else {
            let help = format!(
                "switch on Clear Conversation in {PLACE} > the configuration > Apps > Conversations; then publish it and choose that version in the deployment"
            );
            self.warn(
                Of(Check::Clear, key),
                "guests may not end a conversation (conversationClear is off): what a run begins is ended by the API alone",
                [help.as_str()],
            );
        }
    }

    fn disconnect(&mut self, subject: &Subject, app: Option<&ConversationApp>) {
        let of = Of(Check::Disconnect, Some(&subject.key));
        let disconnect = app.and_then(|app| app.conversation_disconnect.as_ref()).filter(|one| one.enabled);
        match disconnect {
            Some(one) => {
                let kind = one.kind.as_deref().unwrap_or("Send");
                self.ok(of, format!("guests are told when a conversation ends ({kind})"));
            }
            None => {
                let help = format!(
                    "switch on Conversation Disconnect in {PLACE} > the configuration > Apps > Conversations; then publish it and choose that version in the deployment"
                );
                self.wrong(
                    of,
                    "guests are not told when a conversation ends (conversationDisconnect is off), so that each case waits for its time-out",
                    [help.as_str()],
                );
            }
        }
    }
}
