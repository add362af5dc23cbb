//! The seed's complete example: a widget with a custom attribute, a conversation with participant attributes, reading them back, and
//! the simulated flow, with its four banners. It runs on the embedded fake org; the endpoints are the seed's and no real org has them.

use std::error::Error;
use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::Duration;

use flowproof::fake::{Org, OrgOptions, TenantOptions};
use flowproof::genesys::{Client, ClientOptions, Created, Credentials, Environment, Reach, http_client};
use flowproof::project::{self, DiskFiles};
use flowproof::wire::{
    CustomAttribute, ParticipantRequest, SimulationData, SimulationInput, SimulationMessage, SimulationParticipant,
    SimulationRequest, WidgetRequest,
};
use indexmap::IndexMap;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    writeln!(out, "Initializing API Client...")?;
    let (project, diagnostics) = project::load(&DiskFiles, env!("CARGO_MANIFEST_DIR").into());
    let project = project.ok_or_else(|| format!("flowproof.yaml cannot be used: {diagnostics:?}"))?;
    let (flows, _) = project.flows(&DiskFiles);
    let flow = flows.iter().find(|flow| &*flow.name == "support").ok_or("flowproof.yaml has no flow `support`")?;
    let org = Org::start(OrgOptions::default()).await?;
    let tenant = org.open(TenantOptions {
        flows: Arc::from([Arc::clone(&flow.program)]),
        world: project.world_for(&[Arc::clone(&flow.program)]),
        ..TenantOptions::default()
    });
    let client = Client::new(ClientOptions::new(
        Environment::parse(org.base_url())?.api,
        Credentials::new(tenant.client_id(), tenant.client_secret().to_owned()),
        http_client(Duration::from_secs(5), Reach::Loopback)?,
    ));

    writeln!(out, "\n--- Step 1: Creating Web Messaging Widget ---")?;
    let custom_attribute = CustomAttribute {
        name: "customer_tier".to_owned(),
        kind: "string".to_owned(),
        label: Some("Customer Tier".to_owned()),
        description: None,
    };
    let request =
        WidgetRequest { name: "Test Widget".to_owned(), description: None, custom_attributes: vec![custom_attribute] };
    match client.create_widget(&request).await? {
        Created::New(widget) => writeln!(out, "Widget Created: {}", widget.id)?,
        Created::AlreadyThere { warning } => writeln!(out, "Widget creation failed: {}", warning.message)?,
    }

    writeln!(out, "\n--- Step 2: Starting Conversation with Attributes ---")?;
    let attributes: IndexMap<String, String> = [("customer_tier", "Gold"), ("region", "North America")]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let queue_id = tenant.queue_id("Support").ok_or("the world has no queue `Support`")?;
    let request = ParticipantRequest {
        attributes: attributes.clone(),
        name: Some("Test User".to_owned()),
        email: Some("test@example.com".to_owned()),
        widget_id: None,
    };
    let conversation = client.start_conversation(&queue_id, &request).await?;
    writeln!(out, "Conversation Started: {}", conversation.id)?;

    writeln!(out, "\n--- Step 3: Verifying Attributes ---")?;
    for participant in client.conversation(&conversation.id).await?.participants {
        writeln!(out, "Participant Attributes: {}", serde_json::to_string(&participant.attributes)?)?;
    }

    writeln!(out, "\n--- Step 4: Simulating Architect Flow ---")?;
    let request = SimulationRequest {
        input: SimulationInput {
            event_type: "message".to_owned(),
            data: SimulationData {
                participant: SimulationParticipant { attributes },
                message: Some(SimulationMessage { text: "Help me.".to_owned() }),
            },
        },
        ..SimulationRequest::default()
    };
    let simulation = client.simulate(flow.program.name(), &request).await?;
    writeln!(out, "Simulation Status: {}", simulation.status)?;
    for step in simulation.steps {
        let result = step.result.map(|result| format!("  {result}")).unwrap_or_default();
        writeln!(out, "Step: {} ({}){result}", step.step_type, step.id)?;
    }
    org.shutdown().await;
    Ok(())
}
