//! `import --update`: drafts only what changed pages have and their schemas lack.

use std::collections::BTreeMap;

use anyhow::Result;
use pages::page::Page;

use super::{
    additions::{Additions, Lacked},
    files,
    known::Known,
    layout::TODO,
    notes,
};
use crate::{
    args::Import,
    drift::{self, Schemas},
    exit::Exit,
    page_files,
    terminal::{counted, eprint_line, print, print_line},
};

pub(super) fn run(args: &Import) -> Result<Exit> {
    let folder = args.schemas.folder();
    let schemas = Schemas::read(&folder)?;
    let vendors = schemas.model.vendors.keys();
    let known: BTreeMap<&str, Known> =
        vendors.filter_map(|vendor| Some((vendor.as_str(), Known::of(&schemas.model, vendor)?))).collect();
    let pages = page_files::list(&args.pages)?;
    let (mut drafts, mut todos) = (0, 0);
    let failed = page_files::each(&pages, |file, text| {
        let page = pages::read(text);
        let report = schemas.report(file, pages::facts_of(&page, text));
        let facts = schemas.facts_path(&report);
        let found = facts.and_then(|facts| Some((known.get(facts.split('/').next()?)?, facts)));
        let Some((known, facts)) = found else {
            let why = "no schema has an endpoint or an event of this page: import it without `--update`";
            eprint_line(&format!("{}: {why}", file.display()));
            return Ok(());
        };
        if let Some(stem) = facts.rsplit_once('/').map(|(folder, _)| folder) {
            let lacked = schemas.lacked(&facts, &report.facts);
            let draft = drafted(&schemas, &page, text, lacked, known, stem);
            let own = draft.text();
            if !own.is_empty() {
                let files = files_of(&draft, &own, stem);
                files::write(&folder, &files)?;
                let count = own.matches(TODO).count();
                print_line(&format!("{}: {}", folder.join(&files[0].0).display(), counted(count, "TODO")));
                (drafts, todos) = (drafts + 1, todos + count);
            }
            notes::print(file, &Page { notes: Vec::new(), ..page.clone() }, text, &draft.notes);
        }
        print(&drift::moved(report, &schemas.prefix))
    });
    schemas.report_errors();
    let pages = counted(pages.len(), "page");
    print_line(&format!("{}, {} of {pages}", counted(todos, "TODO"), counted(drafts, "draft")));
    Ok(if failed > 0 { Exit::Failed } else { Exit::Clean })
}

fn drafted<'k>(
    schemas: &Schemas,
    page: &Page,
    text: &str,
    lacked: Vec<codegen::Lack>,
    known: &'k Known,
    stem: &str,
) -> Additions<'k> {
    let lacked: Vec<Lacked> = (lacked.into_iter())
        .map(|lack| {
            let part = lack.owner.as_ref().and_then(|(file, key)| schemas.name_of(file, key));
            Lacked { lack, part }
        })
        .collect();
    let folder = format!("{stem}/");
    let beside = schemas.sources.iter().filter_map(|source| source.path.strip_prefix(&folder));
    let taken = beside.filter(|name| !name.contains('/')).map(str::to_owned).collect();
    Additions::of(page, &lacked, known, &format!("{stem}.yaml"), taken, text)
}

/// The files of a draft, that with the entries first.
fn files_of(draft: &Additions<'_>, entries: &str, stem: &str) -> Vec<(String, String)> {
    let head =
        format!("# What the page has and {stem}.yaml lacks. Move each entry to its place, then delete this draft.\n");
    let examples = draft.examples().map(|(name, text)| (format!("{stem}.draft/{name}"), text.to_owned()));
    std::iter::once((format!("{stem}.draft.yaml"), format!("{head}{entries}"))).chain(examples).collect()
}
