//! `import`: drafts schemas from doc pages.
//!
//! Everything but this file, `update` and `files` works on texts.

mod additions;
mod choice;
mod draft;
mod errata;
mod examples;
mod fields;
mod files;
mod known;
mod layout;
mod notes;
mod paging;
mod rules;
mod tree;
mod trial;
mod types;
mod update;

use std::path::Path;

use anyhow::{Result, bail};

use self::{
    draft::{Draft, Target},
    known::Known,
};
use crate::{
    args::Import,
    exit::Exit,
    page_files, sources,
    terminal::{counted, print_line},
};

pub(crate) fn run(args: &Import) -> Result<Exit> {
    // The command line requires both for a new page.
    match (&args.vendor, &args.read) {
        (Some(vendor), Some(read)) if !args.update => new(args, vendor, read),
        _ => update::run(args),
    }
}

/// Drafts the schemas of new pages.
fn new(args: &Import, vendor: &str, read: &str) -> Result<Exit> {
    let folder = args.schemas.folder();
    let sources = sources::read(&folder)?;
    let model = codegen::load_partially(&sources).model;
    let Some(known) = Known::of(&model, vendor) else {
        bail!("there is no vendor `{0}`: write {1}{0}/vendor.yaml first", vendor, sources::prefix(&folder));
    };
    let area: Option<Vec<String>> = args.area.as_ref().map(|area| area.split('.').map(str::to_owned).collect());
    let target = Target { vendor, area: area.as_deref(), read };
    let pages = page_files::list(&args.pages)?;
    let (mut drafts, mut todos) = (0, 0);
    let failed = page_files::each(&pages, |file, text| {
        let page = pages::read(text);
        let draft = draft::draft(&page, &pages::facts(text), &known, &target);
        let draft = draft.map_err(|why| anyhow::anyhow!("{}: {why}", file.display()))?;
        // Types alone are no page that `gen` could check.
        let draft = if draft.facts.is_some() { trial::tried(draft, &sources) } else { draft };
        files::write(&folder, &draft.files())?;
        report(file, &folder, &draft, &page, text);
        drafts += 1;
        todos += draft.todos();
        Ok(())
    });
    print_line(&format!(
        "{}, {} of {}",
        counted(todos, "TODO"),
        counted(drafts, "draft"),
        counted(pages.len(), "page")
    ));
    Ok(if failed > 0 { Exit::Failed } else { Exit::Clean })
}

/// Prints where a draft is, what is left to do, and what it leaves out.
fn report(file: &Path, folder: &Path, draft: &Draft, page: &pages::page::Page, text: &str) {
    let to = folder.join(format!("{}.yaml", draft.stem));
    let beside = if draft.is_beside { ", beside the schema that the page has" } else { "" };
    print_line(&format!("{}: {}{beside}", to.display(), counted(draft.todos(), "TODO")));
    notes::print(file, page, text, &draft.notes);
}
