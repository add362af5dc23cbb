//! Every link of every page leads to a file that is there, and to a heading that it has.

use super::page::{Page, pages, root};

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    let mut wrong = Vec::new();
    let mut checked = 0;
    for page in &pages {
        let folder = root().join(&page.name).parent().unwrap().to_owned();
        for target in page.links.iter().filter(|target| !target.starts_with("https://")) {
            checked += 1;
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let path = if file.is_empty() { root().join(&page.name) } else { folder.join(file) };
            if !path.exists() {
                wrong.push(format!("{}: {target} is not there", page.name));
            } else if !anchor.is_empty() {
                let there = Page::of(target, &std::fs::read_to_string(&path).unwrap());
                if !there.anchors.iter().any(|one| one == anchor) {
                    wrong.push(format!("{}: {target} has no such heading", page.name));
                }
            }
        }
    }
    assert!(checked > 60, "only {checked} links were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// From the README each page is one step away, so that nobody must guess that it exists.
#[test]
fn the_readme_leads_to_every_page() {
    let readme = Page::read("README.md");
    let missing: Vec<String> = pages()
        .into_iter()
        .map(|page| page.name)
        .filter(|name| {
            name.starts_with("docs/") && !readme.links.iter().any(|link| link.split('#').next() == Some(name))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
