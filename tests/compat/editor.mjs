// The YAML language server, unmodified, on our schemas: what a person sees who writes a scenario in an editor.
//
//   node editor.mjs FOLDER_OF_THE_PROJECT SERVER_SCRIPT
//
// It speaks the language server's protocol over its standard streams. One line a check; ends with 1 where one fails.
import assert from "node:assert";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const project = resolve(process.argv[2]);
const server = spawn(process.execPath, [process.argv[3], "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const PATIENCE = 30_000;
let failures = 0;

// The protocol: a header with the length, then JSON.
const answers = new Map();
const published = new Map();
let buffered = Buffer.alloc(0);
let lastId = 0;

const send = (message) => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  server.stdin.write(body);
};
const settings = {
  yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false }, customTags: [] },
  http: {},
  "[yaml]": {},
  editor: {},
  files: {},
};
const receive = (message) => {
  if (message.method === "workspace/configuration") {
    // What is asked for in order: one section each.
    send({ id: message.id, result: message.params.items.map(({ section }) => settings[section] ?? {}) });
  } else if (message.method === "textDocument/publishDiagnostics") {
    published.get(message.params.uri)?.(message.params.diagnostics);
  } else if (message.method !== undefined && message.id !== undefined) {
    send({ id: message.id, result: null });
  } else if (message.id !== undefined) {
    answers.get(message.id)?.(message);
    answers.delete(message.id);
  }
};
server.stdout.on("data", (chunk) => {
  buffered = Buffer.concat([buffered, chunk]);
  for (;;) {
    const end = buffered.indexOf("\r\n\r\n");
    const length = Number(/Content-Length: (\d+)/i.exec(buffered.subarray(0, end).toString())?.[1]);
    if (end < 0 || buffered.length < end + 4 + length) return;
    const body = buffered.subarray(end + 4, end + 4 + length).toString();
    buffered = buffered.subarray(end + 4 + length);
    receive(JSON.parse(body));
  }
});

const within = (promise, what) =>
  new Promise((fulfil, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer: ${what}`)), PATIENCE);
    promise.then(fulfil, reject).finally(() => clearTimeout(timer));
  });
const ask = async (method, params) => {
  lastId += 1;
  const id = lastId;
  const answered = new Promise((fulfil) => answers.set(id, fulfil));
  send({ id, method, params });
  const answer = await within(answered, method);
  assert.ok(!answer.error, JSON.stringify(answer.error));
  return answer.result;
};
const tell = (method, params) => send({ method, params });

// A document under the project's folder that is open for the time of a check; it needs not be on the disk. Each has a name of its own: the
// server says about a name that comes again what it said before.
let opened = 0;
const uriOf = (path) => {
  opened += 1;
  return pathToFileURL(join(project, dirname(path), `${opened}_${basename(path)}`)).href;
};
const open = async (path, text, act) => {
  const uri = uriOf(path);
  const complaints = new Promise((fulfil) => published.set(uri, fulfil));
  tell("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
  try {
    const found = await within(complaints, `diagnostics of ${path}`);
    return await act(uri, found);
  } finally {
    published.delete(uri);
    tell("textDocument/didClose", { textDocument: { uri } });
  }
};

const check = async (name, act) => {
  try {
    await act();
    console.log(`ok    editor  ${name}`);
  } catch (error) {
    console.log(`FAIL  editor  ${name}: ${error.message}`);
    failures += 1;
  }
};

const HEAD = "# yaml-language-server: $schema=../schema/scenario.schema.json\nversion: 1\nscenario: A\nflow: support\n";
const lines = (text) => text.split("\n");
// Where `|` stands in a text, and the text without it.
const cursor = (text) => {
  const at = text.indexOf("|");
  const before = lines(text.slice(0, at));
  return { text: text.replace("|", ""), position: { line: before.length - 1, character: before.at(-1).length } };
};
const completed = async (marked) => {
  const { text, position } = cursor(HEAD + marked);
  return open("scenarios/completed.yaml", text, async (uri) => {
    const found = await ask("textDocument/completion", { textDocument: { uri }, position });
    return (found.items ?? found).map((item) => item.label);
  });
};
const hovered = async (marked) => {
  const { text, position } = cursor(HEAD + marked);
  return open("scenarios/hovered.yaml", text, async (uri) => {
    const found = await ask("textDocument/hover", { textDocument: { uri }, position });
    return found?.contents?.value ?? "";
  });
};
// The complaints about a text, `line: words` each, lines from 1 behind the head.
const complaints = (text, path = "scenarios/wrong.yaml", head = HEAD) =>
  open(path, head + text, async (_, found) =>
    found.map((one) => `${one.range.start.line - lines(head).length + 2}: ${one.message}`),
  );

const wrong = async (name, text, line, says) =>
  check(`a mistake is flagged at its line: ${name}`, async () => {
    const found = await complaints(text);
    assert.ok(found.length > 0, "nothing is flagged");
    for (const one of found) {
      assert.ok(one.startsWith(`${line}: `), `flagged elsewhere too: ${found.join(" · ")}`);
    }
    assert.ok(found.some((one) => says.test(one)), `it says: ${found.join(" · ")}`);
    assert.equal(found.length, 1, `more than one: ${found.join(" · ")}`);
  });

const run = async () => {
  await ask("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(project).href,
    workspaceFolders: [{ uri: pathToFileURL(project).href, name: "project" }],
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: {
        completion: { completionItem: { snippetSupport: false, documentationFormat: ["plaintext"] } },
        hover: { contentFormat: ["plaintext"] },
        publishDiagnostics: {},
      },
    },
  });
  tell("initialized", {});
  tell("workspace/didChangeConfiguration", { settings });

  const files = readdirSync(join(project, "scenarios")).filter((name) => name.endsWith(".yaml"));
  await check(`no complaint about flowproof.yaml and ${files.length} scenarios`, async () => {
    assert.ok(files.length > 50, "scenarios are missing");
    const told = [];
    for (const path of ["flowproof.yaml", ...files.map((name) => `scenarios/${name}`)]) {
      const found = await complaints(readFileSync(join(project, path), "utf8"), path, "");
      told.push(...found.map((one) => `${path}:${one}`));
    }
    assert.deepEqual(told, []);
  });

  await wrong("a key of the file", "expct: { ending: disconnected }\n", 1, /expct/);
  await wrong("a step", "conversation:\n  - say: Hi\n  - recieve: Hello\n", 3, /recieve/);
  await wrong("a bare step", "conversation:\n  - say: Hi\n  - leaves\n", 3, /leave/);
  await wrong("a key of a step's value", "conversation:\n  - receive:\n      contain: x\n", 3, /contain/);
  await wrong("a second step in one", "conversation:\n  - say: Hi\n    receive: Hello\n", 2, /./);
  await wrong("a key of expect", "expect:\n  paths: [A]\n", 2, /paths/);
  await wrong("an ending", "expect:\n  ending: transfered\n", 2, /transferred/);
  await wrong("a key of an ending", "expect:\n  ending:\n    transferred:\n      que: Support\n", 4, /que/);
  await wrong("a key of an action", "expect:\n  path:\n    - action: A\n      outputs: yes\n", 4, /outputs/);
  await wrong("a key of a stub", "stubs:\n  data_actions:\n    CRM:\n      Get:\n        - sucess: { a: 1 }\n", 5, /sucess/);
  await wrong("a fault", "faults:\n  - at: token\n    statuss: 500\n", 3, /statuss/);
  await wrong("a key of a case", "cases:\n  - case: a\n    whit: { a: 1 }\n", 3, /whit/);
  await wrong("a step of a case", "cases:\n  - case: a\n    conversation:\n      - sey: x\n", 4, /sey/);
  await wrong("a type", "widget:\n  attributes:\n    tier: sting\n", 3, /string/);
  await wrong("a number", "expect:\n  calls:\n    CRM:\n      Get: often\n", 4, /./);

  await check("`sa` is completed to `say`", async () => {
    const found = await completed("conversation:\n  - sa|\n");
    assert.ok(found.includes("say"), `offered: ${found}`);
  });
  await check("every step is offered", async () => {
    const found = await completed("conversation:\n  - |\n");
    for (const step of ["say", "receive", "choose", "attach", "wait", "leave", "end", "resume", "start_new", "attributes"]) {
      assert.ok(found.includes(step), `\`${step}\` is not among: ${found}`);
    }
  });
  await check("keys of a value are offered", async () => {
    const found = await completed("conversation:\n  - receive:\n      c|\n");
    assert.ok(found.includes("contains"), `offered: ${found}`);
  });
  await check("words are offered", async () => {
    const found = await completed("expect:\n  ending: |\n");
    assert.ok(found.includes("transferred") && found.includes("disconnected"), `offered: ${found}`);
  });
  await check("keys of a case are offered", async () => {
    const found = await completed("cases:\n  - case: a\n    |\n");
    assert.ok(found.includes("with") && found.includes("expect"), `offered: ${found}`);
  });

  for (const [name, text, says] of [
    ["`receive`", "conversation:\n  - rec|eive: Hello\n", /customer must be told/],
    ["`receive` of a case", "cases:\n  - case: a\n    conversation:\n      - rec|eive: x\n", /customer must be told/],
    ["`contains`", "conversation:\n  - receive:\n      cont|ains: x\n", /part of the text/],
    ["`path`", "expect:\n  pa|th: [A]\n", /way through the flow/],
    ["`transferred`", "expect:\n  ending:\n    trans|ferred: { queue: A }\n", /Handed to a queue/],
    ["`expect` of a case", "cases:\n  - case: a\n    exp|ect: { ending: disconnected }\n", /must come of it/],
    ["`data_actions`", "stubs:\n  data_|actions: {}\n", /Answers of data actions/],
  ]) {
    await check(`hover on ${name}`, async () => {
      const found = await hovered(text);
      assert.match(found, says, `it shows: ${found}`);
    });
  }

  await check("a mistake in flowproof.yaml", async () => {
    const head = "# yaml-language-server: $schema=schema/flowproof.schema.json\nversion: 1\n";
    const found = await complaints("flows:\n  a:\n    fille: x.yaml\n", "flowproof.yaml", head);
    assert.ok(found.some((one) => one.startsWith("3: ") && /fille/.test(one)), `it says: ${found.join(" · ")}`);
  });
};

try {
  await run();
} catch (error) {
  console.log(`FAIL  editor  the server: ${error.message}`);
  failures += 1;
} finally {
  server.kill();
}
process.exitCode = failures === 0 ? 0 : 1;
