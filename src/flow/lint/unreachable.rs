//! Actions that nothing leads to: what stands before them in their list never goes on. Told once a list, at the first of them.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::flow::program::{ActionIndex, Program, Unknowns, Ways};

pub(super) fn lint(program: &Program, diagnostics: &mut Diagnostics) {
    let ways = Ways::of(program, Unknowns::GoOn);
    for block in program.all_blocks() {
        let Some(last) = block.iter().position(|action| !ways.action(*action).past) else { continue };
        let (Some(ender), Some(lost)) = (block.get(last), block.get(last + 1)) else { continue };
        diagnostics.push(diagnostic(program, *ender, *lost, block.len() - last - 2));
    }
}

fn diagnostic(program: &Program, ender: ActionIndex, lost: ActionIndex, more: usize) -> Diagnostic {
    let (ender, lost) = (program.action(ender), program.action(lost));
    let others = match more {
        0 => String::new(),
        1 => ", nor is the one behind it".to_owned(),
        more => format!(", nor are the {more} behind it"),
    };
    let why = if ender.outputs.is_empty() { "does not go on" } else { "goes on by none of its outputs" };
    Diagnostic::warning(Code::FLOW_UNREACHABLE, format!("`{}` is never reached{others}", lost.id.name))
        .at(lost.place.clone())
        .label(ender.place.clone(), format!("`{}` {why}", ender.id.name))
        .help(format!("move it before `{}`, or delete it", ender.id.name))
}

#[cfg(test)]
mod tests {
    use super::super::lint;
    use crate::diagnostic::{RenderStyle, render};
    use crate::flow::action::testing::Flow;

    fn found(actions: &str) -> Vec<String> {
        let diagnostics = lint(&Flow::new().actions(actions).program());
        diagnostics.iter().map(|one| format!("{} {}", one.code, one.message)).collect()
    }

    #[test]
    fn what_stands_behind_an_ender_is_told_with_both_places() {
        let actions = "
- disconnect: { name: Bye }
- sendResponse: { name: Late, messageBody: { lit: late } }
- sendResponse: { name: Later, messageBody: { lit: later } }";
        let diagnostics = lint(&Flow::new().actions(actions).program());
        let rendered: Vec<String> = diagnostics.iter().map(|one| render(one, RenderStyle::Plain)).collect();
        insta::assert_snapshot!(rendered.join("\n"), @r##"
        warning[FP0450]: `Late` is never reached, nor is the one behind it
          --> flow0.yaml:11:35
           |
        10 |           - disconnect: { name: Bye }
           |                                 --- `Bye` does not go on
        11 |           - sendResponse: { name: Late, messageBody: { lit: late } }
           |                                   ^^^^
           |
           = help: move it before `Bye`, or delete it
        "##);
    }

    #[rstest::rstest]
    #[case::both_branches_end("{ disconnect: { name: A } }", "{ disconnect: { name: B } }", &["FP0450 `Late` is never reached"])]
    #[case::one_goes_on("{ disconnect: { name: A } }", "", &[])]
    #[case::an_unknown_kind_may_go_on("{ disconnect: { name: A } }", "{ playAudio: { name: B } }", &[])]
    fn branches_count(#[case] yes: &str, #[case] no: &str, #[case] expected: &[&str]) {
        let actions = format!(
            "- decision: {{ name: D, condition: {{ exp: 'Message.Message.body == \"x\"' }}, outputs: {{ \"yes\": {{ actions: [ {yes} ] }}, \"no\": {{ actions: [ {no} ] }} }} }}\n- disconnect: {{ name: Late }}"
        );
        assert_eq!(found(&actions), expected);
    }
}
