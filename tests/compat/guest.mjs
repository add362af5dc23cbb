// Holds a scripted conversation the way the public web messaging tester does, on the `ws` package: the region is pasted into
// the URL (so it may carry userinfo and a port), nothing but configureSession and onMessage is sent, a frame of another code
// than 200 ends it.
//
//   node guest.mjs -id DEPLOYMENT -r REGION TURN…        a turn is `what is said=>what must come`; `=>END` waits for the end
//
// Prints the id of the last message that came, and ends with 0 where every turn passed.
import { randomUUID } from "node:crypto";
import WebSocket from "ws";

const TIMEOUT_MS = 10_000;

const [, , idFlag, deploymentId, regionFlag, region, ...turns] = process.argv;
if (idFlag !== "-id" || regionFlag !== "-r" || turns.length === 0) {
  throw new Error("usage: guest.mjs -id DEPLOYMENT -r REGION 'SAID=>EXPECTED'…");
}

const token = randomUUID();
const socket = new WebSocket(`wss://webmessaging.${region}/v1?deploymentId=${deploymentId}`);
const script = turns.map((turn) => turn.split("=>"));
let expected;
let lastMessage;

function fail(reason) {
  console.error(reason);
  process.exit(1);
}

const send = (frame) => socket.send(JSON.stringify(frame));

function next() {
  const turn = script.shift();
  if (turn === undefined) {
    console.log(lastMessage);
    socket.close();
    clearTimeout(patience);
    return;
  }
  expected = turn[1];
  send({
    action: "onMessage",
    token,
    message: { type: "Text", text: turn[0] },
    channel: { metadata: { customAttributes: { IsAutomatedTest: "true" } } },
  });
}

function hear(body) {
  if (body.type === "Event") {
    const left = (body.events ?? []).some(
      (event) => event.eventType === "Presence" && event.presence?.type === "Disconnect",
    );
    if (left && expected === "END") next();
    else if (left) fail(`the other side left while waiting for: ${expected}`);
    return;
  }
  lastMessage = body.id;
  if (body.direction === "Outbound" && body.text.toLocaleLowerCase().includes(expected.toLocaleLowerCase())) next();
}

const patience = setTimeout(() => fail(`nothing came in time: ${expected ?? "session"}`), TIMEOUT_MS);
socket.on("error", (error) => fail(`the connection failed: ${error.message}`));
socket.on("close", (code) => {
  if (script.length > 0) fail(`the connection was closed with ${code}`);
});
socket.on("open", () => send({ action: "configureSession", deploymentId, token }));
socket.on("message", (data) => {
  const frame = JSON.parse(data.toString());
  if (frame.code !== 200) fail(`a frame of code ${frame.code}: ${data}`);
  if (frame.type === "response" && frame.class === "SessionResponse") next();
  else if (frame.type === "message" && frame.class === "StructuredMessage") hear(frame.body);
});
