//! Records as the rows of a scenario's table. Must not know how a file is opened or split.

use std::collections::HashMap;
use std::sync::Arc;

use super::cells::{Cell, Record, Records};
use crate::diagnostic::{Code, Diagnostic, Place, SourceFile, Span, did_you_mean};
use crate::scenario::cases::row::Row;
use crate::scenario::read::PARTS;
use crate::scenario::variables::{Binding, is_name};
use crate::yaml::{Limits, Node, Reader, Scalar, Value};

/// The column of the cases' names.
const CASE: &str = "case";

/// Columns that are keys of a case and no variables: its tags, between spaces, and why it is skipped. An empty cell says nothing.
const KEYS: [&str; 2] = ["tags", "skip"];

/// Cases in one file. Each is expanded as the file is read; more than these belong into several files.
const CASES: usize = 100_000;

/// Columns, more than any case has variables.
const COLUMNS: usize = 1_000;

/// Records of which is told what is wrong with them; what makes one wrong often makes all.
const TOLD: usize = 20;

/// The rows of a file that is used at a place.
pub(in crate::scenario::cases) fn rows(reader: &mut Reader, source: &Arc<SourceFile>, used_at: Place) -> Vec<Row> {
    let offset = reader.add_source(source, Some(used_at));
    let mut table = Table { reader, offset, rows: Vec::new(), names: HashMap::new(), wrong: 0 };
    let limit = Limits::default().bytes;
    if source.text().len() > limit {
        let message = format!("table has {} bytes; at most {limit} are read", source.text().len());
        table.problem(Code::TOO_LARGE, &(0..0), message, "split it into several tables, each with its scenario");
        return Vec::new();
    }
    let mut records = Records::new(source.text());
    let Some(header) = records.next() else {
        let help = "begin with a line that names the columns: `case,tier,queue`";
        table.problem(Code::BAD_TABLE, &(0..0), "this table is empty", help);
        return Vec::new();
    };
    let Some(columns) = table.columns(&header) else { return Vec::new() };
    for record in records {
        if table.rows.len() >= CASES {
            let message = format!("this table has more than {CASES} cases");
            let help = "split it into several tables, each with its scenario";
            table.problem(Code::TOO_LARGE, &whole(&record), message, help);
            break;
        }
        table.row(&columns, &header, record);
    }
    if table.rows.is_empty() && table.wrong == 0 {
        table.problem(Code::NOTHING_GIVEN, &whole(&header), "this table has no case", "add a line for each case");
    }
    let more = table.wrong.saturating_sub(TOLD);
    if more > 0 {
        let message = format!("{more} more lines of this table are wrong");
        table.problem(Code::BAD_TABLE, &whole(&header), message, "mend those that are told first");
    }
    table.rows
}

/// What a column holds.
enum Column {
    Case,
    /// An index into [`PARTS`].
    Key(usize),
    Variable,
    /// Its name is wrong, which was reported.
    Nothing,
}

struct Table<'r> {
    reader: &'r mut Reader,
    /// Where the file's spans begin.
    offset: usize,
    rows: Vec<Row>,
    names: HashMap<Arc<str>, Span>,
    wrong: usize,
}

impl Table<'_> {
    fn span(&self, local: &Span) -> Span {
        local.start + self.offset..local.end + self.offset
    }

    fn problem(&mut self, code: Code, local: &Span, message: impl Into<String>, help: impl Into<String>) {
        let place = self.reader.place(&self.span(local));
        self.reader.push(Diagnostic::error(code, message).at(place).help(help));
    }

    /// The same for a record, of which only so many are told.
    fn wrong(&mut self, code: Code, local: &Span, message: impl Into<String>, help: &str) {
        self.wrong += 1;
        if self.wrong <= TOLD {
            self.problem(code, local, message, help);
        }
    }

    /// What each column holds; none where there are too many, or none for the names.
    fn columns(&mut self, header: &Record) -> Option<Vec<Column>> {
        if header.len() > COLUMNS {
            let message = format!("this table has {} columns; at most {COLUMNS} are read", header.len());
            self.problem(Code::TOO_LARGE, &whole(header), message, "leave out what the scenario does not use");
            return None;
        }
        if let ([one], true) = (header.as_slice(), header.iter().any(|cell| cell.text.contains(';'))) {
            let help = "save it with commas between the fields: `case,tier,queue`";
            let message = "the fields of this table do not stand between commas";
            self.problem(Code::BAD_TABLE, &one.span, message, help);
            return None;
        }
        let mut columns = Vec::with_capacity(header.len());
        for (at, cell) in header.iter().enumerate() {
            let name = cell.text.as_str();
            if let Some(first) = header.iter().take(at).find(|other| other.text == name && !name.is_empty()) {
                let first = self.reader.place(&self.span(&first.span));
                let place = self.reader.place(&self.span(&cell.span));
                self.reader.push(
                    Diagnostic::error(Code::DUPLICATE_NAME, format!("column `{name}` is given twice"))
                        .at(place)
                        .label(first, "first given here")
                        .help("give each column a name of its own"),
                );
                columns.push(Column::Nothing);
                continue;
            }
            columns.push(match PARTS.iter().position(|part| part.key == name).filter(|_| KEYS.contains(&name)) {
                _ if name == CASE => Column::Case,
                Some(part) => Column::Key(part),
                None if is_name(name) => Column::Variable,
                None => {
                    let message = format!("`{name}` cannot name a variable");
                    let help = "names of columns are letters, digits and underscores, between commas";
                    self.problem(Code::BAD_VARIABLE, &cell.span, message, help);
                    Column::Nothing
                }
            });
        }
        if !columns.iter().any(|column| matches!(column, Column::Case)) {
            let near = did_you_mean(CASE, header.iter().map(|cell| cell.text.as_str()));
            let help = match near {
                Some(near) => format!("is it `{near}`? name it `{CASE}`"),
                None => format!("add a column `{CASE}` that names each case: `{CASE},tier,queue`"),
            };
            self.problem(Code::BAD_TABLE, &whole(header), format!("this table has no column `{CASE}`"), help);
            return None;
        }
        Some(columns)
    }

    fn row(&mut self, columns: &[Column], header: &Record, record: Record) {
        if record.len() != columns.len() {
            let fields = |count: usize| if count == 1 { "1 field".to_owned() } else { format!("{count} fields") };
            let message = format!("this line has {}, and the header has {}", fields(record.len()), columns.len());
            let help = "write a comma for each empty field, and put a field with a comma in it in quotes";
            return self.wrong(Code::BAD_TABLE, &whole(&record), message, help);
        }
        if let Some(cell) = record.iter().find(|cell| cell.misquoted) {
            let help = "put the whole field in quotes, and write a quote in it twice: `\"a \"\"b\"\"\"`";
            return self.wrong(Code::BAD_TABLE, &cell.span.clone(), "the quotes of this field are not closed", help);
        }
        let span = self.span(&whole(&record));
        let mut name = None;
        let mut bindings = Vec::with_capacity(columns.len());
        let mut overrides = Vec::new();
        for ((column, head), cell) in columns.iter().zip(header).zip(record) {
            match column {
                Column::Case => name = Some(cell),
                Column::Key(part) if !cell.text.trim().is_empty() => overrides.push((*part, self.key(*part, &cell))),
                Column::Variable => bindings.push(Binding {
                    name: head.text.as_str().into(),
                    name_span: self.span(&head.span),
                    value_span: self.span(&cell.span),
                    value: value(cell.text),
                }),
                Column::Key(_) | Column::Nothing => {}
            }
        }
        let Some(name) = name else { return };
        if name.text.trim().is_empty() {
            return self.wrong(Code::NOTHING_GIVEN, &name.span, "this case has no name", "name it in this column");
        }
        let name_span = self.span(&name.span);
        let name: Arc<str> = Arc::from(name.text);
        if let Some(first) = self.names.get(&name) {
            let (first, place) = (self.reader.place(first), self.reader.place(&name_span));
            self.wrong += 1;
            if self.wrong <= TOLD {
                self.reader.push(
                    Diagnostic::error(Code::DUPLICATE_CASE, format!("case `{name}` is given twice"))
                        .at(place)
                        .label(first, "first given here")
                        .help("give each case a name of its own"),
                );
            }
            return;
        }
        self.names.insert(Arc::clone(&name), name_span.clone());
        overrides.sort_by_key(|(part, _)| *part);
        self.rows.push(Row { name, name_span, span, bindings, overrides, ..Row::default() });
    }

    /// A cell as the value of a key: what stands in it is no template.
    fn key(&self, part: usize, cell: &Cell) -> Node {
        let span = self.span(&cell.span);
        let text = |text: &str| Value::Scalar(Scalar { text: text.replace("${", "$${"), plain: false });
        let is_tags = PARTS.get(part).is_some_and(|part| part.key == "tags");
        if !is_tags {
            return Node { value: text(&cell.text), span };
        }
        let words = cell.text.split_whitespace().map(|word| Node { value: text(word), span: span.clone() });
        Node { value: Value::List(words.collect()), span: span.clone() }
    }
}

/// A value as text; digits alone, `true` and `false` may also stand where a number or a truth value is asked for.
fn value(text: String) -> Scalar {
    let scalar = Scalar { text, plain: true };
    let means_more = scalar.as_integer().is_some() || scalar.as_number().is_some() || scalar.as_bool().is_some();
    Scalar { plain: means_more, ..scalar }
}

fn whole(record: &Record) -> Span {
    let start = record.first().map_or(0, |cell| cell.span.start);
    start..record.last().map_or(start, |cell| cell.span.end)
}
