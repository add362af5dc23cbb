//! Lines from a person at a terminal, with history and completion, or from a pipe. Must not know what a line does.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::rc::Rc;

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use crate::chat::Talk;
use crate::cli::edge::Edge;

/// Where lines come from.
pub(super) enum Console {
    /// A person.
    Person(Box<Editor<Complete, DefaultHistory>>),
    /// A pipe or a file.
    Pipe,
}

/// Completes what is typed by what the chat knows.
pub(super) struct Complete(Rc<RefCell<Talk>>);

impl Console {
    /// A terminal on both sides is a person; everything else is a pipe.
    pub(super) fn open(talk: &Rc<RefCell<Talk>>) -> io::Result<Self> {
        if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
            return Ok(Self::Pipe);
        }
        let config = Config::builder().completion_type(CompletionType::List).auto_add_history(true).build();
        let mut editor = Editor::with_config(config).map_err(io::Error::other)?;
        editor.set_helper(Some(Complete(Rc::clone(talk))));
        Ok(Self::Person(Box::new(editor)))
    }

    /// Whether lines come from a pipe or a file, where nobody sees a refusal and mends it.
    pub(super) fn is_pipe(&self) -> bool {
        matches!(self, Self::Pipe)
    }

    /// The columns of the terminal; none where the output is none.
    pub(super) fn width() -> Option<usize> {
        let size = io::stdout().is_terminal().then(|| terminal_size::terminal_size_of(io::stdout())).flatten();
        size.map(|(width, _)| usize::from(width.0))
    }

    /// The next line; none where the person left or the input ended.
    ///
    /// # Errors
    /// The input cannot be read.
    pub(super) fn read(&mut self, edge: &Edge, prompt: &str) -> io::Result<Option<String>> {
        match self {
            Self::Person(editor) => match editor.readline(prompt) {
                Ok(line) => Ok(Some(line)),
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
                Err(ReadlineError::Io(error)) => Err(error),
                Err(error) => Err(io::Error::other(error)),
            },
            Self::Pipe => {
                let mut out = edge.out();
                let _ = write!(out, "{prompt}").and_then(|()| out.flush());
                let mut line = String::new();
                let read = io::stdin().lock().read_line(&mut line)?;
                let line = line.trim_end_matches(['\n', '\r']).to_owned();
                // A terminal shows what is typed; here it is shown by us, so that what is printed reads as a chat.
                edge.say(&line);
                Ok((read > 0).then_some(line))
            }
        }
    }
}

impl Completer for Complete {
    type Candidate = String;

    fn complete(&self, line: &str, position: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = line.get(..position).unwrap_or(line);
        Ok(self.0.borrow().complete(typed))
    }
}

impl Hinter for Complete {
    type Hint = String;
}

impl Highlighter for Complete {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _default: bool) -> Cow<'b, str> {
        Cow::Borrowed(prompt)
    }
}

impl Validator for Complete {}

impl Helper for Complete {}
