//! The flow itself: that it is there, of the right type, published, and has the actions of the file. Must not know deployments.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::exam::{Exam, Looked, Of};
use super::permissions::FLOW_VIEW;
use super::touched::listed;
use super::{Check, Subject};
use crate::wire::platform::Flow;

/// The type that a deployment may lead to (facts: genesys-api.md section 3).
const MESSAGE_FLOW: &str = "inboundshortmessage";

/// How deep a configuration is looked into; Architect nests far less.
const DEPTH: usize = 64;

/// What hangs on the flow.
const BEHIND: &[Check] = &[Check::FlowType, Check::Published];

impl Exam<'_> {
    /// Looks at the flow of that id.
    pub async fn flow(&mut self, subject: &Subject, id: Option<&str>) -> Option<Flow> {
        let of = Of(Check::Flow, Some(&subject.key));
        let Some(id) = id else {
            self.not(of, "neither flowproof.yaml nor the deployment says its id");
            self.behind_flow(subject, "the flow's id is not known");
            return None;
        };
        let read = self.sandbox.client.flow(id).await;
        let flow = match self.looked(FLOW_VIEW, read) {
            Looked::Found(flow) => flow,
            Looked::Missing => {
                let help = format!(
                    "check `flow_id` of flow `{}` in flowproof.yaml: Architect shows it in the address of the flow's page",
                    subject.key
                );
                self.wrong(of, format!("the org has no flow `{id}`"), [help.as_str(), "or the role's divisions do not hold the flow's: Admin > Integrations > OAuth > the client > Roles"]);
                self.behind_flow(subject, "the flow does not exist");
                return None;
            }
            Looked::Not(why) => {
                self.not(of, why);
                self.behind_flow(subject, "the flow was not read");
                return None;
            }
        };
        self.ok(of, format!("`{}`", flow.name));
        self.kind(subject, &flow);
        self.published(subject, &flow);
        Some(flow)
    }

    /// Looks for the file's actions in what is published.
    pub async fn actions(&mut self, subject: &Subject, flow: Option<&Flow>) {
        let of = Of(Check::Actions, Some(&subject.key));
        let Some(flow) = flow.filter(|flow| flow.published_version.is_some()) else {
            return self.not(of, "nothing that is published was read");
        };
        let read = self.sandbox.client.latest_configuration(&flow.id).await;
        let configuration = match self.looked(FLOW_VIEW, read) {
            Looked::Found(configuration) => configuration,
            Looked::Missing => return self.not(of, "the org gives no configuration of the flow"),
            Looked::Not(why) => return self.not(of, why),
        };
        let mut names = HashSet::new();
        action_names(&configuration, DEPTH, &mut names);
        if names.is_empty() {
            return self.not(of, "the flow's configuration names no actions");
        }
        let missing: Vec<String> = subject
            .actions
            .iter()
            .filter(|name| !names.contains(name.as_str()))
            .map(|name| format!("`{name}`"))
            .collect();
        if missing.is_empty() {
            return self.ok(of, "the published flow has all actions of the file");
        }
        self.warn(
            of,
            format!("the published flow has no {}: it is not the file's", listed(&missing)),
            ["publish the file's flow in Architect, or export the published one over the file"],
        );
    }

    fn behind_flow(&mut self, subject: &Subject, why: &str) {
        for check in BEHIND {
            self.not(Of(*check, Some(&subject.key)), why);
        }
    }

    fn kind(&mut self, subject: &Subject, flow: &Flow) {
        let of = Of(Check::FlowType, Some(&subject.key));
        match flow.kind.as_deref() {
            None => self.not(of, "the org does not say its type"),
            Some(kind) if kind.eq_ignore_ascii_case(MESSAGE_FLOW) => self.ok(of, "it is an inbound message flow"),
            Some(kind) => self.wrong(
                of,
                format!(
                    "it is of type `{}`, and guests of web messaging meet inbound message flows only",
                    kind.to_lowercase()
                ),
                ["name the id of an inbound message flow: Architect > Inbound Message"],
            ),
        }
    }

    fn published(&mut self, subject: &Subject, flow: &Flow) {
        let of = Of(Check::Published, Some(&subject.key));
        match &flow.published_version {
            Some(version) => self.ok(of, format!("version {}", version.id)),
            None => self.wrong(of, "nothing of it is published", ["publish it: Architect > the flow > Publish"]),
        }
    }
}

/// The names of all that Architect numbers: its actions.
fn action_names<'a>(value: &'a Json, depth: usize, names: &mut HashSet<&'a str>) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    match value {
        Json::Object(fields) => {
            if fields.contains_key("trackingId")
                && let Some(name) = fields.get("name").and_then(Json::as_str)
            {
                names.insert(name);
            }
            fields.values().for_each(|field| action_names(field, deeper, names));
        }
        Json::Array(items) => items.iter().for_each(|item| action_names(item, deeper, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_has_a_number_is_an_action() {
        let configuration = json!({ "name": "Flow", "flowSequenceItemList": [
            { "name": "Main", "actionList": [ { "name": "Gold?", "trackingId": 1, "paths": [{ "name": "Yes" }] } ] },
        ] });
        let mut names = HashSet::new();
        action_names(&configuration, DEPTH, &mut names);
        assert_eq!(names, HashSet::from(["Gold?"]));
    }
}
