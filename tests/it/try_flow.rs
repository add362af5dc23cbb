//! `try` as a person meets it: a chat through a pipe, what is shown, what is saved and that it is green, exit codes, and the page that
//! shows a session. What each line does is tested in the room.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A copy of this repository's project with its flows, so that a chat can save into it.
fn project() -> TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let flows = folder.path().join("fixtures/flows");
    fs::create_dir_all(&flows).unwrap();
    fs::create_dir_all(folder.path().join("scenarios")).unwrap();
    fs::copy(root.join("flowproof.yaml"), folder.path().join("flowproof.yaml")).unwrap();
    fs::create_dir_all(folder.path().join("blocks")).unwrap();
    fs::copy(root.join("blocks/complaints.yaml"), folder.path().join("blocks/complaints.yaml")).unwrap();
    for file in fs::read_dir(root.join("fixtures/flows")).unwrap() {
        let file = file.unwrap().path();
        fs::copy(&file, flows.join(file.file_name().unwrap())).unwrap();
    }
    folder
}

fn chat(folder: &Path, arguments: &[&str], typed: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_flowproof"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("CI")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that ends without reading closes its end.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

fn all(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Chats, and gives what was printed of a chat that must end green.
fn green(folder: &Path, arguments: &[&str], typed: &str) -> String {
    let output = chat(folder, arguments, typed);
    let printed = all(&output);
    assert_eq!(output.status.code(), Some(0), "{printed}");
    assert!(!printed.contains('\u{1b}'), "a pipe gets no colours: {printed}");
    printed
}

/// Runs a file that a chat has saved.
fn run(folder: &Path, file: &str) {
    let output = chat(folder, &["run", file], "");
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
    assert!(all(&output).contains("1 passed of 1 case"), "{}", all(&output));
}

const GREEN: &str = "it was run and is green: it reproduces the chat offline";

#[test]
fn a_call_without_a_stub_is_answered_and_the_saved_chat_is_green() {
    let folder = project();
    let typed = "Hello\nsuccess\nAda\n/save scenarios/ada.yaml\n";
    let options = ["try", "support", "--attr", "customer_tier=Gold", "--attr", "customer_id=C-7"];
    let printed = green(folder.path(), &options, typed);
    for shown in [
        "the flow calls data action CRM > Get Customer with customer_id = \"C-7\", tier = \"Gold\"; no stub answers",
        "first_name (String)> Ada\n",
        "  flow: Welcome, Ada\n",
        "because Flow.tier == \"Gold\" was true: Flow.tier = \"Gold\", set by action 1 (Get customer tier) from attribute customer_tier",
        "writes routed_to = VIP Support, segment = new",
        "ended: transferred to queue VIP Support",
        GREEN,
    ] {
        assert!(printed.contains(shown), "{shown} is not in\n{printed}");
    }
    run(folder.path(), "scenarios/ada.yaml");
    let text = fs::read_to_string(folder.path().join("scenarios/ada.yaml")).unwrap();
    for part in
        ["flow: support", "customer_tier: Gold", "success: { first_name: Ada }", "exactly:", "nothing_else: true"]
    {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn one_steps_back_and_saves_the_other_branch() {
    let folder = project();
    let typed =
        "/set customer_tier=Gold\nHello\n/back\n/set customer_tier=Bronze\nHello again\n/save scenarios/other\n";
    let printed = green(folder.path(), &["try", "support"], typed);
    assert!(printed.contains("1 turn back: the conversation has not begun"), "{printed}");
    run(folder.path(), "scenarios/other.yaml");
    let text = fs::read_to_string(folder.path().join("scenarios/other.yaml")).unwrap();
    assert!(
        text.contains("say: Hello again") && text.contains("customer_tier: Bronze") && !text.contains("VIP"),
        "{text}"
    );
}

#[test]
fn a_bot_runs_asks_offers_choices_and_waits() {
    let folder = project();
    let typed = "Cancel order 55\nthe blue one\nnothing\n1001\n/wait\n/1\nsuccess {\"cancelled\": true}\n/save scenarios/bot.yaml\n";
    let printed = green(folder.path(), &["try", "orders_with_bot"], typed);
    for shown in [
        "bot: Which order do you want to cancel?",
        "Order Bot does not know what \"the blue one\" means; no stub answers",
        "bot: Cancel order 1001 for good?",
        "        1 Yes\n        2 No\n",
        "goes on without a word after 5m (`/wait`)",
        "5m later: 2026-01-14T04:05:00 America/Chicago",
        "the customer chooses Yes",
        "flow: Order 1001 is cancelled.",
        GREEN,
    ] {
        assert!(printed.contains(shown), "{shown} is not in\n{printed}");
    }
    run(folder.path(), "scenarios/bot.yaml");
    let text = fs::read_to_string(folder.path().join("scenarios/bot.yaml")).unwrap();
    assert!(text.contains("- wait: \"5m\"") && text.contains("- choose: \"Yes\""), "{text}");
}

#[test]
fn a_bot_that_is_not_executed_is_played_by_the_person() {
    let folder = project();
    let typed = "where is it?\nWhich order?\nOne moment.\n\nexit\n\nCheck Order\n1001\nit is 1001\nsuccess {\"status\": \"sent\"}\n/save scenarios/played.yaml\n";
    let printed = green(folder.path(), &["try", "orders"], typed);
    assert!(printed.contains("bot: Which order?") && printed.contains("flow: Order 1001 is sent."), "{printed}");
    assert!(printed.contains(GREEN), "{printed}");
    run(folder.path(), "scenarios/played.yaml");
}

#[test]
fn stubs_and_texts_of_options_go_first_and_an_open_question_stops_the_texts() {
    let folder = project();
    let stubs =
        "data_actions: { CRM: { Get Customer: [ { when: { customer_id: C-1 }, success: { first_name: Eve } } ] } }\n";
    fs::write(folder.path().join("stubs.yaml"), stubs).unwrap();
    let options = |id| ["try", "support", "--stubs", "stubs.yaml", "--attr", id, "--say", "/odd text"];
    let printed = green(folder.path(), &options("customer_id=C-1"), "");
    assert!(printed.contains("> /odd text\n") && printed.contains("flow: Welcome, Eve"), "{printed}");
    let printed = green(folder.path(), &options("customer_id=C-2"), "timeout\n/save scenarios/slow.yaml");
    assert!(printed.contains("flow: This takes a little longer than usual.") && printed.contains(GREEN), "{printed}");
}

#[test]
fn an_unknown_command_and_a_typo_are_told_and_the_chat_goes_on() {
    let folder = project();
    let printed =
        green(folder.path(), &["try", "support"], "/bakc\n/xyzzy\n/set custmer_tier=Gold\n/choose 1\nHello\n");
    for shown in [
        "there is no command `/bakc`\n    did you mean `/back`?",
        "there is no command `/xyzzy`\n    `/help` lists the commands; `//xyzzy` says it",
        "the flow reads no attribute `custmer_tier`; did you mean `customer_tier`?",
        "the conversation has not begun\n",
        "ended: transferred",
    ] {
        assert!(printed.contains(shown), "{shown} is not in\n{printed}");
    }
}

#[test]
fn a_flow_file_is_tried_without_a_project() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hello.yaml"), crate::hello::FLOW).unwrap();
    let printed = green(folder.path(), &["try", "hello.yaml"], "Hi\n/save saved.yaml\n");
    assert!(printed.contains(GREEN), "{printed}");
    run(folder.path(), "saved.yaml");
}

#[rstest::rstest]
#[case::unknown_flow(&["try", "suport"], "", 2, "did you mean `support`?")]
#[case::no_file(&["try", "flows/none.yaml"], "", 2, "no flow file is at `flows/none.yaml`")]
#[case::bad_clock(&["try", "support", "--now", "soon"], "", 2, "`--now soon`")]
#[case::no_stubs(&["try", "support", "--stubs", "none.yaml"], "", 2, "`none.yaml` cannot be read")]
#[case::left(&["try", "support"], "/quit\nHello\n", 0, "say something")]
#[case::occupied(&["try", "support"], "Hello\n/save flowproof.yaml\n", 1, "`flowproof.yaml` is there already")]
#[case::nowhere(&["try", "support"], "Hello\n/save flowproof.yaml/x.yaml\n", 1, "cannot be written")]
fn exit_codes(#[case] arguments: &[&str], #[case] typed: &str, #[case] code: i32, #[case] says: &str) {
    let folder = project();
    let before = fs::read_to_string(folder.path().join("flowproof.yaml")).unwrap();
    let output = chat(folder.path(), arguments, typed);
    assert_eq!(output.status.code(), Some(code), "{}", all(&output));
    assert!(all(&output).contains(says), "{}", all(&output));
    assert_eq!(fs::read_to_string(folder.path().join("flowproof.yaml")).unwrap(), before);
}

#[test]
fn what_follows_the_word_that_leaves_is_not_said() {
    let printed = green(project().path(), &["try", "support"], "/quit\nHello\n");
    assert!(!printed.contains("Hello") && !printed.contains("path:"), "{printed}");
}

#[test]
fn a_chat_writes_over_its_own_file_only() {
    let folder = project();
    let printed = green(folder.path(), &["try", "support"], "One\n/save a\n/back\nTwo\n/save scenarios/a.yaml\n");
    assert_eq!(printed.matches(GREEN).count(), 2, "{printed}");
    let text = fs::read_to_string(folder.path().join("scenarios/a.yaml")).unwrap();
    assert!(text.contains("say: Two"), "{text}");
}

/// A project as `flowproof init` writes it: its flow calls a data action that nothing answers.
fn fresh() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    assert!(chat(folder.path(), &["init"], "").status.success());
    folder
}

#[rstest::rstest]
#[case::held(
    "Hello\n/save scenarios/a.yaml\n",
    "answer the open question first: the flow calls data action CRM > Get Customer"
)]
#[case::later("Hello\nfailure\n/stub CRM > Get Customer\n/save scenarios/a.yaml\n", "answer the open question first: ")]
#[case::early("/save scenarios/a.yaml\n", "nothing was said")]
#[case::nameless("Hello\nfailure\n/save\n", "`/save` needs more")]
fn a_save_that_does_not_happen_is_no_success(#[case] typed: &str, #[case] says: &str) {
    let folder = fresh();
    let output = chat(folder.path(), &["try", "support"], typed);
    assert_eq!(output.status.code(), Some(1), "{}", all(&output));
    assert!(all(&output).contains(says), "{}", all(&output));
    assert!(!folder.path().join("scenarios/a.yaml").exists());
}

/// The lines for a shell in docs/try.md, in a project as `init` writes it.
#[test]
fn the_script_on_the_page_works_in_a_fresh_project() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/try.md")).unwrap();
    let scripts = regex::Regex::new(r"(?m)^printf '(.*)' \| flowproof (.*)$").unwrap();
    let mut count = 0;
    for script in scripts.captures_iter(&text) {
        let arguments: Vec<&str> = script[2].split_whitespace().collect();
        let folder = fresh();
        let printed = green(folder.path(), &arguments, &script[1].replace("\\n", "\n"));
        assert!(printed.contains(GREEN), "{printed}");
        count += 1;
    }
    assert!(count > 0, "the page shows no script");
}

#[test]
fn a_bare_name_is_saved_where_run_looks_and_another_place_is_told() {
    let folder = fresh();
    let printed = green(folder.path(), &["try", "support"], "Hello\nfailure\n/save hello\n/save hello.yaml\n");
    assert!(printed.contains("wrote scenarios/hello.yaml\n") && printed.contains("wrote hello.yaml\n"), "{printed}");
    assert_eq!(printed.matches("`flowproof run` alone does not find it").count(), 1, "{printed}");
    let ran = chat(folder.path(), &["run"], "");
    assert!(all(&ran).contains("3 passed of 3 cases"), "{}", all(&ran));
}

/// What a person types in a session on the page: the lines that begin with a prompt.
fn typed(session: &str) -> String {
    let prompt = regex::Regex::new(r"(?m)^(?:[^ >][^>\n]*)?> (.*)$").unwrap();
    prompt.captures_iter(session).map(|line| format!("{}\n", &line[1])).collect()
}

/// The sessions of docs/try.md are real ones. `UPDATE_DOCS=1 cargo test try_flow` writes them anew: read them before committing.
#[test]
fn the_page_shows_sessions_as_they_are() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/try.md");
    let text = fs::read_to_string(&page).unwrap();
    let folder = project();
    let (mut fresh, mut sessions) = (String::new(), 0);
    for (at, block) in text.split("```").enumerate() {
        let session =
            block.strip_prefix("text\n$ flowproof ").filter(|_| at % 2 == 1).and_then(|rest| rest.split_once('\n'));
        fresh.push_str(if at > 0 { "```" } else { "" });
        match session {
            None => fresh.push_str(block),
            Some((command, session)) => {
                sessions += 1;
                let arguments: Vec<&str> = command.split_whitespace().collect();
                let printed = green(folder.path(), &arguments, &typed(session));
                // The end of the input is no line that was typed.
                let printed = printed.trim_end().trim_end_matches('>').trim_end();
                fresh.push_str(&format!("text\n$ flowproof {command}\n{printed}\n"));
            }
        }
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&page, &fresh).unwrap();
        return;
    }
    let difference = similar::TextDiff::from_lines(&text, &fresh).unified_diff().to_string();
    assert!(text == fresh, "docs/try.md does not show what is printed:\n{difference}");
    assert!(sessions >= 2, "the page shows no session");
}
