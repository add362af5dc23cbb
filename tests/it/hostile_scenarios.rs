//! Hostile and mangled scenario files: limits hold, and nothing panics. What is read of such a file is of no interest here.

use flowproof::diagnostic::{Code, Diagnostics, RenderStyle, SourceFile, render_all};
use flowproof::scenario::{Surroundings, read, read_blocks_file, read_in, read_stubs_file};
use proptest::prelude::*;

const GOOD: [&str; 5] = [
    include_str!("../../fixtures/good/scenario/blocks.yaml"),
    include_str!("../../fixtures/good/scenario/conversation.yaml"),
    include_str!("../../fixtures/good/scenario/endings.yaml"),
    include_str!("../../fixtures/good/scenario/faults.yaml"),
    include_str!("../../fixtures/good/scenario/table.yaml"),
];

/// Characters that mean something to YAML or to a scenario, and some that are wide.
const MARKS: [char; 20] =
    [':', ' ', '\n', '-', '{', '}', '[', ']', '"', '\'', '$', '&', '*', '#', '|', '>', '\t', 'é', '😀', '0'];

/// Reads the text, expands every case, and prints what was found.
fn exercise(text: &str) -> Diagnostics {
    let source = SourceFile::new("hostile.yaml", text);
    let (file, found) = read(&source);
    if let Some(file) = &file {
        for index in 0..=file.case_count() {
            let _ = (file.case_name(index), file.case_place(index), file.case_tags(index));
            if let (Ok(_), None) = (file.case(index), file.draft(index)) {
                panic!("a sound case has no draft");
            }
        }
    }
    let _ = render_all(&found, RenderStyle::Plain);
    let _ = read_stubs_file(&source);
    let _ = read_blocks_file(&source);
    found
}

fn codes(text: &str) -> Vec<Code> {
    exercise(text).iter().map(|one| one.code).collect()
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut text = String::from("version: 1\nscenario: Bomb\nflow: f\nx0: &x0 [a,a,a,a,a,a,a,a,a,a]\n");
    for level in 1..12 {
        let below = vec![format!("*x{}", level - 1); 10].join(",");
        text.push_str(&format!("x{level}: &x{level} [{below}]\n"));
    }
    assert_eq!(codes(&text), [Code::TOO_LARGE]);
}

#[test]
fn depth_is_limited_in_every_style() {
    let head = "version: 1\nscenario: Deep\nflow: f\nconversation:\n  - say: Hi\n  - receive: ";
    assert_eq!(codes(&format!("{head}{}x{}", "{ not: ".repeat(5_000), " }".repeat(5_000))), [Code::TOO_LARGE]);
    assert_eq!(codes(&format!("{head}{}", "[".repeat(100_000))), [Code::TOO_LARGE]);
    let mut block = String::from("version: 1\nscenario: Deep\nflow: f\nstubs:\n");
    for level in 1..400 {
        block.push_str(&format!("{}a:\n", " ".repeat(level)));
    }
    assert_eq!(codes(&block), [Code::TOO_LARGE]);
    let fine = format!("{head}{}Hello{}\n", "{ not: ".repeat(150), " }".repeat(150));
    assert_eq!(codes(&fine), []);
}

#[test]
fn size_is_limited() {
    let long = format!("version: 1\nscenario: {}\nflow: f\n", "x".repeat(9 << 20));
    assert_eq!(codes(&long), [Code::TOO_LARGE]);
}

#[test]
fn a_hostile_regular_expression_is_refused() {
    let text = "version: 1\nscenario: Regex\nflow: f\nconversation:\n  - say: Hi\n  - receive: { matches: '((a{1000}){1000}){1000}' }\n";
    assert_eq!(codes(text), [Code::BAD_PATTERN]);
}

#[test]
fn a_table_of_a_thousand_rows_is_read_and_its_mistakes_are_told_once() {
    let mut text = String::from(
        "version: 1\nscenario: Table\nflow: f\ntimeout: \"${limit}\"\nconversation:\n  - say: \"I am ${name}\"\ncases:\n",
    );
    for row in 0..1_000 {
        let limit = if row % 10 == 0 { "soon" } else { "5s" };
        text.push_str(&format!("  - {{ case: c{row}, with: {{ name: n{row}, limit: {limit} }} }}\n"));
    }
    let source = SourceFile::new("table.yaml", text);
    let (file, found) = read(&source);
    let file = file.unwrap();
    assert_eq!(file.case_count(), 1_000);
    assert_eq!(found.len(), 1);
    let one = found.iter().next().unwrap();
    assert_eq!((one.code, one.place.as_ref().unwrap().start().line), (Code::BAD_DURATION, 4));
    assert_eq!(one.labels[0].text, "`limit` is `soon` in case `c0` and 99 others");
    assert!(file.case(0).is_err() && file.draft(0).is_some());
    assert_eq!(file.case(999).unwrap().timeout, Some(std::time::Duration::from_secs(5)));
}

/// A scenario whose blocks are these lines.
fn with_blocks(blocks: &str, conversation: &str) -> String {
    format!("version: 1\nscenario: Blocks\nflow: f\nblocks:\n{blocks}conversation:\n{conversation}")
}

#[test]
fn blocks_that_grow_without_end_are_refused() {
    let mut blocks = String::from("  b0: [ { say: Hi } ]\n");
    for level in 1..18 {
        blocks.push_str(&format!("  b{level}: [ {} ]\n", vec![format!("{{ use: b{} }}", level - 1); 10].join(", ")));
    }
    assert_eq!(codes(&with_blocks(&blocks, "  - use: b17\n")), [Code::TOO_LARGE]);
    let mut blocks = String::from("  b0: { parameters: { p: }, steps: [ { say: \"${p}\" } ] }\n");
    for level in 1..19 {
        let with = "{ p: \"${p}${p}${p}${p}\" }";
        let step = format!("{{ use: b{}, with: {with} }}", level - 1);
        blocks.push_str(&format!("  b{level}: {{ parameters: {{ p: }}, steps: [ {step} ] }}\n"));
    }
    assert_eq!(codes(&with_blocks(&blocks, "  - { use: b18, with: { p: xx } }\n")), [Code::TOO_LARGE]);
}

#[test]
fn long_chains_and_rounds_of_blocks_end() {
    let chain = |last: &str| {
        let link = |at: usize| format!("  b{at}: [ {{ use: b{} }} ]\n", at + 1);
        (0..20_000).map(link).collect::<String>() + last
    };
    let text = with_blocks(&chain("  b20000: [ { say: Hi } ]\n"), "  - use: b0\n");
    assert_eq!(codes(&text), [Code::TOO_LARGE]);
    let round = with_blocks(&chain("  b20000: [ { use: b0 } ]\n"), "  - say: Hi\n");
    assert!(codes(&round).contains(&Code::BLOCK_ROUND));
}

/// Reads a scenario whose cases are this table.
fn table(text: &str) -> Diagnostics {
    let open = |name: &str| Ok(SourceFile::new(name, text));
    let around = Surroundings { blocks: Default::default(), variables: Default::default(), open: &open };
    let scenario =
        "version: 1\nscenario: Table\nflow: f\nconversation: [ say: \"I am ${name}\" ]\ncases: { csv: t.csv }\n";
    let (file, found) = read_in(&SourceFile::new("hostile.yaml", scenario), &around);
    if let Some(file) = &file {
        for index in 0..=file.case_count() {
            let _ = (file.case_name(index), file.case_place(index), file.case(index), file.draft(index));
        }
    }
    let _ = render_all(&found, RenderStyle::Plain);
    found
}

#[test]
fn tables_are_limited_and_their_mistakes_are_few() {
    let rows: String = (0..100_001).map(|row| format!("c{row},n\n")).collect();
    let only = |text: &str| table(text).iter().map(|one| one.code).collect::<Vec<_>>();
    assert_eq!(only(&format!("case,name\n{rows}")), [Code::TOO_LARGE]);
    assert_eq!(only(&format!("case{}\n", ",x".repeat(1_000))), [Code::TOO_LARGE]);
    assert_eq!(only(&"x".repeat(9 << 20)), [Code::TOO_LARGE]);
    let ragged = format!("case,name\n{}", "one\n".repeat(10_000));
    let found = table(&ragged);
    assert_eq!(found.len(), 21);
    assert!(found.iter().any(|one| one.message == "9980 more lines of this table are wrong"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}") {
        exercise(&text);
    }

    #[test]
    fn text_of_marks_never_panics(picks in proptest::collection::vec(0..MARKS.len(), 0..80)) {
        let text: String = picks.iter().filter_map(|pick| MARKS.get(*pick)).collect();
        exercise(&text);
        exercise(&format!("version: 1\nscenario: x\nflow: y\nconversation:\n  - say: {text}"));
        exercise(&format!("version: 1\nscenario: x\nflow: y\nexpect: {{ path: [\"{text}\"] }}"));
    }

    #[test]
    fn any_table_never_panics(text in "[a-c,\"\r\n;é{}$ ]{0,120}", head in any::<bool>()) {
        table(&if head { format!("case,name\n{text}") } else { text });
    }

    #[test]
    fn mangled_good_files_never_panic(
        file in 0..GOOD.len(),
        edits in proptest::collection::vec((0.0..1.0_f64, 0_usize..12, 0..MARKS.len(), any::<bool>()), 1..6),
    ) {
        let mut text: Vec<char> = GOOD.get(file).unwrap().chars().collect();
        for (at, cut, mark, insert) in edits {
            let start = ((text.len() as f64) * at) as usize;
            let end = (start + cut).min(text.len());
            let new = if insert { MARKS.get(mark).copied() } else { None };
            text.splice(start..end, new);
        }
        exercise(&text.into_iter().collect::<String>());
    }
}
