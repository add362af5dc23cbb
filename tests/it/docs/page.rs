//! A page of the documentation, taken apart: blocks of code, code within lines, headings, links. Must not know what is done with them.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Pages outside of `docs/`.
const OUTSIDE: [&str; 4] = ["README.md", "CONTRIBUTING.md", "fixtures/README.md", "src/cli/template/README.md"];

/// Where the repository is.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A block of code.
#[derive(Debug, Clone)]
pub struct Block {
    /// What stands behind the fence; `indented` for one without.
    pub info: String,
    /// The index of the first line of its body in the page.
    pub start: usize,
    /// Its lines, without the indent of the whole.
    pub body: Vec<String>,
}

impl Block {
    pub fn text(&self) -> String {
        self.body.iter().map(|line| format!("{line}\n")).collect()
    }

    pub fn first(&self) -> &str {
        self.body.first().map_or("", String::as_str)
    }

    /// The file that the block is, as its first line says: `# scenarios/gold.yaml`.
    pub fn file(&self) -> Option<&str> {
        let name = self.first().strip_prefix("# ")?;
        let is_name = name.contains('.') && !name.contains(' ') && !name.starts_with("yaml-language-server");
        is_name.then_some(name)
    }
}

/// A page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its path in the repository.
    pub name: String,
    pub lines: Vec<String>,
    pub blocks: Vec<Block>,
    /// Code within lines.
    pub spans: Vec<String>,
    /// Targets of links.
    pub links: Vec<String>,
    /// Headings as addresses have them.
    pub anchors: Vec<String>,
}

impl Page {
    pub fn read(name: &str) -> Self {
        let text = fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        Self::of(name, &text)
    }

    pub fn of(name: &str, text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let (blocks, prose) = taken_apart(&lines);
        let span = Regex::new(r"`([^`]+)`").unwrap();
        let link = Regex::new(r"\]\(([^)]+)\)").unwrap();
        let within = |pattern: &Regex, text: &str| -> Vec<String> {
            pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
        };
        let prose = prose.join("\n");
        Self {
            name: name.to_owned(),
            spans: within(&span, &prose).into_iter().map(|text| text.replace('\n', " ")).collect(),
            // What stands in code is no link.
            links: within(&link, &span.replace_all(&prose, "code")),
            anchors: prose.lines().filter(|line| line.starts_with('#')).map(slug).collect(),
            lines,
            blocks,
        }
    }

    /// Where a table belongs: the example above it names the file, from that example's folder.
    pub fn table(&self, block: &Block) -> Option<String> {
        let above = self.blocks.iter().rev().find(|one| one.start < block.start && one.info == "yaml")?;
        let name = Regex::new(r"csv: ([\w/]+\.csv)").unwrap().captures(&above.text())?[1].to_owned();
        let folder = above.file().and_then(|file| Path::new(file).parent()).unwrap_or(Path::new(""));
        Some(folder.join(name).to_str()?.to_owned())
    }

    /// The name that people give the page.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// The blocks of a page, and the lines outside of them.
fn taken_apart(lines: &[String]) -> (Vec<Block>, Vec<String>) {
    let (mut blocks, mut prose): (Vec<Block>, Vec<String>) = (Vec::new(), Vec::new());
    let mut at = 0;
    let mut in_list = false;
    while let Some(line) = lines.get(at) {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        if let Some(info) = bare.strip_prefix("```") {
            let body: Vec<String> = lines[at + 1..]
                .iter()
                .take_while(|line| !line.trim_start().starts_with("```"))
                .map(|line| line.get(indent..).unwrap_or("").to_owned())
                .collect();
            let length = body.len();
            blocks.push(Block { info: info.trim().to_owned(), start: at + 1, body });
            at += length + 2;
            continue;
        }
        if indent >= 4 && !in_list && !bare.is_empty() {
            let body: Vec<String> = lines[at..]
                .iter()
                .take_while(|line| line.starts_with("    "))
                .map(|line| line.trim_start().to_owned())
                .collect();
            let length = body.len();
            blocks.push(Block { info: "indented".to_owned(), start: at, body });
            at += length;
            continue;
        }
        if indent == 0 && !bare.is_empty() {
            let number = bare.trim_start_matches(|one: char| one.is_ascii_digit());
            in_list = bare.starts_with("- ") || (number.len() < bare.len() && number.starts_with(". "));
        }
        prose.push(line.clone());
        at += 1;
    }
    (blocks, prose)
}

/// A heading as an address has it.
fn slug(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words.chars().filter(|one| one.is_alphanumeric() || matches!(one, ' ' | '-' | '_'));
    kept.map(|one| if one == ' ' { '-' } else { one }).collect()
}

/// Every page of the repository that people read.
pub fn pages() -> Vec<Page> {
    let mut names: Vec<String> = OUTSIDE.iter().map(|name| (*name).to_owned()).collect();
    collect(&root().join("docs"), &mut names);
    names.sort();
    assert!(names.len() > 15, "{names:?}");
    names.iter().map(|name| Page::read(name)).collect()
}

fn collect(folder: &PathBuf, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, names);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            names.push(path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned());
        }
    }
}

#[test]
fn a_table_belongs_where_the_example_above_it_says() {
    let text = "```yaml\n# scenarios/a.yaml\ncases: { csv: tables/b.csv }\n```\n\n```csv\ncase\n```\n";
    let page = Page::of("a.md", text);
    assert_eq!(page.table(&page.blocks[1]).as_deref(), Some("scenarios/tables/b.csv"));
    let alone = Page::of("a.md", "```csv\ncase\n```\n");
    assert_eq!(alone.table(&alone.blocks[0]), None);
}

#[test]
fn a_page_is_taken_apart() {
    let text = "# A page, of two\n\nSee [there](x.md#y) or `flowproof\ncheck`.\n\n    flowproof run\n\n1. one\n\n    more of it\n\n   ```sh\n   make test\n   ```\n";
    let page = Page::of("a.md", text);
    assert_eq!(page.anchors, ["a-page-of-two"]);
    assert_eq!(page.links, ["x.md#y"]);
    assert_eq!(page.spans, ["flowproof check"]);
    let blocks: Vec<(&str, &str)> = page.blocks.iter().map(|block| (block.info.as_str(), block.first())).collect();
    assert_eq!(blocks, [("indented", "flowproof run"), ("sh", "make test")]);
}
