//! Valid schemas with places for the pieces that a test adds.

use std::collections::BTreeMap;

use codegen::{Source, syntax::LEDGER};

use crate::minimal::VENDOR;

/// The text after [`VENDOR`]. A line with only a name in angle brackets is a place for pieces.
const VENDOR_PLACES: &str = "  <errors>
scalars:
  AnimalId: { wire: string, doc: An animal. }
  <vendor_scalars>
types:
  <vendor_types>
";

const PAGE: &str = "\
# yaml-language-server: $schema=../schema.json
page:
  title: 喂养
  url: https://acme.example/feed
  updated: 2026-01-01
  <head>
endpoints:
  feed:
    route: POST /feed
    summary: Feed an animal.
    <endpoint>
    query:
      lang: { type: string, doc: Language of the messages. }
      <query>
    headers:
      X-Trace: { type: string, doc: Id of the call. }
      <headers>
    body:
      animal: { type: AnimalId, required: true }
      weight: { type: int32, doc: What it weighs in grams. }
      <body>
    response:
      fed: { type: bool, doc: Whether it ate. }
      <response>
    errors: [40014]
    examples: { request: [request.json], response: [ok.json] }
  <endpoints>
allow:
  - { lint: W014, at: feed, because: the page shows the shortest call }
  <allow>
scalars:
  <scalars>
enums:
  <enums>
types:
  <types>
errata:
  <errata>
";

/// The schemas with pieces in their places. A place is `page`, `vendor` or `ledger` for an entire file, `file:` and a
/// path in the vendor's folder, or the name in angle brackets of a line above.
///
/// # Panics
/// If the place does not exist.
#[must_use]
pub fn schemas(pieces: &[(&str, &str)]) -> Vec<Source> {
    let mut files: BTreeMap<String, String> = BTreeMap::from([
        ("feed/request.json".to_owned(), r#"{"animal": "a1"}"#.to_owned()),
        ("feed/ok.json".to_owned(), r#"{"errcode": 0, "errmsg": "ok", "fed": true}"#.to_owned()),
    ]);
    let (mut vendor, mut page) = (format!("{VENDOR}{VENDOR_PLACES}"), PAGE.to_owned());
    for (place, text) in pieces {
        match (*place, place.strip_prefix("file:")) {
            (_, Some(path)) => drop(files.insert(path.to_owned(), (*text).to_owned())),
            ("vendor", _) => vendor = (*text).to_owned(),
            ("ledger", _) => {}
            ("page", _) => page = (*text).to_owned(),
            _ => {
                let file = [&mut vendor, &mut page].into_iter().find(|file| file.contains(&format!("<{place}>\n")));
                let file = file.unwrap_or_else(|| panic!("there is no place <{place}>"));
                *file = put(file, place, text);
            }
        }
    }
    let has = |wanted: &str| pieces.iter().any(|(place, _)| *place == wanted);
    if has("endpoints") && !has("head") {
        page = put(&page, "head", "documents: 2");
    }
    files.insert("vendor.yaml".to_owned(), without_places(&vendor));
    files.insert("feed.yaml".to_owned(), without_places(&page));
    // A sample that replaces the page does not need the examples.
    files.retain(|path, _| {
        !path.ends_with(".json") || pieces.iter().all(|(place, _)| *place != "page") || {
            let name = path.rsplit('/').next().unwrap_or_default();
            page.contains(name) || pieces.iter().any(|(place, _)| place.strip_prefix("file:") == Some(path))
        }
    });
    let fill = "# nothing but comments\n".repeat(1 << 16);
    let source = |(path, text): (String, String)| {
        // A sample cannot show a file of this length, so a comment takes its place.
        let text = text.replace("# … and 1 MiB more\n", &fill);
        Source { path: format!("acme/{path}"), bytes: bytes(&counted(&text)) }
    };
    let ledger = pieces.iter().filter(|(place, _)| *place == "ledger");
    let ledger = ledger.map(|(_, text)| Source { path: LEDGER.to_owned(), bytes: text.as_bytes().to_vec() });
    files.into_iter().map(source).chain(ledger).collect()
}

/// Expands comments such as `# … and so on up to zone_129`: repeats the line before it with increasing numbers.
fn counted(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let Some((line, last)) = lines.last().cloned().zip(line.trim().strip_prefix("# … and so on up to ")) else {
            lines.push(line.to_owned());
            continue;
        };
        let name = last.trim_end_matches(|c: char| c.is_ascii_digit());
        let after = line.trim_start().strip_prefix(name).unwrap_or_else(|| panic!("{last} does not continue {line}"));
        let first: String = after.chars().take_while(char::is_ascii_digit).collect();
        let number = |digits: &str| digits.parse::<u32>().unwrap_or_else(|error| panic!("{last}: {error}"));
        let numbers = number(&first) + 1..=number(&last[name.len()..]);
        lines.extend(numbers.map(|number| line.replace(&first, &number.to_string())));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The bytes of a text, with `\xff` replaced by a byte that is not UTF-8.
fn bytes(text: &str) -> Vec<u8> {
    text.split("\\xff").map(str::as_bytes).collect::<Vec<_>>().join(&0xff)
}

/// Inserts a piece at its place, with the indentation of the place.
fn put(file: &str, place: &str, text: &str) -> String {
    let line = file.lines().find(|line| line.trim() == format!("<{place}>")).unwrap_or_default();
    let indentation = line.len() - line.trim_start().len();
    let indented: String = text.lines().map(|line| format!("{}{line}\n", " ".repeat(indentation))).collect();
    file.replacen(&format!("{line}\n"), &format!("{indented}{line}\n"), 1)
}

/// Removes unused places, and the sections that are empty without them.
fn without_places(file: &str) -> String {
    let lines: Vec<&str> = file
        .lines()
        .filter(|line| !line.trim().starts_with('<') || line.contains(' ') && !line.trim_end().ends_with('>'))
        .collect();
    let empty = |at: usize| {
        let (this, next) = (lines[at], lines.get(at + 1).copied().unwrap_or_default());
        ["scalars:", "enums:", "types:", "errata:"].contains(&this) && !next.starts_with(' ')
    };
    (0..lines.len()).filter(|at| !empty(*at)).map(|at| format!("{}\n", lines[at])).collect()
}
