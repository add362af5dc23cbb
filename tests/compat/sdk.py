"""The vendor's Python SDK, unmodified and by its public settings only, against a served fake org.

python sdk.py MESSAGE_OF_AN_ENDED_CONVERSATION MESSAGE_OF_AN_OPEN_ONE; the ready line of the org is read from READY.
"""

import json
import os
import ssl
import sys
import urllib.request

import PureCloudPlatformClientV2 as sdk

ready = json.loads(os.environ["READY"])
ended_message, open_message = sys.argv[1:]
flow, deployment = ready["flows"][0], ready["deployments"][0]

sdk.configuration.live_reload_config = False
sdk.configuration.host = ready["api"]
sdk.configuration.ssl_ca_cert = ready["ca"]
client = sdk.api_client.ApiClient()

failures = []


def check(name, act):
    """Runs one check, prints its line, and gives what it found."""
    try:
        found = act()
        assert found, f"found {found!r}"
        print(f"ok    python  {name}")
        return found
    except Exception as error:  # a check that fails must not hide the rest
        print(f"FAIL  python  {name}: {error}")
        failures.append(name)
        return None


def one(entities, wanted):
    """The entity of an id."""
    found = [entity for entity in entities if entity.id == wanted]
    assert len(found) == 1, f"{wanted} is not among {[entity.id for entity in entities]}"
    return found[0]


check("client credentials", lambda: client.get_client_credentials_token(ready["client_id"], ready["client_secret"]).access_token)
organization, web = sdk.OrganizationApi(client), sdk.WebDeploymentsApi(client)
architect, conversations = sdk.ArchitectApi(client), sdk.ConversationsApi(client)

check("organizations/me", lambda: organization.get_organizations_me().name == "Fake Org")
check("web deployments, list", lambda: one(web.get_webdeployments_deployments().entities, deployment["id"]).flow.id == flow["id"])
deployed = check("web deployment", lambda: web.get_webdeployments_deployment(deployment["id"]))
check("its status", lambda: deployed.status == "Active")
check("web configurations", lambda: one(web.get_webdeployments_configurations().entities, deployed.configuration.id))
check(
    "web configuration, version",
    lambda: web.get_webdeployments_configuration_version(deployed.configuration.id, deployed.configuration.version).messenger,
)
check("flows by name and type", lambda: one(architect.get_flows(type=["inboundshortmessage"], name=flow["name"]).entities, flow["id"]))
check("flows of another type", lambda: architect.get_flows(type=["workflow"], name=flow["name"]).total == 0)
check("flow", lambda: architect.get_flow(flow["id"]).name == flow["name"])


def customer(conversation):
    """The participant of the customer."""
    return next(one for one in conversation.participants if one.purpose == "customer")


ended = check("conversation of a message", lambda: conversations.get_conversations_message_details(ended_message).conversation_id)
check("its attributes", lambda: customer(conversations.get_conversation(ended)).attributes["seen"] == "yes")
check("its end", lambda: conversations.get_conversation(ended).end_time)

opened = check("an open conversation of a message", lambda: conversations.get_conversations_message_details(open_message).conversation_id)
participant = check("its customer", lambda: customer(conversations.get_conversations_message(opened)))


def patch():
    body = sdk.ParticipantAttributes()
    body.attributes = {"written": "outside"}
    conversations.patch_conversation_participant_attributes(opened, participant.id, body)
    attributes = customer(conversations.get_conversation(opened)).attributes
    return attributes["written"] == "outside" and attributes["IsAutomatedTest"] == "true"


def patch_message():
    body = sdk.ParticipantAttributes()
    body.attributes = {"written": "again"}
    conversations.patch_conversations_message_participant_attributes(opened, participant.id, body=body)
    return customer(conversations.get_conversations_message(opened)).attributes["written"] == "again"


check("PATCH attributes", patch)
check("PATCH attributes of a message conversation", patch_message)


def disconnect():
    conversations.post_conversation_disconnect(opened)
    return conversations.get_conversation(opened).end_time


check("disconnect", disconnect)


def execution_of(conversation):
    item = sdk.CriteriaItem()
    item.key, item.operator, item.value = "ConversationId", "eq", conversation
    group, query = sdk.CriteriaGroup(), sdk.CriteriaQuery()
    group.criteria, query.query = item, [group]
    found = architect.post_flows_instances_query(query).entities
    assert len(found) == 1, f"{len(found)} executions"
    return found[0]


execution = check("flow instance query", lambda: execution_of(ended))
check("its flow", lambda: execution.flow_name == flow["name"])


def job():
    body = sdk.ExecutionDataRequest()
    body.ids = [execution.id]
    return architect.post_flows_instances_jobs(body).id


job_id = check("execution data, job", job)
result = check("execution data, result", lambda: architect.get_flows_instances_job(job_id))
check("job state", lambda: result.job_state == "Success")


def download():
    trusted = ssl.create_default_context(cafile=ready["ca"])
    with urllib.request.urlopen(result.entities[0].download_uri, context=trusted) as answer:
        return json.load(answer)


document = check("execution data, download", download)
check(
    "actions in the execution data",
    lambda: [value["actionName"] for event in document["flow"]["execution"] for value in event.values() if "actionName" in value]
    == ["Leave a mark", "Greet", "First", "Repeat", "Second", "Bye"],
)
check("execution of the conversation that was disconnected", lambda: execution_of(opened).id)


def refused():
    try:
        architect.get_flow("00000000-0000-4000-8000-000000000000")
    except sdk.rest.ApiException as error:
        return error.status == 404 and json.loads(error.body)["code"] == "not.found"
    return False


check("what is not there", refused)
sys.exit(1 if failures else 0)
