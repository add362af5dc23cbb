//! The schema of the part `live`. Must not know how it is put together with the others.

use serde_json::{Value as Json, json};

use crate::project::{LEDGER, LIVE_JOBS, MARKER, PROFILE, RATE};

/// The sandbox org.
pub(super) fn live() -> Json {
    json!({
        "description": "The sandbox org of `--target live`, and what may be touched there. Nothing is allowed that is not listed. Credentials come from the environment only.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "region": { "description": "The org's AWS region, domain or API URL. GENESYS_ENVIRONMENT beats it; there is no default org.", "type": ["string", "null"], "examples": ["eu-central-1", "mypurecloud.de"] },
            "allowed_orgs": { "description": "Ids of the orgs that may be touched.", "anyOf": [{ "$ref": "#/$defs/id" }, { "type": "array", "items": { "$ref": "#/$defs/id" } }] },
            "hosts": {
                "description": "Hosts besides those of the region that may be sent credentials, such as a proxy. Bare names, with a port where it is not the usual one.",
                "anyOf": [host(), { "type": "array", "items": host() }],
            },
            "queues": { "description": "Queues that may really ring, by name.", "$ref": "#/$defs/texts" },
            "data_actions": {
                "description": "Data actions that may really be called: integration, then names.",
                "type": ["object", "null"],
                "additionalProperties": { "$ref": "#/$defs/texts" },
            },
            "ca": { "description": "A file with a certificate authority, in PEM, that is trusted besides the system's; from the folder of flowproof.yaml.", "type": ["string", "null"] },
            "jobs": { "description": format!("Conversations side by side. {LIVE_JOBS} where nothing is said."), "type": ["integer", "null"], "minimum": 1 },
            "origin": { "description": "The page that guests say they are on, where the deployment allows some domains only.", "type": ["string", "null"], "examples": ["https://shop.example"] },
            "marker": { "description": format!("The attribute by which a conversation of ours is known. `{MARKER}` where nothing is said."), "type": "string", "minLength": 1 },
            "ledger": { "description": format!("Folder of the ledgers, in which each run notes what it creates. `{LEDGER}` where nothing is said."), "type": ["string", "null"] },
            "profile": { "description": format!("What `doctor --probe` found out about the org. `{PROFILE}` where nothing is said."), "type": ["string", "null"] },
            "budget": budget(),
            "attribute_keys": { "description": "Whether an attribute that a page sends stands among the customer's under its own name or behind `context.`. The org's profile, else `bare`, where nothing is said.", "enum": ["bare", "context", null] },
            "attributes_sent": { "description": "Where in a message attributes are sent. The org's profile, else `beside`, where nothing is said.", "enum": ["beside", "within", "both", null] },
            "messages_a_second": { "description": "Messages a second of one customer. The org's profile, else 2, where nothing is said.", "type": ["integer", "null"], "minimum": 1 },
            "quiet": { "description": "How long nothing may come before a customer believes that nothing more will. 2s where nothing is said.", "$ref": "#/$defs/duration" },
            "waits": waits(),
            "rate": { "description": format!("Requests a minute, shared by all that runs. {RATE} where nothing is said, as Genesys Cloud allows a token."), "type": ["integer", "null"], "minimum": 1 },
        },
    })
}

/// What a run may take.
fn budget() -> Json {
    let number = |what: &str| json!({ "description": format!("{what} No limit where nothing is said."), "type": ["integer", "null"], "minimum": 1 });
    json!({
        "description": "What a run may take at most. One that would take more does not begin.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "sessions": number("Conversations."),
            "messages": number("Messages of customers."),
            "calls": number("Requests to the API."),
            "time": { "description": "Time of the whole run. No limit where nothing is said.", "$ref": "#/$defs/duration" },
        },
    })
}

/// How late an org may be.
fn waits() -> Json {
    let wait = |what: &str, default: &str| json!({ "description": format!("{what} {default} where nothing is said."), "$ref": "#/$defs/duration" });
    json!({
        "description": "How late the org may be with what it knows.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "message": wait("How long a message may take to be found.", "30s"),
            "attributes": wait("How long what a flow wrote may take to be read back.", "10s"),
            "execution_data": wait("How long execution data may take.", "2m"),
        },
    })
}

fn host() -> Json {
    json!({ "type": "string", "pattern": "^[^/ *@]+$" })
}
