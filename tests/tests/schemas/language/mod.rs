//! The JSON Schema of the schema language accepts exactly the files in which the parser finds no syntax error.
//!
//! `LANGUAGE_CASES=100000 cargo test --release -p tests --test schemas language` runs longer than the default.

mod edits;

use std::{cell::RefCell, fs};

use codegen::{
    Source,
    diagnostic::{Code, Diagnostic},
    emit::language,
    load, parse,
    syntax::{LANGUAGE, is_facts},
};
use jsonschema::Validator;
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_yaml::Value;
use tests::{files, sources, workspace};

use self::edits::Pool;

/// Folders of schemas that are the project's own.
const OWN: [&str; 2] = ["schemas", "tests/fixture/schemas"];

/// Characters that are invisible in a name.
const UNSEEN: [char; 7] = ['\u{ad}', '\u{61c}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}'];

/// Codes of texts that are not YAML, or that use excluded features of YAML.
const UNREAD: &[Code] =
    &[Code::NotUtf8, Code::Yaml, Code::DuplicateKey, Code::YamlFeature, Code::TooDeep, Code::TooLarge];

/// Codes that only syntax errors have: lowering reports none of them.
const SYNTAX: &[Code] = &[
    Code::UnknownKey,
    Code::MissingKey,
    Code::WrongType,
    Code::UnknownWord,
    Code::BadRoute,
    Code::BadDate,
    Code::BadUrl,
    Code::FieldKind,
];

#[test]
fn schema_json_is_up_to_date() {
    let made = language::file();
    assert_eq!(made.path, LANGUAGE);
    for folder in OWN {
        let path = workspace(folder).join(LANGUAGE);
        let found = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(found == made.text, "{folder}/{LANGUAGE} is stale; run `cargo xtask gen` for {folder}");
    }
    let json = serde_json::from_str(&made.text).expect("it is JSON");
    if let Err(error) = jsonschema::draft7::meta::validate(&json) {
        panic!("not a JSON Schema: {error}");
    }
}

#[test]
fn every_schema_refers_to_schema_json() {
    for folder in OWN {
        for source in yaml(&sources(&workspace(folder))) {
            let up = "../".repeat(source.path.matches('/').count());
            let line = format!("# yaml-language-server: $schema={up}{LANGUAGE}");
            let text = String::from_utf8_lossy(&source.bytes);
            assert_eq!(text.lines().next(), Some(line.as_str()), "the first line of {folder}/{}", source.path);
        }
    }
}

#[test]
fn only_schema_json_in_the_root_is_not_an_example() {
    let own = sources(&workspace(OWN[1]));
    assert!(own.iter().any(|source| source.path == LANGUAGE));
    assert_eq!(load(&own).diagnostics, []);
    for path in ["other.json", "acme/schema.json", "acme/zoo/keeping/schema.json"] {
        let source = Source { path: path.to_owned(), bytes: b"{}".to_vec() };
        let found = load(&own.iter().cloned().chain([source]).collect::<Vec<_>>()).diagnostics;
        assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::ExampleUnused], "{path}");
    }
}

#[test]
fn parser_and_json_schema_agree_on_the_cases() {
    let validator = validator();
    let mut tallies = [0; 2];
    for set in OWN.map(|folder| sources(&workspace(folder))).into_iter().chain(cases()) {
        let loaded = load(&set);
        for source in yaml(&set) {
            let text = String::from_utf8_lossy(&source.bytes);
            let Some(verdicts) = Verdicts::on(&validator, &source.path, &text) else { continue };
            assert!(verdicts.agree(), "{}\n{text}\n{verdicts}", source.path);
            verdicts.agree_with_load(&source.path, &loaded).unwrap_or_else(|why| panic!("{}: {why}", source.path));
            tallies[usize::from(verdicts.parser.is_empty())] += 1;
        }
    }
    let [refused, accepted] = tallies;
    assert!(refused > 50 && accepted > 100, "{accepted} accepted, {refused} refused");
}

#[test]
fn parser_and_json_schema_agree_on_random_edits() {
    let cases_wanted = std::env::var("LANGUAGE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1000);
    let validator = validator();
    let pool = Pool::new();
    // Small files, in which an edit is likely to matter, and the large ones.
    let sets: Vec<Vec<Source>> =
        cases().filter(|set| load(set).model.is_some()).chain(OWN.map(|folder| sources(&workspace(folder)))).collect();
    let config =
        Config { cases: cases_wanted, rng_seed: RngSeed::Fixed(11), failure_persistence: None, ..Config::default() };
    let edits = prop::collection::vec((any::<usize>(), any::<u8>(), any::<usize>(), any::<usize>()), 1..3);
    let tallies = RefCell::new([0_u32; 2]);
    let done = TestRunner::new(config).run(&(any::<usize>(), any::<usize>(), edits), |(set, file, edits)| {
        let mut set = sets[set % sets.len()].clone();
        set.sort_by(|a, b| a.path.cmp(&b.path));
        let paths: Vec<_> = yaml(&set).map(|source| source.path.clone()).collect();
        let path = &paths[file % paths.len()];
        let source = set.iter_mut().find(|source| source.path == *path).expect("it is one of them");
        let mut value = read(&String::from_utf8_lossy(&source.bytes)).expect("it is YAML");
        for edit in edits {
            pool.edit(&mut value, edit);
        }
        let text = serde_yaml::to_string(&value).expect("it can be written");
        let Some(verdicts) = Verdicts::on(&validator, path, &text) else { return Ok(()) };
        prop_assert!(verdicts.agree(), "{path}\n{text}\n{verdicts}");
        source.bytes = text.clone().into_bytes();
        // Large sets are slow to load, and the small ones use every feature of the language.
        if set.len() < 12
            && let Err(why) = verdicts.agree_with_load(path, &load(&set))
        {
            prop_assert!(false, "{path}\n{text}\n{verdicts}\n{why}");
        }
        tallies.borrow_mut()[usize::from(verdicts.parser.is_empty())] += 1;
        Ok(())
    });
    if let Err(error) = done {
        panic!("{error}");
    }
    let [refused, accepted] = tallies.into_inner();
    assert!(accepted > cases_wanted / 20 && refused > cases_wanted / 20, "{accepted} accepted, {refused} refused");
}

/// The syntax errors that the parser and the JSON Schema find in a file.
struct Verdicts {
    parser: Vec<Diagnostic>,
    /// Whether the JSON Schema accepts the file.
    accepted: bool,
    /// The errors of the JSON Schema, if the two disagree; collecting them is slow.
    schema: Vec<String>,
}

impl Verdicts {
    /// `None` if the text is not YAML or uses excluded features of YAML, which editors report in another way.
    fn on(validator: &Validator, path: &str, text: &str) -> Option<Self> {
        let value = read(text).ok()?;
        // To an editor, which does not know the name of the file, this is a file of error codes.
        if path.ends_with("vendor.yaml") && value.get("vendor").is_none() && value.get("errors").is_some() {
            return None;
        }
        let parser = syntax_errors(path, text);
        if !has_plain_keys(&value) || parser.iter().any(|error| UNREAD.contains(&error.code)) {
            return None;
        }
        let value = json(&value);
        let accepted = validator.is_valid(&value);
        let mut verdicts = Self { parser, accepted, schema: Vec::new() };
        if !verdicts.agree() {
            let found = validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path()));
            verdicts.schema = found.collect();
        }
        Some(verdicts)
    }

    fn agree(&self) -> bool {
        self.parser.is_empty() == self.accepted
    }

    /// Checks that loading the schemas reports a syntax error in the file exactly if the parser does.
    fn agree_with_load(&self, path: &str, outcome: &codegen::Outcome) -> Result<(), String> {
        let syntax_error = outcome.diagnostics.iter().find(|fault| fault.file == path && SYNTAX.contains(&fault.code));
        match (self.parser.is_empty(), outcome.model.is_some(), syntax_error) {
            (false, true, _) => Err("the generator accepts the file".to_owned()),
            (true, _, Some(fault)) => Err(format!("the generator reports {}: {}", fault.code, fault.message)),
            _ => Ok(()),
        }
    }
}

impl std::fmt::Display for Verdicts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "the parser:")?;
        self.parser.iter().try_for_each(|fault| writeln!(f, "  {}: {}", fault.code, fault.message))?;
        writeln!(f, "the JSON Schema:")?;
        self.schema.iter().try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}

fn validator() -> Validator {
    let schema = serde_json::from_str(&language::file().text).expect("it is JSON");
    jsonschema::draft7::new(&schema).unwrap_or_else(|error| panic!("{error}"))
}

/// Every case of the generator's tests, as a folder of schemas.
fn cases() -> impl Iterator<Item = Vec<Source>> {
    let mut folders = vec![workspace("tests/cases/faults_of_several_files")];
    for kind in ["accept", "reject"] {
        let folder = workspace("tests/cases").join(kind);
        let found = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        folders.extend(found.flatten().map(|entry| entry.path()));
    }
    folders.sort();
    folders.into_iter().filter(|folder| !files(folder).is_empty()).map(|folder| sources(&folder))
}

fn yaml(set: &[Source]) -> impl Iterator<Item = &Source> {
    set.iter().filter(|source| source.path.ends_with(".yaml") && !is_facts(&source.path))
}

/// The syntax errors that `gen` reports for a file. Its path only decides whether it is a vendor, an area or a page.
fn syntax_errors(path: &str, text: &str) -> Vec<Diagnostic> {
    let below: Vec<&str> = path.split('/').skip(1).collect();
    let path = match below[..] {
        ["vendor.yaml"] => "acme/vendor.yaml",
        ["errors.yaml"] => "acme/errors.yaml",
        [.., "area.yaml"] => "acme/crm/area.yaml",
        _ => "acme/crm/customer.yaml",
    };
    let source = Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    parse(&[source]).diagnostics().to_vec()
}

/// Whether all keys are words without invisible characters. Other keys are refused before the syntax is checked.
fn has_plain_keys(value: &Value) -> bool {
    match value {
        Value::Mapping(map) => map.iter().all(|(key, value)| {
            let is_word = !key.is_mapping() && !key.is_sequence();
            is_word && !key_of(key).contains(UNSEEN) && has_plain_keys(value)
        }),
        Value::Sequence(list) => list.iter().all(has_plain_keys),
        _ => true,
    }
}

fn read(text: &str) -> serde_yaml::Result<Value> {
    serde_yaml::from_str(text.trim_start_matches('\u{feff}'))
}

/// YAML as JSON, as editors see it: every key is a string.
fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null | Value::Tagged(_) => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), ..) => number.into(),
            (None, Some(number), _) => number.into(),
            (None, None, Some(number)) if number.is_finite() => number.into(),
            // Neither the language nor JSON has infinities and NaN.
            _ => number.to_string().into(),
        },
        Value::String(text) => text.as_str().into(),
        Value::Sequence(list) => list.iter().map(json).collect(),
        Value::Mapping(map) => map.iter().map(|(key, value)| (key_of(key), json(value))).collect(),
    }
}

fn key_of(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        _ => "null".to_owned(),
    }
}
