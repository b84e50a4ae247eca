//! Random schemas, rendered as pages and read back: the facts are those of the model, and the comparison of `gen` finds that
//! schema and page agree. If the page says something else, it finds that, too.
//!
//! `RENDERED_CASES=20000 RENDERED_SEED=1 cargo test --release -p xtask --test rendered -- --nocapture` runs longer than the
//! default.

#[expect(dead_code, reason = "the other test uses more of it")]
mod made;
mod page;

use codegen::{
    Source,
    diagnostic::{Code, Diagnostic},
    model::{Model, Owner},
};
use facts::Facts;

use self::{made::random::Random, page::Rendered};

/// The vendor of all cases.
const VENDOR: &str = "acme";

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

/// What was compared.
#[derive(Debug, Default)]
struct Tally {
    models: usize,
    messages: usize,
    rows: usize,
    /// Edits of pages, and those that the comparison noticed.
    edits: usize,
}

#[test]
fn a_page_rendered_from_a_schema_states_it() {
    let (cases, seed) = (number("RENDERED_CASES", 60), number("RENDERED_SEED", 3));
    let mut tally = Tally::default();
    for case in 0..cases {
        let sources = made::schema::sources(seed, case, VENDOR);
        if let Some(model) = codegen::load(&sources).model {
            tally.models += 1;
            check(case, &sources, &model, &mut Random::new(seed, case), &mut tally);
        }
    }
    eprintln!("{cases} cases with seed {seed}: {tally:?}");
    assert!(tally.models as u64 * 2 > cases && tally.rows as u64 > cases && tally.edits > 0, "{tally:?}");
}

fn check(case: u64, sources: &[Source], model: &Model, random: &mut Random, tally: &mut Tally) {
    for owner in model.owners() {
        let Owner::Endpoint(_, endpoint) = owner else { continue };
        // What a page says about a path is about the first endpoint with it.
        let has_path = |other: &Owner<'_>| matches!(other, Owner::Endpoint(_, other) if other.path == endpoint.path);
        if model.owners().filter(has_path).count() > 1 {
            continue;
        }
        let Some(rendered) = Rendered::of(model, owner) else { continue };
        tally.messages += rendered.tables.len();
        let read = pages::read(&rendered.markdown());
        assert!(read.notes.is_empty(), "case {case}: {:?}\n{}", read.notes, rendered.markdown());
        let facts = pages::facts(&rendered.markdown());
        let [part] = &facts.parts[..] else { panic!("case {case}: {facts:?}\n{}", rendered.markdown()) };
        for (direction, expected) in &rendered.tables {
            let mut rows = part.rows(*direction).to_vec();
            rows.iter_mut().for_each(|row| row.line = 0);
            assert_eq!(&rows, expected, "case {case}: {}\n{}", owner.name(), rendered.markdown());
            tally.rows += rows.len();
        }
        let contradictions = contradictions(sources, owner.file(), &facts);
        assert!(contradictions.is_empty(), "case {case}: {contradictions:#?}\n{}", rendered.markdown());
        if let Some(edited) = rendered.edited(random) {
            let found = self::contradictions(sources, owner.file(), &pages::facts(&edited));
            assert!(!found.is_empty(), "case {case}: the edit of {} was not noticed\n{edited}", owner.name());
            tally.edits += 1;
        }
    }
}

/// What the comparison with the facts of a page finds, without what the page leaves out.
fn contradictions(sources: &[Source], file: &str, facts: &Facts) -> Vec<Diagnostic> {
    let path = format!("{}/facts.yaml", file.trim_end_matches(".yaml"));
    let mut sources: Vec<Source> =
        sources.iter().filter(|source| !source.path.ends_with("/facts.yaml")).cloned().collect();
    sources.push(Source { path, bytes: facts.to_yaml().into_bytes() });
    let mut found = codegen::load_partially(&sources).diagnostics;
    // The examples of the page are no files.
    let is_about_examples = |found: &Diagnostic| found.message.starts_with("no file of");
    found.retain(|found| {
        matches!(found.code, Code::FactContradicted | Code::FactUnmet | Code::BadFacts) && !is_about_examples(found)
    });
    found
}
