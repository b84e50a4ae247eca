//! Compares schemas with what their pages state: every fact of a page is met by its schema, or an erratum speaks about it;
//! and every member of the schema is on the page.
//!
//! First, everything that the pages say and the schemas answer becomes a list of [statements](statement::Statement), with
//! a verdict on each. Then errata take back what they speak about, and the remaining contradictions are reported. Pages
//! without facts are not compared.

mod errata;
mod index;
mod judge;
mod lack;
mod page;
mod parts;
mod report;
mod rows;
mod sentences;
mod statement;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Model, Owner},
    syntax::{FactsFile, Syntax},
    threads,
};
pub use lack::Lack;
use page::Page;
use statement::Statement;

/// Compares all pages that have facts and that no error concerns: a contradiction may only follow from an error.
pub(crate) fn check(syntax: &Syntax, model: &Model, faults: &[Diagnostic]) -> Vec<Diagnostic> {
    let (pages, mut found) = pages(syntax, model, faults);
    found.extend(pages.iter().flat_map(Page::sentences));
    let (statements, errata) = judged(syntax, &pages);
    found.extend(errata);
    found.extend(report::diagnostics(syntax, &statements));
    found
}

/// What pages state and schemas lack, without what errata speak about.
pub(crate) fn lacks(syntax: &Syntax, model: &Model, faults: &[Diagnostic]) -> Vec<Lack> {
    let (pages, _) = pages(syntax, model, faults);
    let (statements, _) = judged(syntax, &pages);
    statements.iter().filter_map(Lack::of).chain(pages.iter().flat_map(lack::sentences)).collect()
}

/// What all pages say, with the contradictions that no erratum speaks about, and what is wrong with the errata.
fn judged<'a>(syntax: &Syntax, pages: &[Page<'a>]) -> (Vec<Statement<'a>>, Vec<Diagnostic>) {
    let mut statements: Vec<Statement<'a>> = threads::each(pages, Page::statements).into_iter().flatten().collect();
    let compared: BTreeSet<&str> = pages.iter().map(|page| page.file.path.as_str()).collect();
    let found = errata::check(syntax, &compared, &mut statements);
    (statements, found)
}

/// The pages that can be compared, and an error for each file of facts without a page.
fn pages<'a>(syntax: &'a Syntax, model: &'a Model, faults: &[Diagnostic]) -> (Vec<Page<'a>>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut by_page: BTreeMap<String, Vec<&FactsFile>> = BTreeMap::new();
    for facts in &syntax.facts {
        by_page.entry(facts.page()).or_default().push(facts);
    }
    let errors = faults.iter().filter(|fault| fault.is_error());
    let faulty: BTreeSet<&str> = errors.flat_map(Diagnostic::files).collect();
    let mut owners_of: BTreeMap<&str, Vec<Owner<'_>>> = BTreeMap::new();
    model.owners().for_each(|owner| owners_of.entry(owner.file()).or_default().push(owner));
    let mut pages = Vec::new();
    for (path, mut facts) in by_page {
        let Some(file) = syntax.page(&path).map(|page| &page.file) else {
            let orphans = facts.iter().filter(|_| !syntax.incomplete.contains(&path));
            found.extend(orphans.map(|facts| no_page(facts, &path)));
            continue;
        };
        facts.sort_by_key(|facts| !facts.is_own());
        let owners = owners_of.remove(path.as_str()).unwrap_or_default();
        let is_faulty = |owner: &Owner<'_>| model.files_of(*owner).iter().any(|file| faulty.contains(file));
        let written = ["endpoints", "events"].iter().filter_map(|key| file.root.get(key));
        let is_whole = written.map(|node| node.entries().len()).sum::<usize>() == owners.len();
        if faulty.contains(path.as_str()) || !file.faulty.is_empty() || !is_whole || owners.iter().any(is_faulty) {
            continue;
        }
        pages.push(Page::new((model, syntax), file, facts, owners));
    }
    (pages, found)
}

fn no_page(facts: &FactsFile, page: &str) -> Diagnostic {
    let message = format!("there is no page `{page}` that these facts belong to");
    let help = "move them into the folder with the name of their page; a schema cannot be called `facts`";
    Diagnostic::new(Code::BadFacts, &facts.path, Span::default(), message).help(help)
}

impl<'a> Page<'a> {
    /// Everything that the page says and the schema answers.
    fn statements(&self) -> Vec<Statement<'a>> {
        let mut found: Vec<Statement<'a>> = self.head().into_iter().collect();
        let pairs = self.pairs(&mut found);
        let mut types = self.types();
        for owner in self.owners.iter().copied().chain(self.guests()) {
            let own: Vec<_> = pairs.iter().filter(|pair| pair.owner.name() == owner.name()).copied().collect();
            if owner.file() == self.file.path {
                match own.is_empty() {
                    true => found.push(self.without_part(owner)),
                    false => self.about_owner(owner, &own, &mut found),
                }
            }
            self.members(owner, &own, &mut types, &mut found);
        }
        for ty in types {
            match ty.is_known() {
                true => found.extend(ty.unmet()),
                false => found.extend(self.unknown_part(ty.facts, ty.part)),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
