//! Generates a vendor: what its pages share, and the pages.

use std::collections::BTreeSet;

use codegen::Source;
use fastrand::Rng;

use crate::{
    draw::{happens, one, rng},
    mix,
    page::{self, Names, Plan},
    tree::{Tree, bare, map, text},
    words,
};

/// What all pages of a vendor share.
pub(crate) struct Vendor {
    /// The name of the vendor and of its folder.
    pub(crate) name: String,
    /// Named scalars, all of them strings.
    pub(crate) scalars: Vec<String>,
    /// Enums, each with one of its values.
    pub(crate) enums: Vec<(String, Tree)>,
    /// Error codes.
    pub(crate) errors: Vec<i64>,
    /// Whether payloads are in a member of the envelope.
    pub(crate) nested: bool,
}

/// The error codes of every vendor: a missing credential, an expired one, a broken rule, and too many calls.
const CODES: [(i64, &str, &str); 4] = [
    (40014, "invalid_token", "refresh_token"),
    (42001, "expired_token", "refresh_token"),
    (40058, "invalid_parameter", "fix_request"),
    (45009, "rate_limited", "retry_later"),
];

/// Adds the schemas of the vendor with a number.
pub(crate) fn write(seed: u64, number: usize, endpoints: usize, sources: &mut Vec<Source>) {
    let mut rng = rng(seed, &[number]);
    let rng = &mut rng;
    let mut taken = BTreeSet::new();
    let (base, each) = mix::SCALARS_OF_VENDOR;
    let scalars: Vec<String> = (0..base + endpoints / each).map(|_| words::type_name(rng, "Id", &mut taken)).collect();
    let (base, each) = mix::ENUMS_OF_VENDOR;
    let names: Vec<String> = (0..base + endpoints / each).map(|_| words::type_name(rng, "Kind", &mut taken)).collect();
    let mut enums = Vec::new();
    let mut declared = Vec::new();
    for name in names {
        let (tree, value) = enumeration(rng);
        declared.push((name.clone(), tree));
        enums.push((name, value));
    }
    let mut vendor =
        Vendor { name: format!("vendor{}", number + 1), scalars, enums, errors: Vec::new(), nested: number % 2 == 1 };
    let errors = errors(rng, &mut vendor.errors);
    // Unused declarations would be warnings.
    let mut used = BTreeSet::new();
    let mut pages = Vec::new();
    let (mut left, mut page) = (endpoints, 0);
    let mut names = Names::default();
    while left > 0 {
        if page % mix::PAGES_OF_AREA == 0 {
            names = Names::default();
        }
        let plan = Plan { seed, vendor: number, page, most: left };
        left -= page::write(&plan, &vendor, &mut names, &mut used, &mut pages);
        page += 1;
    }
    let scalars = vendor.scalars.iter().filter(|name| used.contains(*name)).map(|name| (name.clone(), scalar(rng)));
    let scalars = Tree::Map(scalars.collect());
    let mut file = vec![
        ("vendor".to_owned(), about(rng, number, vendor.nested)),
        ("errors".to_owned(), errors),
        ("scalars".to_owned(), scalars),
    ];
    declared.retain(|(name, _)| used.contains(name));
    file.push(("enums".to_owned(), Tree::Map(declared)));
    file.retain(|(_, part)| !matches!(part, Tree::Map(entries) if entries.is_empty()));
    let line = "# yaml-language-server: $schema=../schema.json\n";
    let text = format!("{line}{}", Tree::Map(file).yaml());
    sources.push(Source { path: format!("{}/vendor.yaml", vendor.name), bytes: text.into_bytes() });
    sources.append(&mut pages);
}

fn about(rng: &mut Rng, number: usize, nested: bool) -> Tree {
    let host = format!("https://vendor{}.example", number + 1);
    let mut envelope = vec![("code", bare("errcode")), ("message", bare("errmsg"))];
    if nested {
        envelope.push(("data", bare("data")));
        envelope.push(("trace", bare("trace_hint")));
    }
    envelope.push(("success", bare(0)));
    let envelope = envelope.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let credential = if nested { ("header", "Token") } else { ("query", "access_token") };
    map([
        ("title", text(format!("Vendor {} {}", number + 1, words::label(rng, 4)))),
        ("doc", text(words::prose(rng, 200))),
        ("url", bare(format!("{host}/docs"))),
        ("base_url", bare(format!("{host}/api"))),
        ("credential", map([(credential.0, bare(credential.1))])),
        ("envelope", Tree::Map(envelope)),
        (
            "refusals",
            map([("credential", bare(CODES[0].0)), ("expired", bare(CODES[1].0)), ("request", bare(CODES[2].0))]),
        ),
    ])
}

fn errors(rng: &mut Rng, codes: &mut Vec<i64>) -> Tree {
    let mut taken: BTreeSet<String> = CODES.iter().map(|(_, name, _)| (*name).to_owned()).collect();
    let mut errors: Vec<(i64, String, &str)> =
        CODES.iter().map(|(code, name, advice)| (*code, (*name).to_owned(), *advice)).collect();
    for code in 60000..60000 + (mix::ERRORS_OF_VENDOR - CODES.len()) as i64 {
        let name = format!("no_{}", words::field(rng, &mut taken));
        errors.push((code, name, one(rng, &["fix_request", "ask_permission", "retry_later"])));
        codes.push(code);
    }
    let entries = errors.into_iter().map(|(code, name, advice)| {
        let label = ("label", text(words::label(rng, 8)));
        let doc = ("doc", text(words::prose(rng, 45)));
        (code.to_string(), map([("name", bare(name)), label, ("advice", bare(advice)), doc]))
    });
    Tree::Map(entries.collect())
}

/// A named scalar.
pub(crate) fn scalar(rng: &mut Rng) -> Tree {
    let mut entries = vec![("wire".to_owned(), bare("string")), ("label".to_owned(), text(words::label(rng, 6)))];
    if happens(rng, mix::SCALAR_HAS_LIMIT) {
        entries.push(("chars".to_owned(), map([("min", bare(1))])));
    }
    entries.push(("doc".to_owned(), text(words::prose(rng, 50))));
    Tree::Map(entries)
}

/// An enum, and one of its values.
pub(crate) fn enumeration(rng: &mut Rng) -> (Tree, Tree) {
    let wire = one(rng, &["int32", "int32", "int32", "uint32"]);
    let (mut names, mut labels) = (BTreeSet::new(), BTreeSet::new());
    let values = (0..one(rng, mix::VALUES)).map(|number| {
        let mut entries = vec![
            ("value".to_owned(), bare(number)),
            ("label".to_owned(), text(words::label_beside(rng, 4, &mut labels))),
        ];
        if happens(rng, mix::VALUE_HAS_DOC) {
            entries.push(("doc".to_owned(), text(words::prose(rng, 30))));
        }
        (words::field(rng, &mut names), Tree::Map(entries))
    });
    let values = Tree::Map(values.collect());
    let doc = text(words::prose(rng, 60));
    (map([("wire", bare(wire)), ("doc", doc), ("values", values)]), bare(1))
}
