//! Lists the endpoints, events and enums of the emitted crates, and the calls in their docs, for the tests that go through all of
//! them.
//!
//! Each list is a macro that repeats an expression with a type alias for each item, because a test needs the types and
//! not only their names. The tests compare each list with the model, so a missing item fails them.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The emitted crates and their folders.
const CRATES: [(&str, &str); 2] = [("generated", "../generated"), ("fixture", "fixture")];

fn main() {
    let lists = CRATES.map(|(name, folder)| {
        let file = format!("{folder}/endpoints.json");
        println!("cargo::rerun-if-changed={file}");
        let text = read(Path::new(&file));
        let (of_endpoints, of_events) = text.split_once("\n  \"events\": ").unwrap_or((&text, ""));
        let endpoints: Vec<Item> = rows(of_endpoints).map(|found| found.endpoint(name)).collect();
        let events: Vec<Item> = rows(of_events).map(|found| found.event(name)).collect();
        (list(&format!("{name}_endpoints"), &endpoints), list(&format!("{name}_events"), &events))
    });
    let (endpoints, events): (Vec<_>, Vec<_>) = lists.into_iter().unzip();
    write("endpoints.rs", &(endpoints.join("\n") + &sample(CRATES[0].0, CRATES[0].1)));
    write("events.rs", &events.join("\n"));

    let (name, folder) = CRATES[0];
    println!("cargo::rerun-if-changed={folder}/vendors");
    let modules = modules(Path::new(folder));
    write("calls.rs", &calls(&modules));
    let (codes, enums): (Vec<Item>, Vec<Item>) =
        enums(name, &modules).into_iter().partition(|item| item.name.ends_with(".ErrorCode"));
    write("enums.rs", &[list("generated_enums", &enums), list("generated_error_codes", &codes)].join("\n"));
}

/// The endpoints of the project's vendors that tests of readers, client and mock go through, which compile much for each: one in
/// [`SAMPLED`], or all of them if the variable `TESTS_ALL_ENDPOINTS` is set. The fixture, with all features of the language, is
/// always tested whole, and so are all published examples.
fn sample(krate: &str, folder: &str) -> String {
    const SAMPLED: usize = 4;
    println!("cargo::rerun-if-env-changed=TESTS_ALL_ENDPOINTS");
    let step = if env::var_os("TESTS_ALL_ENDPOINTS").is_some() { 1 } else { SAMPLED };
    let text = read(Path::new(&format!("{folder}/endpoints.json")));
    let of_endpoints = text.split_once("\n  \"events\": ").map_or(text.as_str(), |(endpoints, _)| endpoints);
    let sample: Vec<Item> = rows(of_endpoints).step_by(step).map(|found| found.endpoint(krate)).collect();
    list("sampled_endpoints", &sample)
}

/// A type of an emitted crate.
struct Item {
    /// The name in the model.
    name: String,
    path: String,
    is_deprecated: bool,
}

/// What `endpoints.json` says about an endpoint or an event.
struct Row<'t> {
    name: &'t str,
    is_deprecated: bool,
}

impl Row<'_> {
    fn endpoint(self, krate: &str) -> Item {
        let path = path(krate, &self.name.split('.').chain(["Request"]).collect::<Vec<_>>());
        Item { name: self.name.to_owned(), path, is_deprecated: self.is_deprecated }
    }

    /// The module of an area's events exports them under their names in UpperCamelCase.
    fn event(self, krate: &str) -> Item {
        let (module, own) = self.name.rsplit_once('.').unwrap_or(("", self.name));
        let own: String = own.split('_').map(capitalized).collect();
        let path = path(krate, &module.split('.').chain([own.as_str()]).collect::<Vec<_>>());
        Item { name: self.name.to_owned(), path, is_deprecated: false }
    }
}

fn capitalized(word: &str) -> String {
    let mut rest = word.chars();
    let first = rest.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(rest).collect()
}

/// The endpoints or events in a part of `endpoints.json`, which has one key per line, in sorted order. A JSON parser would
/// have to be compiled a second time for this script.
fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    let values = |key: &'static str| {
        let key = format!("      \"{key}\": ");
        text.lines().filter_map(move |line| line.strip_prefix(&key)).map(|value| value.trim_end_matches(','))
    };
    let named = values("name").zip(values("deprecated"));
    named.map(|(name, deprecated)| Row { name: name.trim_matches('"'), is_deprecated: deprecated != "null" })
}

/// The emitted files of all vendors: the vendor and the modules that a file is in, and its text, sorted.
fn modules(folder: &Path) -> Vec<(Vec<String>, String)> {
    let mut modules = Vec::new();
    for vendor in entries(&folder.join("vendors")) {
        let source = vendor.join("src");
        let vendor = vendor.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut folders = vec![source.clone()];
        while let Some(folder) = folders.pop() {
            for entry in entries(&folder) {
                if entry.is_dir() {
                    folders.push(entry);
                    continue;
                }
                let below = entry.strip_prefix(&source).unwrap_or(&entry).with_extension("");
                let below = below.to_string_lossy().replace('\\', "/");
                let segments = below.split('/').filter(|name| *name != "lib").map(str::to_owned);
                modules.push(([vendor.clone()].into_iter().chain(segments).collect(), read(&entry)));
            }
        }
    }
    modules.sort();
    modules
}

/// The enums of all vendors, by name. Each has a line such as `int_enum! { Gender {`.
fn enums(krate: &str, modules: &[(Vec<String>, String)]) -> Vec<Item> {
    let mut items = Vec::new();
    for (module, text) in modules {
        items.extend(["int_enum! { ", "str_enum! { ", "error_codes! { "].into_iter().flat_map(|start| {
            let rest = text.lines().filter_map(move |line| line.strip_prefix(start));
            let names = rest.filter_map(|rest| rest.split([' ', ',']).next());
            let item = |name| {
                let names: Vec<&str> = module.iter().map(String::as_str).chain([name]).collect();
                Item { name: names.join("."), path: path(krate, &names), is_deprecated: false }
            };
            names.map(item).collect::<Vec<_>>()
        }));
    }
    items.sort_by(|one, other| one.name.cmp(&other.name));
    items
}

/// The calls in the docs of endpoints: a module for each, with the call as it is shown and a function that checks its request,
/// and the list `CALLS` of these functions by the name of the endpoint.
fn calls(modules: &[(Vec<String>, String)]) -> String {
    let (mut text, mut rows) = (String::new(), String::new());
    let with_calls = modules.iter().filter_map(|(module, text)| Some((module, text.split_once("//! ```no_run\n")?.1)));
    for (at, (module, rest)) in with_calls.enumerate() {
        let block = rest.split_once("//! ```\n").map_or("", |(block, _)| block);
        let lines: Vec<&str> = block.lines().map(|line| line.strip_prefix("//! ").unwrap_or_default()).collect();
        let shown: Vec<&str> = lines.iter().copied().filter(|line| !line.starts_with("# ")).collect();
        let sends = |line: &&str| ["let reply = ", "let mut ", "client."].iter().any(|start| line.starts_with(start));
        let sent = shown.iter().position(sends).unwrap_or(shown.len());
        let client = lines.iter().find_map(|line| line.strip_prefix("# async fn call")).unwrap_or_default();
        let (name, shown, request) = (module.join("."), shown.join("\n"), shown[..sent].join("\n"));
        text.push_str(&format!(
            "mod call_{at} {{\nuse super::{{Client, Transport}};\n\
             pub async fn call{client} -> Result<(), Box<dyn std::error::Error>> {{\n{shown}\nOk(())\n}}\n\
             pub fn check() -> Result<Option<bool>, Box<dyn std::error::Error>> {{\n{request}\nsuper::check(&request)\n}}\n}}\n"
        ));
        rows.push_str(&format!("    ({name:?}, call_{at}::check),\n"));
    }
    format!("{text}\nconst CALLS: &[(&str, Check)] = &[\n{rows}];\n")
}

/// The path of an item. All segments but the crate, the vendor and the item may be keywords.
fn path(krate: &str, names: &[&str]) -> String {
    let last = names.len() - 1;
    let segments = names.iter().enumerate().map(|(at, name)| match at {
        0 => (*name).to_owned(),
        at if at == last => (*name).to_owned(),
        _ => format!("r#{name}"),
    });
    format!("{krate}::{}", segments.collect::<Vec<_>>().join("::"))
}

/// A macro that makes an array of pairs: the name of each item in the model, and an expression in which `T` is its
/// type. The macro's argument is `T => expression`.
fn list(name: &str, items: &[Item]) -> String {
    let pairs = items.iter().map(|item| {
        let Item { name, path, is_deprecated } = item;
        let expected = if *is_deprecated { "#[expect(deprecated)] " } else { "" };
        format!("            ({name:?}, {{ {expected}type $T = {path}; $value }}),\n")
    });
    let pairs: String = pairs.collect();
    format!("macro_rules! {name} {{\n    ($T:ident => $value:expr) => {{\n        [\n{pairs}        ]\n    }};\n}}\n")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.flatten().map(|entry| entry.path()).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(name: &str, text: &str) {
    let folder = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let path = Path::new(&folder).join(name);
    fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
