//! The table of diagnostic codes: a stable number, a title, and what `explain` says. Adding a code is one line here and one
//! fixture that produces it. Must not know who reports one.

use std::fmt;

/// A stable code such as `FP0104`. Numbers are never reused: 01xx text and YAML, 02xx scenario, 03xx project, 04xx flow, 05xx expression,
/// 06xx the run of a flow, 07xx the client and its environment, 08xx command line and files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

impl Code {
    /// The code as it is printed.
    pub fn as_str(self) -> &'static str {
        entry_of(self).map_or("FP0000", |entry| entry.text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct CodeEntry {
    /// The code.
    pub code: Code,
    /// Its printed form.
    pub text: &'static str,
    /// A few words.
    pub title: &'static str,
    /// What it means and how to mend it, for `explain`.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($name:ident = $number:literal, $text:literal, $title:literal, $explanation:literal;)*) => {
        impl Code {
            $(#[doc = $title] pub const $name: Code = Code($number);)*
        }
        /// Every code, in order of number.
        pub const CODES: &[CodeEntry] = &[
            $(CodeEntry { code: Code::$name, text: $text, title: $title, explanation: $explanation },)*
        ];
    };
}

codes! {
    FILE_UNREADABLE = 101, "FP0101", "file cannot be read",
        "The file named does not exist, is a folder, is not UTF-8, or may not be read. Check the path; it is taken from the folder of flowproof.yaml.";
    YAML_SYNTAX = 102, "FP0102", "not valid YAML",
        "The text breaks the YAML grammar at the place shown. Most often an indent is off, a quote is not closed, or a `: ` stands inside an unquoted text.";
    DUPLICATE_KEY = 103, "FP0103", "key given twice",
        "The same key stands twice in one map, so one of the two would be lost. Remove or rename one.";
    UNKNOWN_KEY = 104, "FP0104", "unknown key",
        "The key is not one that is read at this place. Keys are snake_case; a misspelt key is never ignored.";
    MISSING_KEY = 105, "FP0105", "required key missing",
        "The map lacks a key that it must have.";
    WRONG_TYPE = 106, "FP0106", "value of the wrong kind",
        "A map, a list, a text, a number or a true/false value was expected here and something else was found.";
    BAD_VALUE = 107, "FP0107", "value not allowed",
        "The value is of the right kind but not one of those that are allowed here.";
    TOO_LARGE = 108, "FP0108", "file too large, too deep or too many aliases",
        "Files are limited in size, nesting depth and aliases, so that a broken or hostile file cannot exhaust the machine.";
    WRONG_VERSION = 109, "FP0109", "unknown file version",
        "The file's `version` is not one that this flowproof reads. It reads version 1.";
    UNSET_VARIABLE = 201, "FP0201", "variable without a value",
        "A `${name}` is used, but nothing sets a variable of that name: no `with` of the case, no column of its table, no `variables` of flowproof.yaml, and no `capture`. Set it, mend the name, or write `$${` where a dollar sign and a brace are meant.";
    UNUSED_VARIABLE = 202, "FP0202", "variable that nothing uses",
        "A case sets a variable, under `with` or in a column of its table, that no `${name}` of the scenario uses, so the value would be ignored. Use it, mend the name, or remove it.";
    BAD_VARIABLE = 203, "FP0203", "variable not understood",
        "After `${` a name of letters, digits and underscores and a closing brace must follow. Write `$${` where a dollar sign and a brace are meant.";
    DUPLICATE_CASE = 204, "FP0204", "case name given twice",
        "Two cases of one scenario have the same name. Names tell cases apart in reports, filters and snapshots.";
    BAD_DURATION = 205, "FP0205", "not a duration",
        "A duration is a number with a unit, or several from the largest unit to the smallest: `500ms`, `2s`, `1m30s`, `72h`, `3d`.";
    BAD_INSTANT = 206, "FP0206", "not a point in time",
        "A point in time is a date, a time and a zone: `2026-11-23T10:00 America/Chicago`, or RFC 3339 with an offset: `2026-11-23T10:00:00-06:00`.";
    UNKNOWN_TIME_ZONE = 207, "FP0207", "unknown time zone",
        "The name is not one of the IANA time zone database, such as `Europe/Berlin` or `America/Chicago`.";
    BAD_PATTERN = 208, "FP0208", "regular expression not understood",
        "The text under `matches` (or a key of `redact`) is not a valid regular expression. Escape characters such as `(`, `[`, `?`, `*` and `.` with a backslash where they are meant as themselves.";
    BAD_CONVERSATION = 209, "FP0209", "conversation that cannot happen",
        "A step of the conversation cannot happen where it stands: something is received before the customer said anything, or said after the customer left.";
    CONTRADICTION = 210, "FP0210", "keys that exclude each other",
        "Two things are asked for that cannot both hold, such as `exactly` with `never`, or one attribute both `set` and `unset`.";
    NOTHING_GIVEN = 211, "FP0211", "nothing given where something is needed",
        "The text, list or map is empty, or none of the keys is there of which one is needed, so the entry would do or check nothing.";
    UNDECLARED_ATTRIBUTE = 212, "FP0212", "attribute that the widget does not declare",
        "The customer brings an attribute that the widget does not declare; Genesys answers such a request with 400 Invalid Attribute Name. Declare it under `widget.attributes`, mend its name, or say under `widget.undeclared` that it is meant.";
    DUPLICATE_NAME = 213, "FP0213", "name given twice",
        "A name stands twice in a list in which it may stand once.";
    BAD_SCHEDULE = 214, "FP0214", "schedule not understood",
        "Days are `mon` to `sun`, ranges such as `mon-fri` and lists such as `sat,sun`; hours are `09:00-17:00`; dates are `2026-12-25`.";
    BAD_OVERRIDE = 215, "FP0215", "key that a case cannot change",
        "`version`, `scenario` and `cases` belong to the whole file. All other keys of a scenario may stand in a case.";
    UNKNOWN_BLOCK = 216, "FP0216", "unknown block",
        "A `use` names a block that stands neither under `blocks:` of the scenario nor in a file that flowproof.yaml names under `blocks`.";
    BLOCK_ROUND = 217, "FP0217", "blocks that use each other in a round",
        "A block uses itself, or uses another that leads back to it, so that its steps would never end. Take one of the uses out.";
    BAD_PARAMETER = 218, "FP0218", "parameter that does not fit",
        "The parameters of a block and what is handed over do not agree: a use leaves one out that has no default or names one that the block does not have, or the block declares one that it does not use, or uses one that it does not declare. A block does not see the variables of cases; hand them over: `with: { name: \"${name}\" }`.";
    UNUSED_BLOCK = 219, "FP0219", "block that nothing uses",
        "No conversation uses the block, so its steps are never taken. Use it, or remove it.";
    BAD_TABLE = 220, "FP0220", "table of cases that cannot be read",
        "A CSV file of cases has a header that names its columns, one of them `case`, and as many fields in each line. A field that holds a comma, a quote or a line break stands in quotes, and a quote in it is written twice (RFC 4180).";
    BAD_CAPTURE = 221, "FP0221", "captured value where it is not known",
        "A value that a `receive` captures is only known once its message came. It can be used in the texts of later steps and of `expect`; not before, not in names that are looked up when the file is checked, and not under the name of a variable.";
    UNUSED_CAPTURE = 222, "FP0222", "captured value that nothing uses",
        "A `receive` captures a value, and no later step and no expectation uses it. Use it as `${name}`, or remove it.";
    VARIABLE_AS_TEXT = 223, "FP0223", "text that looks like a variable",
        "What the customer says or brings holds `{{name}}` or `$name`, and a variable of that name exists. Variables are written `${name}`; anything else is said as it is written.";
    UNKNOWN_FLOW = 301, "FP0301", "unknown flow",
        "The name is not one under `flows` in flowproof.yaml, or no file is at the path. A reference with a slash or a file ending is a path, taken from the scenario's folder, else from the folder of flowproof.yaml.";
    UNKNOWN_ACTION = 302, "FP0302", "action that the flow does not have",
        "An expected path, or an exclusion from coverage, names an action that is nowhere in the flow. Names are compared exactly. `Name: output` names an output too, and `Container > Name` what holds the action.";
    UNKNOWN_OUTPUT = 303, "FP0303", "output that the action cannot leave by",
        "The action exists, but has no output of that name. Decisions have `yes` and `no`, data actions `success`, `failure` and `timeout`, switches the values of their cases or `case 1`…, and `default`.";
    UNKNOWN_CONTAINER = 304, "FP0304", "container that does not hold the action",
        "An expected path says what holds the action (a flow, state, task or bot), and no action of that name is there.";
    UNKNOWN_INPUT = 305, "FP0305", "input that is not there",
        "The action, or the data action called, shows no input of that name, so nothing could be compared.";
    AMBIGUOUS_ACTION = 306, "FP0306", "action name that stands for several",
        "The flow has several actions of that name and any of them matches. Name the container (`State > Name`) or `nth` to mean one of them.";
    UNKNOWN_QUEUE = 307, "FP0307", "unknown queue",
        "The queue is neither in the world (flowproof.yaml or scenario) nor named literally in the flow.";
    UNKNOWN_SKILL = 308, "FP0308", "unknown skill",
        "The skill is neither in the world (flowproof.yaml or scenario) nor named literally in the flow.";
    WRONG_ATTRIBUTE_TYPE = 309, "FP0309", "attribute value that does not fit its type",
        "The widget declares a type for the attribute, and the value is not of it. Values travel as text: an integer is written with digits, a decimal with a point, a boolean as true or false.";
    ATTRIBUTE_NOT_SENT = 310, "FP0310", "attribute that is not sent",
        "`arrived` expects an attribute that the customer does not bring, so it cannot arrive.";
    ATTRIBUTE_NOT_WRITTEN = 311, "FP0311", "attribute that the flow never writes",
        "`set` expects an attribute that no action of the flow writes, or `unset` one that nobody sends or writes.";
    UNUSED_STUB = 312, "FP0312", "stub that the flow never asks for",
        "The flow calls no data action, bot or module of that name. Names are those of the flow file, after substitution.";
    UNKNOWN_STUB_KEY = 313, "FP0313", "stub key that what is stubbed does not have",
        "For a data action: the flow passes no input of that name, so `when` could never match, or reads no output of that name. For a bot: it has no slot, or listens for no intent, of that name.";
    UNKNOWN_CALL = 314, "FP0314", "call that the flow never makes",
        "`calls` names a data action, bot or module that the flow does not call.";
    MISSING_SCHEDULE = 315, "FP0315", "schedule that the world lacks",
        "The flow asks a schedule, schedule group or emergency group that neither flowproof.yaml nor the scenario describes. There is no safe guess: say whether it is open.";
    UNKNOWN_SCHEDULE = 316, "FP0316", "unknown schedule",
        "A schedule group lists a schedule that the world does not have.";
    UNKNOWN_ENDPOINT = 317, "FP0317", "unknown endpoint",
        "A fault names a method and path that no step requests.";
    UNKNOWN_SCOPE = 318, "FP0318", "unknown scope",
        "A fault takes a scope or permission away that no endpoint asks for.";
    CANNOT_RUN = 319, "FP0319", "case that could never run",
        "What the case needs, and the drivers and targets that it allows, exclude each other: it would be skipped always.";
    CREDENTIALS_IN_FILE = 320, "FP0320", "credentials in a file",
        "Credentials are read from the environment or from `.env` only, so that no file that is shared holds them.";
    NO_SUCH_PATH = 321, "FP0321", "path that does not exist",
        "A path that was named on the command line, or the scenarios folder, is not there.";
    BAD_ENV_LINE = 322, "FP0322", "line of .env that cannot be read",
        "Each line of `.env` is NAME=value, empty, or a comment that starts with #.";
    UNKNOWN_ENV_KEY = 323, "FP0323", "unknown variable in .env",
        "A variable that starts with GENESYS_ is not one that flowproof reads. `.env.example` lists them.";
    UNUSED_SUBSTITUTION = 324, "FP0324", "substitution that the flow does not use",
        "The flow file holds no placeholder of that name. Placeholders look like {{name}}.";
    MISSING_IN_WORLD = 325, "FP0325", "thing that the world lacks",
        "The flow reads a data table or a canned response that neither flowproof.yaml nor the scenario describes. Reaching the action would end the case: give its rows, or its text.";
    WRONG_STUB_VALUE = 326, "FP0326", "stub value that does not fit",
        "A table of understanding gives a slot a value that is not of the slot's type, so the slot would stay as it was. Numbers and booleans are written without quotes; dates and times as texts.";
    UNUSED_LINK = 327, "FP0327", "linked flow that nothing calls",
        "The flow was loaded with another that is to call it, and no action does, so it never runs. A call finds a flow by its whole name, after substitution and in the same letter case.";
    OVER_LIMIT = 328, "FP0328", "more than a message holds",
        "A message of web messaging holds 4,096 bytes of text and 2,048 bytes of names and values of attributes; more is refused with 4011 or 4013. Bytes are counted in UTF-8: a letter with an accent has two.";
    UNKNOWN_PROFILE = 329, "FP0329", "unknown profile",
        "`--profile` or FLOWPROOF_PROFILE names a profile that does not stand under `profiles:` in flowproof.yaml. Such a profile changes parts of that file; what `live.profile` names is another thing, the measured habits of an org.";
    NOTHING_EXPECTED = 330, "FP0330", "case that expects nothing",
        "The case has no `receive`, no `choose`, no check of attributes, nothing under `expect` and no snapshot, so that it is green whatever the flow says and does, as long as nothing fails. Say what must come of it.";
    NOT_A_FLOW = 401, "FP0401", "not an Architect flow",
        "The file's root is not one key that names a flow type, such as `inboundShortMessage:`. Export the flow with Archy, or check that the right file is named.";
    FLOW_PART_MISSING = 402, "FP0402", "a part of the flow is missing",
        "The flow lacks something that it cannot run without: its name, a container, a start, or a parameter that the action needs.";
    FLOW_WRONG_SHAPE = 403, "FP0403", "a part of the flow has the wrong shape",
        "Archy writes this part in another form: a map with one key, a list of actions, or a value in one of the wrappers `lit`, `exp`, `var` and `noValue`.";
    UNKNOWN_REFERENCE = 404, "FP0404", "a reference leads nowhere",
        "A `startUpRef`, `targetTaskRef` or `targetStateRef` names a container that the flow does not have. What stands in the brackets is the container's `refId`, not its name.";
    DUPLICATE_REFERENCE = 405, "FP0405", "two containers share a refId",
        "Two containers of one kind have the same `refId`, so a reference to it could mean either.";
    UNKNOWN_VARIABLE = 406, "FP0406", "unknown variable",
        "The flow declares no variable of that name in reach: `Flow.` variables stand on the flow, `State.` variables on the state, `Task.` variables on the task that uses them.";
    DUPLICATE_VARIABLE = 407, "FP0407", "variable declared twice",
        "The same variable is declared twice in one scope. Names of variables have no letter case.";
    UNKNOWN_VARIABLE_TYPE = 408, "FP0408", "unknown variable type",
        "The declaration or statement names a type that Architect's expression language does not have.";
    BAD_EXPRESSION = 409, "FP0409", "expression cannot be read",
        "The text under `exp` breaks the grammar of Architect's expression language, or calls a function that does not exist.";
    BAD_LITERAL = 410, "FP0410", "literal does not fit its type",
        "The value under `lit` cannot be read as the type that this parameter or variable has.";
    NO_SUBSTITUTION = 411, "FP0411", "placeholder without a value",
        "The flow file holds a placeholder `{{name}}` and no value is given for it, so it stays an opaque name. Give it under the flow's `substitutions` in flowproof.yaml.";
    DUPLICATE_FLOW = 412, "FP0412", "two flows share a name",
        "Two of the flow files that are loaded together have the same name and type, so a call by name could mean either.";
    FLOW_MISPLACED_ACTION = 413, "FP0413", "action where it cannot stand",
        "The action means something only elsewhere: `loopNext` and `loopExit` stand inside a loop.";
    SLOT_PATTERN = 414, "FP0414", "pattern of a slot that cannot be executed",
        "The bot's file gives a slot type a regular expression of a dialect with look-around or back-references, or one that is too large. The slot is filled only by a row of `stubs: understanding:` that names it.";
    EXPORT_ENCODING = 430, "FP0430", "export cannot be decoded",
        "An `.i3*` export is base64 of percent-encoded JSON, and this file is cut off or changed. Export the flow again from Architect.";
    EXPORT_JSON_SYNTAX = 431, "FP0431", "JSON of a flow cannot be read",
        "The text of a flow's configuration is no whole JSON document: it is cut off, or was edited by hand. For an export the place is in the decoded text.";
    UNLINKED_ACTION = 432, "FP0432", "action that nothing leads to",
        "The flow's configuration holds an action that neither the start of its container nor any other action leads to. It can never run and is not drawn.";
    UNKNOWN_EXPORT_TYPE = 433, "FP0433", "type code that is not known",
        "The flow's configuration gives a variable or a value a type that flowproof does not know. It is read as a value of any type, so it is not type-checked.";
    FLOW_PATH_UNREADABLE = 440, "FP0440", "no path to draw",
        "The file given to `flow show --path` is not what `flow run --json` prints, so there is no path in it.";
    FLOW_PATH_STRANGE = 441, "FP0441", "path of another flow",
        "Steps of the path that is to be drawn are not actions of this flow file. The drawing shows the others.";
    FLOW_UNREACHABLE = 450, "FP0450", "action is never reached",
        "Nothing leads to the action: what stands before it in its list ends the flow or goes elsewhere whatever happens. Move it before, or delete it.";
    FLOW_DEAD_END = 451, "FP0451", "actions run out while the customer waits",
        "The actions of a state can run out without a transfer, a disconnect or a change of state. The customer then waits for an answer that never comes. End every way through the state.";
    FLOW_NO_FAILURE_BRANCH = 452, "FP0452", "data action call without a branch",
        "The call goes on as if it had succeeded when the data action fails or takes too long, and its outputs are NOT_SET. Put actions behind `failure` and `timeout`.";
    FLOW_NEVER_SET = 453, "FP0453", "variable read but never set",
        "An expression reads the variable, and nothing gives it a value: it has no initial value, is no input, and no action writes it. It is NOT_SET in every run.";
    FLOW_NEVER_CALLED = 454, "FP0454", "nothing leads here",
        "No action, menu or setting that can be reached leads to the state, task or menu. Call it, or delete it.";
    FLOW_WRONG_TYPE = 455, "FP0455", "expression does not type-check",
        "An operand or argument in the expression is of a type that is refused whatever the variables hold (an error), or the expression gives another type than its place takes (a warning).";
    EXPRESSION_SYNTAX = 501, "FP0501", "expression cannot be read",
        "The expression breaks the grammar of Architect's expression language, or calls a function that does not exist. Texts stand in double quotes; `and` and `or` are words; there is no `&&`.";
    EXPRESSION_FAILED = 502, "FP0502", "expression cannot be evaluated",
        "The expression is well formed, but these values cannot meet in it: a NOT_SET where none is allowed, a text that is no number, an index out of range. In a flow this goes to the error handling.";
    CONNECT_FAILED = 701, "FP0701", "no connection",
        "No connection to the host came about, so nothing was sent. Check the address, that the host is up, and any proxy between.";
    REQUEST_TIMED_OUT = 702, "FP0702", "no answer in time",
        "The host took the request and did not answer it whole within the request's time-out. Raise the time-out, or look at the host's load.";
    CONNECTION_LOST = 703, "FP0703", "connection lost",
        "The host, or something between, closed the connection before its answer was whole. What the request should have done may be done or not.";
    ANSWER_MALFORMED = 704, "FP0704", "answer not understood",
        "The answer is not the JSON that this call answers with. Most often the address is not that of an API, or a proxy answered in its place.";
    ANSWER_TOO_LARGE = 705, "FP0705", "answer too large",
        "The answer is larger than any that this call should give, so reading it stopped. The limit keeps a broken host from filling the memory.";
    UNAUTHORIZED = 706, "FP0706", "not authorised (401)",
        "The token has expired or was never granted, or the client id or secret is wrong. A token is renewed once by itself, so what is left is mostly wrong credentials, or a region that is not the org's.";
    FORBIDDEN = 707, "FP0707", "scope or permission missing (403)",
        "The OAuth client may not do this. Add the scope (Admin Console > Platform > Applications > Clients, in today's product Admin > Integrations > OAuth) or, for a client of grant type client credentials, a role that holds the permission. Changes apply to the next token. For a guest: the deployment does not let its origin in, or its configuration does not allow this.";
    NOT_FOUND = 708, "FP0708", "not found (404)",
        "The host knows no such widget, conversation, queue, flow or guest session (any more), or does not serve the path at all. No real org serves the paths of driver `simulate`.";
    CONFLICT = 709, "FP0709", "already there (409)",
        "Something of the same name exists. For a widget flowproof warns and goes on.";
    BAD_REQUEST = 710, "FP0710", "request refused (400)",
        "The host does not accept the request as it is. For attributes: each name must be one that the widget declares, in the same letter case.";
    RATE_LIMITED = 711, "FP0711", "too many requests (429)",
        "The rate limit is used up: a real org allows 300 requests a minute for one token. The request was repeated after the wait that the host asked for, and refused again.";
    SERVER_FAILED = 712, "FP0712", "the host failed (5xx)",
        "The host failed to carry out the request. Reading and deleting were repeated; a request that creates something was not, lest it create two.";
    UNEXPECTED_STATUS = 713, "FP0713", "unexpected status",
        "The host answered with a status that the API does not have, such as a redirect. Redirects are not followed, since they could carry a secret elsewhere.";
    REFUSED_TO_SEND = 714, "FP0714", "refused to send",
        "flowproof itself did not send the request: the host is a real Genesys Cloud host and driver `simulate` works only against a fake (use driver `converse`), or a guest's message is larger than Genesys Cloud takes.";
    UNKNOWN_ENVIRONMENT = 715, "FP0715", "unknown environment",
        "`GENESYS_ENVIRONMENT` is neither a URL, nor a Genesys Cloud domain such as `mypurecloud.com`, nor an AWS region such as `us-east-1`.";
    CLIENT_SETUP = 716, "FP0716", "client cannot be set up",
        "The HTTP client could not be made ready, or the credentials hold characters that no request can carry.";
    NO_LISTENER = 801, "FP0801", "the embedded fake cannot listen",
        "The embedded fake org listens on a free port of 127.0.0.1. Something on this machine does not allow it.";
    MISSING_VARIABLE = 802, "FP0802", "environment variable missing",
        "Target live needs this variable, from the process's environment or from `.env` beside flowproof.yaml. `.env.example` lists all of them. The mock target needs none.";
    HOST_NOT_NAMED = 803, "FP0803", "host not named in flowproof.yaml",
        "Credentials are sent only to hosts that flowproof.yaml names under `simulate`, or to loopback, so that a stray variable cannot send a secret somewhere new.";
    NO_FLOWS = 804, "FP0804", "no flow is served",
        "The fake org was started without any flow: flowproof.yaml names none, and `--flow` was not given. The simulate step will answer 404.";
    NO_ORG_ALLOWED = 805, "FP0805", "no org may be touched",
        "Target live touches only orgs whose ids stand under `live: { allowed_orgs: […] }` in flowproof.yaml. There is no default, so that nobody tests in production by accident.";
    WRONG_ORG = 806, "FP0806", "the org is not one that may be touched",
        "The credentials open an org whose id does not stand under `live: { allowed_orgs: […] }`. Nothing but the org's own description was requested.";
    HOSTS_APART = 807, "FP0807", "environment and file name different hosts",
        "`GENESYS_ENVIRONMENT` and `live.region` name hosts of different regions or orgs. Both must lead to one, so that a stray variable cannot lead a run to another org.";
    NO_DEPLOYMENT = 808, "FP0808", "flow without a deployment",
        "A flow runs live through a web messaging deployment, whose id stands under `flows: { NAME: { live: { deployment_id: … } } }` in flowproof.yaml. With `--provision` a run makes one of its own and removes it.";
    WRONG_DEPLOYMENT = 809, "FP0809", "deployment does not lead to the flow",
        "The deployment does not exist in the org that may be touched, is not active, or leads to another flow than flowproof.yaml says.";
    OVER_BUDGET = 810, "FP0810", "the run would take more than its budget",
        "What the run would do is counted before it begins, and `live: { budget: … }` in flowproof.yaml, or the run's time-out, allows less. `--dry-run` lists it all.";
    LEDGER_UNWRITABLE = 811, "FP0811", "the ledger cannot be written",
        "A live run notes what it creates before it creates it, so that whatever happens can be removed. Where the note cannot be written, nothing is created.";
    ORG_UNFIT = 820, "FP0820", "the org is not fit for live runs",
        "Something in the sandbox org, or in what flowproof.yaml says of it, is not as a live run needs it. `flowproof doctor` says all of it, and how an admin mends each.";
    PROFILE_STRANGE = 821, "FP0821", "profile of another org",
        "The profile that `live.profile` names was measured in another org than the one that is reached, so that what it says may not hold there. Measure this one with `flowproof doctor --probe`, or name another file.";
    PROFILE_UNWRITABLE = 822, "FP0822", "the profile cannot be written",
        "What `doctor --probe` measured could not be written to the file that `live.profile` names, or its report beside it. What was there is left as it was.";
    REPORT_UNREADABLE = 830, "FP0830", "report that cannot be read",
        "A line of the file is not what `--report json=FILE` writes. A last line that is cut is a warning: the run that wrote it was killed, and what it had judged before counts.";
    REPORT_VERSION = 831, "FP0831", "report of another version",
        "The report was written by a flowproof whose lines have another form. Write and read reports with the same flowproof.";
    REPORTS_APART = 832, "FP0832", "reports that do not belong together",
        "The reports to merge are not those of one whole: a shard is missing or given twice, a case is judged twice, or the runs differ in their number of shards, their target or their flows. What there is is merged all the same, and the whole is not green.";
    FLOW_NOT_IN_ORG = 850, "FP0850", "the org has no such flow, or several",
        "A flow is looked for by `live.flow_id` of flowproof.yaml, else by its whole name. The org has none of that name, or one in each of several types; the id says which.";
    FLOW_UNPUBLISHED = 851, "FP0851", "flow is not published",
        "Architect has the flow, and no version of it is published. Only published versions run, so there is nothing to read.";
    FLOW_NOT_WRITTEN = 852, "FP0852", "pulled flow is not written",
        "The file holds another flow, which `--force` would write over, or it cannot be written. What was there before is untouched.";
}

/// The row of a code given as text, in any letter case.
pub fn entry(text: &str) -> Option<&'static CodeEntry> {
    CODES.iter().find(|entry| entry.text.eq_ignore_ascii_case(text))
}

fn entry_of(code: Code) -> Option<&'static CodeEntry> {
    CODES.iter().find(|entry| entry.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_agree_and_rise() {
        for entry in CODES {
            assert_eq!(entry.text, format!("FP{:04}", entry.code.0));
        }
        assert!(CODES.is_sorted_by(|a, b| a.code < b.code));
    }
}
