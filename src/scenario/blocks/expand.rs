//! A `use` step in a conversation becomes the block's steps, with the arguments filled in. Must not know what a step means.

use std::collections::HashSet;
use std::sync::Arc;

use super::check::{dynamic_name, unknown};
use super::model::{Block, Blocks};
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean, list_of};
use crate::scenario::variables::{Found, Splicer, is_dynamic, walk};
use crate::yaml::{Node, Reader, Scalar, Value};

/// Blocks inside one another: deeper than any conversation that a person can follow.
const DEPTH: usize = 20;

/// Values that the blocks of one file may come to, each use counting too: a fifth of what a file may hold. Two uses in each of twenty blocks
/// would make a million.
const VALUES: usize = 200_000;

/// Bytes of text that they may come to, as much as a file may have.
const BYTES: usize = 8 << 20;

/// Puts blocks in their places, for one scenario file.
pub(in crate::scenario) struct Expander<'l> {
    blocks: &'l Blocks,
    values_left: usize,
    bytes_left: usize,
    /// Whether they came to more, which was reported.
    is_full: bool,
    /// Names of blocks that were used.
    pub(in crate::scenario) used: HashSet<Box<str>>,
    /// Variables in blocks that are no parameters there.
    pub(in crate::scenario) free: Vec<Free>,
    /// Arguments that came to nothing because their use is wrong: what they name is not unused.
    pub(in crate::scenario) lost: Vec<Node>,
    /// Whether a use came to nothing, so that steps are missing.
    pub(in crate::scenario) failed: bool,
}

/// A variable in a block that is no parameter of it.
pub(in crate::scenario) struct Free {
    pub(in crate::scenario) name: String,
    pub(in crate::scenario) at: Place,
    pub(in crate::scenario) block: Box<str>,
}

/// Whether a conversation uses blocks.
pub(in crate::scenario) fn has_use(conversation: &Node) -> bool {
    conversation.as_list().is_some_and(|steps| steps.iter().any(is_use))
}

fn is_use(step: &Node) -> bool {
    step.get("use").is_some()
}

impl<'l> Expander<'l> {
    pub(in crate::scenario) fn new(blocks: &'l Blocks) -> Self {
        Self {
            blocks,
            values_left: VALUES,
            bytes_left: BYTES,
            is_full: false,
            used: HashSet::new(),
            free: Vec::new(),
            lost: Vec::new(),
            failed: false,
        }
    }

    /// The names of a block's parameters.
    pub(in crate::scenario) fn parameters(&self, block: &str) -> Option<impl Iterator<Item = &str>> {
        self.blocks.get(block).map(|block| block.parameters.iter().map(|one| &*one.name))
    }

    /// The conversation with each use replaced by its steps.
    pub(in crate::scenario) fn expand(&mut self, reader: &mut Reader, conversation: &Node) -> Node {
        let mut steps = Vec::new();
        self.steps(reader, conversation.as_list().unwrap_or_default(), &mut Vec::new(), &mut steps);
        Node { value: Value::List(steps), span: conversation.span.clone() }
    }

    fn steps(&mut self, reader: &mut Reader, items: &[Node], within: &mut Vec<Arc<Block>>, out: &mut Vec<Node>) {
        for item in items {
            if !is_use(item) {
                out.push(item.clone());
                continue;
            }
            if self.used_once(reader, item, within, out).is_none() {
                self.failed = true;
                self.lost.push(item.clone());
            }
        }
    }

    /// One use; none where it is wrong, which was reported.
    fn used_once(
        &mut self,
        reader: &mut Reader,
        item: &Node,
        within: &mut Vec<Arc<Block>>,
        out: &mut Vec<Node>,
    ) -> Option<()> {
        let mut map = reader.map(item)?;
        let (name, with) = (map.given("use")?, map.given("with"));
        map.finish(reader);
        if self.is_full {
            return None;
        }
        let at = reader.place(&name.span);
        let block = self.named(reader, name, &at, within)?;
        if within.len() >= DEPTH {
            let message = format!("blocks stand deeper than {DEPTH} levels inside one another here");
            let help = "use fewer levels: a conversation that is spread so far is hard to follow";
            reader.push(Diagnostic::error(Code::TOO_LARGE, message).at(at).help(help));
            return None;
        }
        let arguments = arguments(reader, &block, &at, with)?;
        let arguments: Vec<(&str, &Scalar)> = arguments.iter().map(|(name, value)| (*name, value)).collect();
        let offset = reader.add_source(&block.source, Some(at.clone()));
        let values_left = self.values_left.saturating_sub(1);
        let mut splicer = Splicer::new(&arguments, offset, values_left, self.bytes_left);
        let steps: Vec<Node> = block.steps.iter().map(|step| splicer.splice(step)).collect();
        (self.values_left, self.bytes_left) = (splicer.values_left, splicer.bytes_left);
        if splicer.full || self.values_left == 0 {
            // One message is enough: whatever follows would only say the same.
            if !std::mem::replace(&mut self.is_full, true) {
                let message = format!("the blocks of this file come to more than {VALUES} values or {BYTES} bytes");
                let help = "use fewer blocks in one another: each use counts with all that it holds";
                reader.push(Diagnostic::error(Code::TOO_LARGE, message).at(at).help(help));
            }
            return None;
        }
        for (name, span) in std::mem::take(&mut splicer.free) {
            self.free.push(Free { name, at: reader.place(&span), block: block.name.clone() });
        }
        self.used.insert(block.name.clone());
        within.push(block);
        self.steps(reader, &steps, within, out);
        within.pop();
        Some(())
    }

    /// The block that a use names. What is wrong with a use inside a block is told with the block.
    fn named(&self, reader: &mut Reader, name: &Node, at: &Place, within: &[Arc<Block>]) -> Option<Arc<Block>> {
        let Some(text) = name.as_text() else {
            let message = format!("expected a text, found {}", name.describe());
            let help = "name the block: `use: greeting`";
            reader.push(Diagnostic::error(Code::WRONG_TYPE, message).at(at.clone()).help(help));
            return None;
        };
        let found = self.blocks.get(text).filter(|_| !is_dynamic(name));
        match found {
            Some(block) => (!within.iter().any(|outer| outer.name == block.name)).then(|| Arc::clone(block)),
            None => {
                if within.is_empty() {
                    let dynamic = is_dynamic(name);
                    let at = at.clone();
                    reader.push(if dynamic { dynamic_name(at) } else { unknown(text, at, self.blocks) });
                }
                None
            }
        }
    }
}

/// Each parameter of the block with its argument, else with its default.
fn arguments<'b>(
    reader: &mut Reader,
    block: &'b Block,
    at: &Place,
    with: Option<&Node>,
) -> Option<Vec<(&'b str, Scalar)>> {
    let mut given: Vec<(&'b str, Scalar)> = Vec::with_capacity(block.parameters.len());
    let before = reader.found();
    let entries = match with {
        None => &[][..],
        Some(with) => with.as_map().unwrap_or_else(|| {
            let message = format!("expected a map, found {}", with.describe());
            let one = Diagnostic::error(Code::WRONG_TYPE, message).at(reader.place(&with.span));
            reader.push(one.help("write `with: { parameter: value }`"));
            &[]
        }),
    };
    for entry in entries {
        let name = entry.key.text.as_str();
        let Some(parameter) = block.parameters.iter().find(|one| *one.name == *name) else {
            let message = format!("block `{}` has no parameter `{name}`", block.name);
            let known = block.parameters.iter().map(|one| &*one.name);
            let help = list_of("parameters", name, known).unwrap_or_else(|| "it has none: remove it".to_owned());
            let one = Diagnostic::error(Code::BAD_PARAMETER, message).at(reader.place(&entry.key_span));
            reader.push(one.label(block.place.clone(), "the block").help(help));
            continue;
        };
        match entry.value.as_scalar().filter(|value| !value.is_null()) {
            Some(value) => {
                broken(reader, &entry.value);
                given.push((&*parameter.name, value.clone()));
            }
            None => {
                let message = format!(
                    "parameter `{name}` must be a text, a number, or true or false, not {}",
                    entry.value.describe()
                );
                let one = Diagnostic::error(Code::WRONG_TYPE, message).at(reader.place(&entry.value.span));
                reader.push(one.help("a parameter is filled into texts; write `\"\"` for an empty one"));
            }
        }
    }
    let unread = with.is_some_and(|with| with.as_map().is_none());
    for parameter in &block.parameters {
        // One that is misspelt is told above, and is not missing, too.
        let named = unread || entries.iter().any(|entry| did_you_mean(&entry.key.text, [&*parameter.name]).is_some());
        match &parameter.default {
            _ if named => {}
            Some(default) => given.push((&*parameter.name, default.clone())),
            None => {
                let message = format!("block `{}` needs a value for its parameter `{}`", block.name, parameter.name);
                let one = Diagnostic::error(Code::BAD_PARAMETER, message).at(at.clone());
                let help = format!("add `with: {{ {}: … }}`", parameter.name);
                reader.push(one.label(parameter.place.clone(), "the parameter").help(help));
            }
        }
    }
    (reader.found() == before).then_some(given)
}

/// Reports what looks like a variable in an argument and is none.
fn broken(reader: &mut Reader, argument: &Node) {
    walk(argument, &mut |found, span| {
        if let Found::Broken(text) = found {
            let one = Diagnostic::error(Code::BAD_VARIABLE, format!("`{text}` is not a variable"));
            let help = "write `${name}` with letters, digits and underscores, or `$${` for a dollar sign and a brace";
            let one = one.at(reader.place(span)).help(help);
            reader.push(one);
        }
    });
}
