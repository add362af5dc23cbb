//! What is fuzzed: a function for each reader, over any bytes. A fuzzer calls them with bytes of its own; a test of the package calls them
//! with seeds and changes of those, so that they are kept running where there is no fuzzer. They panic where a law is broken.

use std::sync::Arc;

use flowproof::diagnostic::{RenderStyle, SourceFile, render_all};
use flowproof::flow::expression::{EveryName, FixedScope, parse};
use flowproof::flow::host::{Session, SessionStart};
use flowproof::flow::lint::lint;
use flowproof::flow::show::{Graph, to_json, to_mermaid, to_svg, to_text};
use flowproof::flow::stubs::Stubs;
use flowproof::flow::world::World;
use flowproof::flow::{FlowSource, load};
use jiff::Timestamp;

/// What a customer says in a run of a flow that loads, one text whenever it waits.
const SAYS: [&str; 4] = ["yes", "5", "", "book an appointment"];

/// A name of a target, and its function.
pub const TARGETS: [(&str, fn(&[u8])); 3] = [("archy", archy), ("export", export), ("expression", expression)];

/// Archy YAML: reads it and, if it is a flow, checks, draws and runs it.
pub fn archy(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        flow("fuzz.yaml", text);
    }
}

/// An export, or the JSON inside: the bytes are tried as they are and, where they are JSON, in the export's encoding.
pub fn export(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    flow("fuzz.i3InboundMessage", text);
    if text.trim_start().starts_with('{') {
        use base64::Engine as _;
        let escaped = percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        flow("fuzz.i3InboundMessage", &base64::engine::general_purpose::STANDARD.encode(escaped));
    }
}

/// An expression: what is read prints as a text that reads as the same, has a tree, is checked, and is computed or fails.
pub fn expression(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(expression) = parse(text) else { return };
    let printed = expression.canonical_text();
    let again = parse(&printed).unwrap_or_else(|errors| panic!("`{printed}`, printed of `{text}`: {errors:?}"));
    assert_eq!(again.canonical_text(), printed, "printed of `{text}`");
    let _ = expression.syntax_tree(&|_| None);
    let _ = expression.check(&|_| None);
    let variables: [(&str, flowproof::flow::expression::Value); 0] = [];
    let _ = expression.evaluate(&FixedScope::new(variables, Timestamp::UNIX_EPOCH, EveryName));
}

fn flow(name: &str, text: &str) {
    let source = SourceFile::new(name, text);
    let loaded = load(vec![FlowSource { source, substitutions: Default::default() }]);
    let _ = render_all(&loaded.diagnostics, RenderStyle::Plain);
    let Some(program) = loaded.program else {
        assert!(loaded.diagnostics.has_errors(), "neither a flow nor a mistake");
        return;
    };
    let _ = render_all(&lint(&program), RenderStyle::Plain);
    let graph = Graph::of(&program);
    let _ = (to_text(&graph), to_mermaid(&graph), to_svg(&graph), to_json(&graph));
    let start = SessionStart { message: Some("hello".into()), ..SessionStart::default() };
    let world = World { open: true, ..World::default() };
    let mut session =
        Session::start(&program, start, Arc::new(Stubs::default()), Arc::new(world), Timestamp::UNIX_EPOCH);
    for text in SAYS {
        let now = session.now();
        session.customer_says(text, &[], now);
    }
    session.customer_leaves(session.now());
    assert!(session.waiting().is_none(), "a customer who left is waited for");
    let outcome = session.into_outcome();
    assert!(outcome.ending.is_final(), "{:?}", outcome.ending);
}
