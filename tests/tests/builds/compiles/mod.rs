//! Code generated from accepted schemas compiles. Random schemas use every feature of the language, with names and
//! texts that are known to break code generators. `cargo check` and `cargo doc` must accept the emitted crates without
//! a warning.
//!
//! `COMPILES_CASES=2000 COMPILES_SEED=7 cargo test -p tests --test builds compiles -- --nocapture` runs longer than the
//! default. With `COMPILES_DOCTESTS=1` rustdoc also looks for doctests, which doubles the time. If a build fails, the
//! crate and its schemas stay in the folder that the message names.

mod build;
mod declare;
mod examples;
mod facts;
mod fields;
mod files;
mod large;
mod names;
mod nesting;
mod page;
mod pools;
mod rules;
use tests::random;
mod schema;
mod types;
mod vendor;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    Source,
    diagnostic::{Code, Format, Severity, Texts, render},
};

use serde_json::json;
use tests::openapi::apis;

use self::{
    build::Crate,
    large::Large,
    nesting::Shape,
    pools::{REFUSED_UPPER, SNAKE},
};

/// The case of `accept` whose areas need others, which are compiled one by one.
const AREAS: &str = "area_features";

/// The number of cases in one workspace. A larger workspace would exceed the memory of a small machine.
const BATCH: usize = 200;

/// A number from the environment.
fn number(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

/// The results of many cases.
#[derive(Default)]
struct Tally {
    cases: usize,
    accepted: Vec<Source>,
    refused: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// Adds a case if the language accepts it. Otherwise there must be an error with a valid position.
    fn add(&mut self, case: u64, sources: Vec<Source>) {
        self.cases += 1;
        let outcome = codegen::load(&sources);
        if outcome.model.is_some() {
            self.accepted.extend(sources);
            return;
        }
        let error = outcome.diagnostics.iter().find(|found| found.code.severity() == Severity::Error);
        let error = error.unwrap_or_else(|| panic!("case {case} has neither a model nor an error"));
        let file = sources.iter().find(|source| source.path == error.file);
        let file = file.unwrap_or_else(|| panic!("case {case}: an error in a file that does not exist: {error:?}"));
        assert!(error.span.end <= file.bytes.len(), "case {case}: an error beyond the end of its file: {error:?}");
        if std::env::var_os("COMPILES_REFUSED").is_some() {
            eprintln!("case {case}: {}", render(error, &Texts::new("", &sources), Format::Human));
        }
        *self.refused.entry(error.code.id()).or_default() += 1;
    }

    fn refusals(&self) -> usize {
        self.refused.values().sum()
    }
}

/// The vendor of a case: an awkward name that no other case has.
fn vendor(case: u64) -> String {
    let free = |name: &&str| {
        let upper = names::upper_camel(name);
        !names::cannot_be_vendor(name) && !names::is_reserved(&upper) && !REFUSED_UPPER.contains(&upper.as_str())
    };
    let names: Vec<&str> = SNAKE.iter().copied().filter(free).collect();
    let at = usize::try_from(case).unwrap_or_default();
    let name = names[at % names.len()];
    if at < names.len() { name.to_owned() } else { format!("{name}_{}", at / names.len()) }
}

/// The files of a case.
fn sources(seed: u64, case: u64) -> Vec<Source> {
    match Large::of(case) {
        Some(large) => large.accepted(seed, case, &vendor(case)),
        None => schema::sources(seed, case, &vendor(case)),
    }
}

#[test]
fn accepted_schemas_compile() {
    let (cases, seed) = (number("COMPILES_CASES", 10), number("COMPILES_SEED", 11));
    let only = std::env::var_os("COMPILES_CASE").map(|_| number("COMPILES_CASE", 0));
    let (mut accepted, mut refused) = (0, BTreeMap::<_, usize>::new());
    let all: Vec<u64> = only.map_or((0..cases).collect(), |case| vec![case]);
    for batch in all.chunks(BATCH) {
        let mut tally = Tally::default();
        for &case in batch {
            tally.add(case, sources(seed, case));
        }
        tally.accepted.extend(tests::cases::sources("accept", AREAS));
        let lines = match std::env::var_os("COMPILES_REFUSED") {
            // The refusals were printed, and nothing is built.
            Some(_) => 0,
            None => {
                let made = Crate::write("random", &tally.accepted);
                if number("COMPILES_DOCTESTS", 0) > 0 {
                    made.assert_doctests_are_calls();
                }
                let lines = made.build();
                made.build_each_area("parks");
                lines
            }
        };
        accepted += tally.cases - tally.refusals();
        tally.refused.iter().for_each(|(code, count)| *refused.entry(*code).or_default() += count);
        eprintln!("{} cases, {} refused, {lines} lines of Rust", tally.cases, tally.refusals());
    }
    let total = all.len();
    eprintln!("{total} cases with seed {seed}: {accepted} accepted, refused: {refused:?}");
    assert!(only.is_some() || accepted * 10 >= total * 6, "only {accepted} of {total} cases were accepted");
}

#[test]
fn an_object_of_more_than_128_members_is_refused() {
    for case in 0..5 {
        let outcome = codegen::load(&Large::Members(130).sources(11, case, "acme"));
        assert!(outcome.model.is_none(), "case {case} is accepted");
        assert!(outcome.diagnostics.iter().any(|found| found.code == Code::TooManyMembers), "{outcome:#?}");
    }
}

#[test]
fn what_is_nested_too_deeply_is_refused_for_that() {
    for shape in Shape::ALL {
        let (depth, codes) = shape.deepest(11);
        assert!(depth >= 6, "{shape:?} is refused at a depth of {depth}");
        let code = match shape {
            // Its file is nested too deeply first.
            Shape::Inline => Code::TooDeep,
            _ => Code::TypesTooDeep,
        };
        assert_eq!(codes, [code], "{shape:?} at a depth of {depth}");
    }
}

#[test]
fn an_object_that_contains_itself_in_many_ways_is_accepted() {
    let outcome = codegen::load(&nesting::tree(30));
    assert!(outcome.model.is_some(), "{:#?}", outcome.diagnostics);
}

#[test]
fn large_schemas_are_described_in_openapi() {
    let large = (0..25).filter_map(|case| Some((case, Large::of(case)?)));
    for (case, large) in large {
        let model = codegen::load(&large.accepted(11, case, "acme")).model.expect("it is accepted");
        let api = &apis(&model)["acme"];
        for name in model.endpoints.keys() {
            let schemas = api.schemas(name);
            assert!(!schemas.reply.is_valid(&json!([])), "{large:?}: a reply is an object");
        }
    }
}

#[test]
fn equal_seeds_give_equal_schemas() {
    let texts = |seed| schema::sources(seed, 3, "acme");
    assert_eq!(texts(5), texts(5));
    assert_ne!(texts(5), texts(6));
    let distinct: BTreeSet<String> = (0..1000).map(vendor).collect();
    assert_eq!(distinct.len(), 1000, "every case has a vendor of its own");
}
