//! Random edits of schemas never cause a panic: the result is a model, or errors.
//!
//! `HOSTILE_CASES=60000 HOSTILE_SEED=1 cargo test --release -p tests --test schemas random_edits -- --nocapture` runs
//! longer than the default, and prints the number of edits.

mod nodes;

use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeMap,
    time::{Duration, Instant},
};

use codegen::{
    Source,
    diagnostic::{Diagnostic, Format, Severity, Texts, render},
    emit,
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestCaseError, TestRunner},
};
use serde_yaml::Value;
use tests::Parts;

/// The time limit for a case, whose schemas are small.
const LONGEST: Duration = Duration::from_secs(10);

/// One edit: which file, where, how, with what.
type Edit = (usize, usize, usize, usize);

/// Edits one of the files. Half the edits are of nodes, half of lines and bytes.
fn apply(sources: &mut [Source], (file, place, how, what): Edit, others: &[Value]) {
    let count = sources.len();
    let source = &mut sources[file % count];
    let node = (place, how / 2, what);
    let edited = match how % 2 {
        0 if source.path.ends_with(".json") => nodes::edit_json(&source.bytes, node, others),
        0 => nodes::edit_yaml(&source.bytes, node, others),
        _ => None,
    };
    match edited {
        Some(bytes) => source.bytes = bytes,
        None => edit_text(&mut source.bytes, place, how / 2, what),
    }
}

fn edit_text(bytes: &mut Vec<u8>, place: usize, how: usize, what: usize) {
    let text = nodes::TEXTS[what % nodes::TEXTS.len()].as_bytes();
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let (line, other) = (place % lines.len().max(1), what % lines.len().max(1));
    match how % 8 {
        0 if !lines.is_empty() => drop(lines.remove(line)),
        1 if !lines.is_empty() => lines.insert(other, lines[line].clone()),
        2 if !lines.is_empty() => lines.swap(line, other),
        3 if !lines.is_empty() => lines.truncate(line),
        _ => {
            let at = place % (bytes.len() + 1);
            match how % 8 {
                4 if at < bytes.len() => bytes[at] ^= 1 << (what % 8),
                5 => drop(bytes.splice(at..(at + what % 12).min(bytes.len()), text.iter().copied())),
                _ => drop(bytes.splice(at..at, text.iter().copied())),
            }
            return;
        }
    }
    *bytes = lines.concat();
}

/// Valid schemas and the files emitted for them.
struct Original {
    sources: Vec<Source>,
    files: BTreeMap<String, String>,
}

impl Original {
    fn of(sources: Vec<Source>) -> Self {
        let model = codegen::load(&sources).model.expect("the schemas are valid");
        let files = emit::files(&model).into_iter().map(|file| (file.path, file.text)).collect();
        Self { sources, files }
    }
}

/// The original schemas of cases, made when they are first used.
struct Originals<'s> {
    parts: Parts<'s>,
    pages: Vec<&'s str>,
    whole: Option<&'s [Source]>,
    made: Vec<OnceCell<Original>>,
}

impl<'s> Originals<'s> {
    /// Each page with what it needs, and the schemas as a whole if they are small.
    fn new(schemas: &'s [Source], is_small: bool) -> Self {
        let parts = Parts::new(schemas);
        let pages = parts.pages();
        let made = (0..=pages.len()).map(|_| OnceCell::new()).collect();
        Self { parts, pages, whole: is_small.then_some(schemas), made }
    }

    fn get(&self, which: usize) -> &Original {
        let at = which % (self.pages.len() + usize::from(self.whole.is_some()));
        self.made[at].get_or_init(|| match (self.pages.get(at), self.whole) {
            (None, Some(whole)) => Original::of(whole.to_vec()),
            (page, _) => Original::of(self.parts.part(page.expect("it is a page"))),
        })
    }
}

/// The results of all cases.
#[derive(Clone, Debug, Default)]
struct Tally {
    cases: u32,
    edits: usize,
    accepted: u32,
    refused: u32,
    parsed: usize,
    slowest: Duration,
}

/// Loads edited schemas, and returns an error if the result is invalid.
fn outcome(original: &Original, sources: &[Source], tally: &mut Tally) -> Result<(), String> {
    let started = Instant::now();
    let outcome = codegen::load(sources);
    crate::by_vendor::compare(sources, &outcome)?;
    let texts = Texts::new("", sources);
    for found in &outcome.diagnostics {
        located(found, sources, &texts)?;
    }
    let files = outcome.model.as_ref().map(emit::files);
    let taken = started.elapsed();
    tally.slowest = tally.slowest.max(taken);
    if taken > LONGEST {
        return Err(format!("it took {taken:?}"));
    }
    let Some(files) = files else {
        tally.refused += 1;
        let error = outcome.diagnostics.iter().any(|found| found.code.severity() == Severity::Error);
        return if error { Ok(()) } else { Err("there is neither a model nor an error".to_owned()) };
    };
    tally.accepted += 1;
    for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
        if original.files.get(&file.path) != Some(&file.text) {
            tally.parsed += 1;
            syn::parse_file(&file.text)
                .map_err(|error| format!("{} is not Rust: {error}\n{}", file.path, file.text))?;
        }
    }
    Ok(())
}

/// Checks that a diagnostic has an existing place and can be rendered.
fn located(found: &Diagnostic, sources: &[Source], texts: &Texts) -> Result<(), String> {
    let related = found.related.iter().map(|related| (&related.file, related.span));
    for (file, span) in related.chain([(&found.file, found.span)]) {
        let source = sources.iter().find(|source| source.path == *file);
        let source = source.ok_or_else(|| format!("an error in a file that does not exist: {found:?}"))?;
        let text = String::from_utf8_lossy(&source.bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let utf8 = std::str::from_utf8(&source.bytes).is_ok();
        let within = span.start <= span.end && span.end <= text.len().max(source.bytes.len());
        let whole = !utf8 || text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
        if !within || !whole {
            return Err(format!("an error beyond the end of its file or within a character: {found:?}"));
        }
    }
    let shown = render(found, texts, Format::Human);
    if shown.contains(&found.file) { Ok(()) } else { Err(format!("the error does not show its file: {shown}")) }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number")))
}

#[test]
fn random_edits_never_panic() {
    let cases = u32::try_from(number("HOSTILE_CASES", 80)).unwrap_or(u32::MAX);
    let seed = number("HOSTILE_SEED", 7);
    let schemas = ["schemas", "tests/fixture/schemas"].map(|folder| tests::sources(&tests::workspace(folder)));
    let [real, fixture] = &schemas;
    let [real, fixture] = [Originals::new(real, false), Originals::new(fixture, true)];
    let others: Vec<Value> = schemas
        .iter()
        .flatten()
        .filter_map(|source| serde_yaml::from_slice(&source.bytes).ok())
        .flat_map(|root| nodes::all(&root))
        .collect();
    let config = Config { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() };
    let edit = (any::<usize>(), any::<usize>(), any::<usize>(), any::<usize>());
    let edits = prop_oneof![3 => prop::collection::vec(edit, 1), 2 => prop::collection::vec(edit, 2..5)];
    let tallies = RefCell::new(Tally::default());
    let done = TestRunner::new(config).run(&(any::<bool>(), any::<usize>(), edits), |(is_real, which, edits)| {
        let original = if is_real { real.get(which) } else { fixture.get(which) };
        let mut sources = original.sources.clone();
        let mut tally = tallies.borrow().clone();
        tally.cases += 1;
        tally.edits += edits.len();
        edits.into_iter().for_each(|edit| apply(&mut sources, edit, &others));
        let found = outcome(original, &sources, &mut tally);
        *tallies.borrow_mut() = tally;
        found.map_err(|error| {
            let changed = sources.iter().filter(|source| !original.sources.contains(source));
            let texts = changed.map(|source| format!("{}\n{}", source.path, String::from_utf8_lossy(&source.bytes)));
            TestCaseError::fail(format!("{error}\n{}", texts.collect::<Vec<_>>().join("\n")))
        })
    });
    let tally = tallies.into_inner();
    eprintln!("seed {seed}: {tally:?}");
    if let Err(error) = done {
        panic!("{error}");
    }
    let Tally { accepted, refused, .. } = tally;
    assert!(accepted > cases / 20 && refused > cases / 20, "{accepted} accepted, {refused} refused");
}
