//! Schemas that somebody broke: whatever stands in them, there is a model or there are faults, and nothing panics.
//!
//! `HOSTILE_CASES=20000 cargo test --release -p tests --test hostile` runs longer than the default.

use codegen::{
    Source,
    diagnostic::{Format, Texts, render},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};

/// What may be put into a file.
const TEXTS: &[&str] = &[
    "",
    " ",
    "\n",
    "\t",
    "\r",
    "\u{feff}",
    "\0",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "#",
    "&a",
    "*a",
    "!!int ",
    "|",
    ">",
    "---\n",
    "...",
    "<<: ",
    "null",
    "true",
    "0",
    "-1",
    "99999999999999999999",
    "1e999",
    "0x1f",
    ".nan",
    "~",
    "$name",
    "$doc: x\n",
    "Request",
    "Self",
    "self",
    "type",
    "gen",
    "unknown",
    "r#type",
    "*/",
    "`",
    "```",
    "\\",
    "#![x]",
    "\u{202e}",
    "\u{200b}",
    "🚀",
    "企业",
    "a.b",
    "../x",
    "{ string: [[[int32]]] }",
    "9223372036854775807",
    "given",
    "required: true\n",
    "type: Tag\n",
    "[Response]",
    "wecom.AddWay",
    "acme.Colour",
    "unique: true",
    "pattern: '('",
];

/// One edit: which file, where, how, with what.
type Edit = (usize, usize, u8, usize);

fn apply(sources: &mut [Source], (file, place, how, what): Edit) {
    let count = sources.len();
    let bytes = &mut sources[file % count].bytes;
    let text = TEXTS[what % TEXTS.len()].as_bytes();
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

#[test]
fn no_edit_of_a_schema_makes_anything_panic() {
    let cases = std::env::var("HOSTILE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300);
    let originals =
        [tests::sources(&tests::workspace("tests/fixture/schemas")), tests::sources(&tests::workspace("schemas"))];
    let config = Config { cases, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..Config::default() };
    let edits = prop::collection::vec((any::<usize>(), any::<usize>(), any::<u8>(), any::<usize>()), 1..4);
    let strategy = (any::<bool>(), edits);
    let tallies = std::cell::RefCell::new([0_u32; 2]);
    let done = TestRunner::new(config).run(&strategy, |(real, edits)| {
        let mut sources = originals[usize::from(real)].clone();
        sources.sort_by(|a, b| a.path.cmp(&b.path));
        for edit in edits {
            apply(&mut sources, edit);
        }
        let outcome = codegen::load(&sources);
        let texts = Texts::new("", &sources);
        for found in &outcome.diagnostics {
            prop_assert!(sources.iter().any(|source| source.path == found.file), "a fault is in a file");
            prop_assert!(!render(found, &texts, Format::Human).is_empty());
        }
        match outcome.model {
            Some(model) => {
                prop_assert!(!codegen::emit::files(&model).is_empty());
                tallies.borrow_mut()[0] += 1;
            }
            None => {
                prop_assert!(!outcome.diagnostics.is_empty(), "no model and no word why");
                tallies.borrow_mut()[1] += 1;
            }
        }
        Ok(())
    });
    if let Err(error) = done {
        panic!("{error}");
    }
    let [accepted, refused] = tallies.into_inner();
    assert!(accepted > cases / 20 && refused > cases / 20, "{accepted} accepted, {refused} refused");
}
