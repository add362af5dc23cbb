// The vendor's JavaScript SDK, unmodified and by its public settings only, against a served fake org.
//
//   node sdk.cjs MESSAGE_OF_AN_ENDED_CONVERSATION MESSAGE_OF_AN_OPEN_ONE
//
// The ready line of the org is read from READY; NODE_EXTRA_CA_CERTS names the certificate to trust.
const assert = require("node:assert");
const sdk = require("purecloud-platform-client-v2");

const ready = JSON.parse(process.env.READY);
const [, , endedMessage, openMessage] = process.argv;
const [flow] = ready.flows;
const [deployment] = ready.deployments;
let failures = 0;

// Runs one check, prints its line, and gives what it found.
async function check(name, act) {
  try {
    const found = await act();
    assert.ok(found, `found ${JSON.stringify(found)}`);
    console.log(`ok    node    ${name}`);
    return found;
  } catch (error) {
    console.log(`FAIL  node    ${name}: ${error.message}`);
    failures += 1;
    return undefined;
  }
}

const one = (entities, id) => entities.find((entity) => entity.id === id);
const customer = (conversation) => conversation.participants.find((party) => party.purpose === "customer");

async function run() {
  const client = sdk.ApiClient.instance;
  client.config.live_reload_config = false;
  const { hostname, port } = new URL(ready.api);
  client.setGateway({ host: hostname, protocol: "https", port: Number(port) });

  await check("client credentials", async () => {
    const granted = await client.loginClientCredentialsGrant(ready.client_id, ready.client_secret);
    return granted.accessToken;
  });
  const organization = new sdk.OrganizationApi();
  const web = new sdk.WebDeploymentsApi();
  const architect = new sdk.ArchitectApi();
  const conversations = new sdk.ConversationsApi();

  await check("organizations/me", async () => (await organization.getOrganizationsMe()).name === "Fake Org");
  await check("web deployments, list", async () => {
    const listed = await web.getWebdeploymentsDeployments();
    return one(listed.entities, deployment.id).flow.id === flow.id;
  });
  const deployed = await check("web deployment", () => web.getWebdeploymentsDeployment(deployment.id));
  await check("its status", () => deployed.status === "Active");
  await check("web configurations", async () => {
    const listed = await web.getWebdeploymentsConfigurations();
    return one(listed.entities, deployed.configuration.id);
  });
  await check("web configuration, version", async () => {
    const { id, version } = deployed.configuration;
    return (await web.getWebdeploymentsConfigurationVersion(id, version)).messenger;
  });
  await check("flows by name and type", async () => {
    const listed = await architect.getFlows({ type: ["inboundshortmessage"], name: flow.name });
    return one(listed.entities, flow.id);
  });
  await check("flows of another type", async () => {
    return (await architect.getFlows({ type: ["workflow"], name: flow.name })).total === 0;
  });
  await check("flow", async () => (await architect.getFlow(flow.id)).name === flow.name);

  const ended = await check("conversation of a message", async () => {
    return (await conversations.getConversationsMessageDetails(endedMessage)).conversationId;
  });
  await check("its attributes", async () => {
    return customer(await conversations.getConversation(ended)).attributes.seen === "yes";
  });
  await check("its end", async () => (await conversations.getConversation(ended)).endTime);

  const opened = await check("an open conversation of a message", async () => {
    return (await conversations.getConversationsMessageDetails(openMessage)).conversationId;
  });
  const participant = await check("its customer", async () => {
    return customer(await conversations.getConversationsMessage(opened));
  });
  await check("PATCH attributes", async () => {
    const body = { attributes: { written: "outside" } };
    await conversations.patchConversationParticipantAttributes(opened, participant.id, body);
    const { attributes } = customer(await conversations.getConversation(opened));
    return attributes.written === "outside" && attributes.IsAutomatedTest === "true";
  });
  await check("PATCH attributes of a message conversation", async () => {
    const body = { attributes: { written: "again" } };
    await conversations.patchConversationsMessageParticipantAttributes(opened, participant.id, { body });
    return customer(await conversations.getConversationsMessage(opened)).attributes.written === "again";
  });
  await check("disconnect", async () => {
    await conversations.postConversationDisconnect(opened);
    return (await conversations.getConversation(opened)).endTime;
  });

  const executionOf = async (conversation) => {
    const criteria = { key: "ConversationId", operator: "eq", value: conversation };
    const found = await architect.postFlowsInstancesQuery({ query: [{ criteria }] });
    assert.strictEqual(found.entities.length, 1);
    return found.entities[0];
  };
  const execution = await check("flow instance query", () => executionOf(ended));
  await check("its flow", () => execution.flowName === flow.name);
  const job = await check("execution data, job", async () => {
    return (await architect.postFlowsInstancesJobs({ ids: [execution.id] })).id;
  });
  const result = await check("execution data, result", () => architect.getFlowsInstancesJob(job));
  await check("job state", () => result.jobState === "Success");
  const document = await check("execution data, download", async () => {
    return (await fetch(result.entities[0].downloadUri)).json();
  });
  await check("actions in the execution data", () => {
    const events = document.flow.execution.flatMap((event) => Object.values(event));
    const names = events.map((event) => event.actionName).filter(Boolean);
    assert.deepStrictEqual(names, ["Leave a mark", "Greet", "First", "Repeat", "Second", "Bye"]);
    return true;
  });
  await check("execution of the conversation that was disconnected", async () => (await executionOf(opened)).id);
  await check("what is not there", async () => {
    try {
      await architect.getFlow("00000000-0000-4000-8000-000000000000");
      return false;
    } catch (error) {
      return error.status === 404 && error.code === "not.found";
    }
  });
}

run().then(() => process.exit(failures > 0 ? 1 : 0));
