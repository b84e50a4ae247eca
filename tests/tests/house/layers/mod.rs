//! The lock on the architecture: files use only what the tables in ARCHITECTURE.md allow, and never each other in a circle.

mod arrows;
mod circles;
mod crates;
mod reader;
mod table;
mod tokens;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use tests::workspace;

use self::{arrows::Arrow, circles::circles, crates::Workspace, reader::Files, table::Table};

/// The folders of the crates that people write, and of the machine-written ones, whose files may form circles.
const WRITTEN: &[&str] = &["codegen", "facts", "pages", "runtime", "tests", "xtask", "yaml"];
const EMITTED: &[&str] = &["generated", "tests/fixture"];

#[test]
fn files_use_what_their_layer_may_use_and_never_each_other() {
    let root = workspace("");
    let mut crates = Vec::new();
    for folder in WRITTEN.iter().chain(EMITTED) {
        crates.extend(targets(&root, folder));
    }
    let faults = faults(&|file| fs::read_to_string(root.join(file)).ok(), &crates);
    assert!(faults.is_empty(), "{} faults:\n\n{}", faults.len(), faults.join("\n\n"));
}

/// The root files of a package: its library or program, and its tests.
fn targets(workspace: &Path, folder: &str) -> Vec<PathBuf> {
    let mut roots = vec![PathBuf::from(folder).join("src/lib.rs"), PathBuf::from(folder).join("src/main.rs")];
    for entry in fs::read_dir(workspace.join(folder).join("tests")).into_iter().flatten().flatten() {
        let test = PathBuf::from(folder).join("tests").join(entry.file_name());
        roots.push(if test.extension().is_some() { test } else { test.join("main.rs") });
    }
    roots.retain(|root| root.extension().is_some_and(|ending| ending == "rs") && workspace.join(root).is_file());
    roots
}

/// What is wrong with the crates that have these roots.
fn faults(files: Files<'_>, roots: &[PathBuf]) -> Vec<String> {
    let mut workspace = Workspace::default();
    for root in roots {
        let is_library = root.ends_with("src/lib.rs");
        let package = root.ancestors().find(|folder| folder.ends_with("src") || folder.ends_with("tests"));
        let package = package.and_then(Path::parent).and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        // All tests are one layer, whatever package they are in.
        let name = if is_library || root.ends_with("src/main.rs") { &package } else { "tests" };
        workspace.add(files, name, root, is_library);
    }
    let mut arrows = workspace.arrows();
    let mut faults = Vec::new();
    let table = Table::parse(&files(Path::new("ARCHITECTURE.md")).unwrap_or_default(), &mut faults);
    let modules: BTreeSet<&str> = workspace.modules.iter().map(|module| module.path.as_str()).collect();
    table.check(&arrows, &modules, &mut faults);
    arrows.retain(|arrow| !EMITTED.iter().any(|folder| arrow.from.file.starts_with(folder)));
    faults.extend(circles(&arrows).iter().map(|circle| describe(circle)));
    faults
}

fn describe(circle: &[Arrow<'_>]) -> String {
    let mut text = "A circle of files:".to_owned();
    for Arrow { from, to, name, is_call } in circle {
        let (from, to, path) = (from.file.display(), to.file.display(), name.segments.join("::"));
        let path = if *is_call { format!(".{path}()") } else { path };
        write!(text, "\n  {from}:{} uses {to} (`{path}`)", name.line).expect("a String takes every text");
    }
    text + "\nMove what both need into a file that needs neither, or make one file of them. If a call means a method of \
            another type, rename one of the two."
}

/// The faults of a library `alpha` and a library `beta` with these files.
fn faults_of(table: &str, sources: &[(&str, &str)]) -> Vec<String> {
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    files.insert("ARCHITECTURE.md".into(), format!("## Layers\n\n{table}\n\n## Parts\n"));
    files.extend(sources.iter().map(|(file, text)| (file.into(), (*text).to_owned())));
    let roots: Vec<PathBuf> = files.keys().filter(|file| file.ends_with("src/lib.rs")).cloned().collect();
    faults(&|file| files.get(file).cloned(), &roots)
}

const CRATES: &str = "| crate | may use |\n|---|---|\n| `beta` | |\n| `alpha` | `beta` |\n";
const BETA: (&str, &str) = ("beta/src/lib.rs", "mod inner;\npub use inner::Thing;");
const INNER: (&str, &str) = ("beta/src/inner.rs", "pub struct Thing;");

#[test]
fn an_arrow_between_crates_needs_the_table() {
    let uses = ("alpha/src/lib.rs", "pub fn thing() -> beta::Thing { todo!() }");
    assert_eq!(faults_of(CRATES, &[uses, BETA, INNER]), Vec::<String>::new());
    let no_arrow = CRATES.replace("| `beta` |\n", "| |\n");
    let faults = faults_of(&no_arrow, &[uses, BETA, INNER]);
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    assert!(fault.starts_with("alpha/src/lib.rs:1: `alpha` uses `beta` (`beta::Thing`)"), "{fault}");
}

#[test]
fn an_arrow_in_the_table_needs_the_code() {
    let faults =
        faults_of(CRATES, &[("alpha/src/lib.rs", "// beta::Thing\nconst A: &str = \"beta::Thing\";"), BETA, INNER]);
    assert_eq!(faults, ["ARCHITECTURE.md: `alpha` does not use `beta`. Remove `beta` from its row."]);
}

#[test]
fn a_layer_uses_only_layers_of_earlier_rows() {
    let upwards = "| crate | may use |\n|---|---|\n| `alpha` | `beta` |\n| `beta` | |\n";
    let faults = faults_of(upwards, &[("alpha/src/lib.rs", "use beta::Thing;"), BETA, INNER]);
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    assert!(fault.contains("names `beta`, which has no earlier row"), "{fault}");
}

#[test]
fn an_arrow_between_modules_needs_the_table_however_it_is_written() {
    let table = format!("{CRATES}\n### `alpha`\n\n| module | may use |\n|---|---|\n| `low` | |\n| `high` | |\n");
    let low =
        ("alpha/src/low.rs", "pub mod part { pub struct Part; }\n#[macro_export]\nmacro_rules! make { () => {}; }");
    for (line, high) in [
        (1, "use crate::low::part::Part;"),
        (1, "use crate::{low::part::{Part as Other}};"),
        (2, "use super::low;\nfn part() -> low::part::Part { todo!() }"),
        (2, "use crate::low::part;\nconst fn part() -> Option<&'static part::Part> { None }"),
        (1, "fn part(part: &[crate::low::part::Part]) {}"),
        (1, "use crate::low::part::*;"),
        (2, "\nmod inner { fn part() { let part = super::super::low::part::Part; } }"),
        (1, "fn part() { println!(\"{}\", crate::low::part::Part) }"),
        (1, "crate::make!();"),
        (3, "#[cfg(test)]\nmod tests { use super::*; }\nuse crate::low::part::Part;"),
        (3, "#[cfg(test)]\npub(crate) use crate::low::{part::Part};\nuse crate::low::part::Part;"),
    ] {
        let sources =
            [("alpha/src/lib.rs", "mod high; mod low;\npub use beta::Thing;"), low, ("alpha/src/high.rs", high)];
        let faults = faults_of(&table, &[&sources[..], &[BETA, INNER]].concat());
        let [fault] = faults.as_slice() else { panic!("{high}: {faults:#?}") };
        let start = format!("alpha/src/high.rs:{line}: `alpha::high` uses `alpha::low`");
        assert!(fault.starts_with(&start), "{high}: {fault}");
    }
}

#[test]
fn modules_and_rows_belong_together() {
    let table = format!("{CRATES}\n### `alpha`\n\n| module | may use |\n|---|---|\n| `gone` | |\n");
    let faults = faults_of(
        &table,
        &[("alpha/src/lib.rs", "use beta::Thing;\nmod new {}\nmod other;"), ("alpha/src/other.rs", ""), BETA, INNER],
    );
    assert_eq!(
        faults,
        [
            "ARCHITECTURE.md: the layer `alpha::gone` does not exist. Remove its row.",
            "ARCHITECTURE.md: the layer `alpha::other` has no row. Add one.",
        ]
    );
}

#[test]
fn a_circle_is_found_however_it_is_made() {
    for (root, child) in [
        // A re-export leads to where the item is.
        ("mod child;\npub use child::Part;\npub struct Whole;", "pub struct Part(crate::Whole);"),
        // A call of a method that the child adds to the root's type.
        (
            "mod child;\npub struct Whole;\npub fn run() { Whole.part() }",
            "impl super::Whole { pub(crate) fn part(&self) {} }",
        ),
    ] {
        let faults = faults_of(CRATES, &[("alpha/src/lib.rs", root), ("alpha/src/child.rs", child), BETA, INNER]);
        let circle = faults.iter().find(|fault| fault.starts_with("A circle of files:"));
        let circle = circle.unwrap_or_else(|| panic!("{faults:#?}"));
        assert!(circle.contains("alpha/src/child.rs:1 uses alpha/src/lib.rs"), "{circle}");
        assert!(circle.contains("alpha/src/lib.rs:") && circle.contains(" uses alpha/src/child.rs"), "{circle}");
    }
}

#[test]
fn what_is_no_arrow_is_none() {
    let child = "\
        #[cfg(test)]\nmod tests { use super::super::Whole; }\n\
        #[cfg(test)]\nuse crate::{Whole};\n\
        pub(in crate::child) struct Part;\n\
        // crate::Whole\n/* crate::Whole /* crate::Whole */ crate::Whole */\n\
        const A: (&str, char, &str) = (r#\"crate::Whole \" crate::Whole\"#, '\"', \"\\\" crate::Whole\");\n\
        fn a<'a>(a: &'a str) { quote! { crate::Whole } }\n";
    let root = "mod child;\nuse child::Part;\nuse beta::Thing;\npub struct Whole;";
    let faults = faults_of(CRATES, &[("alpha/src/lib.rs", root), ("alpha/src/child.rs", child), BETA, INNER]);
    assert_eq!(faults, Vec::<String>::new());
}
