//! States, tasks and menus that nothing leads to, from where the flow starts.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::flow::program::{ContainerIndex, ErrorHandling, Program};

pub(super) fn lint(program: &Program, diagnostics: &mut Diagnostics) {
    let reached = reached(program);
    for (at, container) in program.containers().iter().enumerate() {
        if !reached.contains(&ContainerIndex::next(at)) {
            let what = container.kind.describe();
            diagnostics.push(
                Diagnostic::warning(Code::FLOW_NEVER_CALLED, format!("nothing leads to {what} `{}`", container.name))
                    .at(container.place.clone())
                    .help(format!("lead to it from another state or task, or delete the {what}")),
            );
        }
    }
}

/// The containers that can be come to: from the start of each flow, its settings and its error handling, by every reference.
fn reached(program: &Program) -> HashSet<ContainerIndex> {
    let starts = program.flows().iter().map(|flow| flow.start);
    let handling = program.flows().iter().filter_map(|flow| match flow.error_handling {
        ErrorHandling::Go(container) => Some(container),
        _ => None,
    });
    let settings = program.uses.references.iter().filter(|(from, _)| from.is_none()).map(|(_, to)| *to);
    let bots = program.flows().iter().filter_map(|flow| flow.bot.as_deref()).flat_map(|bot| bot.leads_to());
    let mut open: Vec<ContainerIndex> = starts.chain(handling).chain(settings).chain(bots).collect();
    let mut reached: HashSet<ContainerIndex> = HashSet::new();
    let choices: Vec<(ContainerIndex, ContainerIndex)> = menus(program);
    while let Some(container) = open.pop() {
        if reached.insert(container) {
            let references = program.uses.references.iter().filter(|(from, _)| *from == Some(container));
            open.extend(references.map(|(_, to)| *to));
            open.extend(choices.iter().filter(|(from, _)| *from == container).map(|(_, to)| *to));
        }
    }
    reached
}

/// From menus to what their choices lead to.
fn menus(program: &Program) -> Vec<(ContainerIndex, ContainerIndex)> {
    let outputs = program.actions().iter().flat_map(|node| node.outputs.iter().map(|output| (node.container, output)));
    outputs.filter_map(|(from, output)| Some((from, program.body_of(output.branch?)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::lint;
    use crate::diagnostic::{RenderStyle, render};
    use crate::flow::action::testing::Flow;

    const TASKS: &str = "
  tasks:
    - task: { name: Used, refId: Used_1, actions: [ { endTask: { name: End } } ] }
    - task: { name: Alone, refId: Alone_2, actions: [ { jumpToTask: { name: Again, targetTaskRef: './tasks/task[Alone_2]' } } ] }";

    #[test]
    fn a_task_that_only_it_leads_to_is_told() {
        let flow = Flow::new()
            .actions("- callTask: { name: Call, targetTaskRef: './tasks/task[Used_1]' }\n- disconnect: { name: Bye }")
            .more(TASKS);
        let rendered: Vec<String> = lint(&flow.program()).iter().map(|one| render(one, RenderStyle::Plain)).collect();
        insta::assert_snapshot!(rendered.join("\n"), @r##"
        warning[FP0454]: nothing leads to task `Alone`
          --> flow0.yaml:14:21
           |
        14 |     - task: { name: Alone, refId: Alone_2, actions: [ { jumpToTask: { name: Again, targetTaskRef: './tasks/task[Alone_2]' } } ] }
           |                     ^^^^^
           |
           = help: lead to it from another state or task, or delete the task
        "##);
    }

    #[test]
    fn a_kind_that_is_not_known_may_lead_on() {
        let flow = Flow::new()
            .actions("- offerMenu: { name: M, choices: [ { taskRef: './tasks/task[Used_1]' }, { taskRef: './tasks/task[Alone_2]' } ] }")
            .more(TASKS);
        assert!(lint(&flow.program()).is_empty());
    }

    #[test]
    fn the_intents_of_a_bot_lead_to_their_tasks_by_name() {
        let settings = "  settingsBotFlow: { intentSettings: [ { intent: { name: Buy, task: { name: Used } } } ] }";
        let flow = Flow::digital_bot().settings(settings).actions("- exitBotFlow: { name: Out }").more(TASKS);
        let found: Vec<String> = lint(&flow.program()).iter().map(|one| one.message.clone()).collect();
        assert_eq!(found, ["nothing leads to task `Alone`"]);
    }
}
