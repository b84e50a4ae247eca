//! Renders the explanation of a code for a terminal, and extracts the samples that tests run.
//!
//! The pages in `explain/` are Markdown. Each fenced block is part of a sample. Its info line gives the language,
//! whether the sample is `bad` or `good`, and the place of the block: `page`, `vendor`, `ledger`, a key that contains
//! it in one of these (`body`, `enums`, ...), or `file:` and a path in the vendor's folder. All `bad` blocks of a page
//! form one sample, and so do all `good` ones.
//!
//! Two notations represent text that a page cannot show: `\xff` is a byte that is not valid UTF-8, and the comment
//! `# … and so on up to zone_129` repeats the line above it with its number counted up.

use super::{Code, Severity};

/// Whether a sample is wrong or right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// It has the fault.
    Bad,
    /// It does not have the fault.
    Good,
}

/// A block of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The sample that the block belongs to.
    pub sample: Sample,
    /// Its place in the schemas.
    pub place: &'static str,
    /// Its text.
    pub text: String,
}

/// The blocks of the samples of a code, in the order of its page.
#[must_use]
pub fn samples(code: Code) -> Vec<Snippet> {
    let pieces = pieces(code).into_iter();
    pieces.filter_map(|piece| if let Piece::Snippet(snippet) = piece { Some(snippet) } else { None }).collect()
}

/// Renders the explanation of a code as plain text for a terminal. The text ends with a line break.
#[must_use]
pub fn explain(code: Code) -> String {
    let severity = match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut text = format!("{code} ({severity}): {}\n", code.summary());
    let snippets = samples(code);
    // A block that is in both samples is neither wrong nor the fix.
    let in_both = |snippet: &Snippet| {
        let same = |other: &&Snippet| other.place == snippet.place && other.text == snippet.text;
        snippets.iter().filter(same).count() > 1
    };
    for prose in pieces(code).into_iter().filter_map(|piece| match piece {
        Piece::Prose(prose) if !prose.is_empty() => Some(prose),
        _ => None,
    }) {
        text.push_str(&format!("\n{prose}\n"));
    }
    for (verdict, sample) in [("Wrong", Sample::Bad), ("Right", Sample::Good)] {
        let own = snippets.iter().filter(|snippet| snippet.sample == sample && !in_both(snippet));
        own.for_each(|snippet| show(&mut text, verdict, snippet));
    }
    let around = snippets.iter().filter(|snippet| snippet.sample == Sample::Bad && in_both(snippet));
    around.for_each(|snippet| show(&mut text, "With this", snippet));
    text
}

fn show(text: &mut String, verdict: &str, snippet: &Snippet) {
    text.push_str(&format!("\n{verdict}, {}:\n\n", heading(snippet.place)));
    for line in snippet.text.lines() {
        text.push_str(format!("    {line}").trim_end());
        text.push('\n');
    }
}

/// Lists all codes with their summaries, one per line.
#[must_use]
pub fn contents() -> String {
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.id());
    codes.iter().map(|code| format!("{code}  {}\n", code.summary())).collect()
}

fn heading(place: &str) -> String {
    match place.strip_prefix("file:") {
        Some(path) => format!("in the file `{path}`"),
        None => match place {
            "page" => "a page".to_owned(),
            "vendor" => "a vendor.yaml".to_owned(),
            "ledger" => "in accepted-breaks.yaml".to_owned(),
            "head" => "in a page's `page`".to_owned(),
            "endpoint" => "in an endpoint".to_owned(),
            "endpoints" => "in a page's `endpoints`".to_owned(),
            key => format!("in `{key}`"),
        },
    }
}

/// A piece of a page.
enum Piece {
    Prose(String),
    Snippet(Snippet),
}

/// Splits a page, without its heading, into prose and snippets.
fn pieces(code: Code) -> Vec<Piece> {
    let body = code.explanation().split_once('\n').map_or("", |(_, body)| body);
    let mut pieces = Vec::new();
    for (at, part) in body.split("```").enumerate() {
        if at % 2 == 0 {
            pieces.push(Piece::Prose(part.trim().to_owned()));
            continue;
        }
        let (info, text) = part.split_once('\n').unwrap_or((part, ""));
        let words: Vec<&'static str> = info.split_whitespace().collect();
        let [_, kind, place] = words[..] else {
            panic!("the page of {code} has a block without a kind and a place: {info}")
        };
        let sample = match kind {
            "bad" => Sample::Bad,
            "good" => Sample::Good,
            _ => panic!("the page of {code} has a block that is neither bad nor good: {info}"),
        };
        pieces.push(Piece::Snippet(Snippet { sample, place, text: text.to_owned() }));
    }
    pieces
}
