//! Tests of `diff`: a case for each rule, and properties of every comparison.
//!
//! A case is `tests/cases/diff/<rule>.yaml`: pieces of the old and of the new schemas, for `template.rs`. Its snapshot
//! is the report; `INSTA_UPDATE=always cargo test -p tests --test changes` writes it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    panic::catch_unwind,
    sync::LazyLock,
};

use codegen::{
    Source,
    diagnostic::Severity,
    diff::{Change, Rule, Step, compare, step},
    load, locate,
    model::Model,
};
use proptest::prelude::*;

use tests::{cases, change::Case, corner_model, fixture_model, model, template::schemas, workspace};

/// The model of schemas, which must have no errors.
fn valid_model(what: &str, sources: &[Source]) -> Model {
    let outcome = load(sources);
    let errors: Vec<String> = outcome
        .diagnostics
        .iter()
        .filter(|fault| fault.code.severity() == Severity::Error)
        .map(|fault| format!("{} {}: {}", fault.code, fault.file, fault.message))
        .collect();
    outcome.model.unwrap_or_else(|| panic!("{what} has errors:\n{}", errors.join("\n")))
}

fn line(change: &Change) -> String {
    let Change { file, at, rule, old, new, endpoints } = change;
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
    let effects = change.effects();
    let words = format!("{:?} {:?} {:?}", effects.wire, effects.rust, effects.behaviour).to_lowercase();
    format!("{rule} {file} {at}: {} -> {} [{words}] {}\n", text(old), text(new), endpoints.join(", "))
}

fn report(changes: &[Change]) -> String {
    changes.iter().map(line).collect()
}

#[test]
fn every_rule_has_a_case_that_shows_it() {
    let failed: Vec<&str> =
        Rule::ALL.iter().filter(|rule| catch_unwind(|| assert_shown(**rule)).is_err()).map(|rule| rule.id()).collect();
    assert!(failed.is_empty(), "{} of {} fail: {}", failed.len(), Rule::ALL.len(), failed.join(", "));
}

/// `rules.md` lists all rules, each with an example from its case. `INSTA_UPDATE=always` writes it.
#[test]
fn rules_md_is_up_to_date() {
    let mut document = "# The rules of `cargo xtask diff`\n\n\
        Generated from `rule.rs` and `tests/cases/diff` by `INSTA_UPDATE=always cargo test -p tests --test changes`. Do not edit.\n\n\
        | rule | what has changed | payloads | Rust code | behaviour | example |\n|---|---|---|---|---|---|\n"
        .to_owned();
    for rule in Rule::ALL {
        let effects = rule.effects();
        let effects = format!("{:?} | {:?} | {:?}", effects.wire, effects.rust, effects.behaviour).to_lowercase();
        document += &format!("| `{rule}` | {} | {effects} | {} |\n", rule.meaning(), example(*rule));
    }
    let path = workspace("codegen/src/diff/rules.md");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&path, &document).expect("the folder exists");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == document, "codegen/src/diff/rules.md is stale: run this test with INSTA_UPDATE=always");
}

/// The change in the case of a rule, as a cell of the table.
fn example(rule: Rule) -> String {
    let [old, new] = Case::of(rule).unwrap_or_else(|| panic!("{rule} has no case")).sources();
    let changes = compare(&valid_model("old", &old), &valid_model("new", &new));
    let shown = changes
        .iter()
        .find(|change| change.rule == rule)
        .unwrap_or_else(|| panic!("the case of {rule} does not show it"));
    let code = |text: &Option<String>| match text {
        Some(text) => format!("`{}`", text.replace('\n', " ").replace('|', "\\|").replace('`', "'")),
        None => "nothing".to_owned(),
    };
    format!("`{}`: {} → {}", shown.at, code(&shown.old), code(&shown.new))
}

fn assert_shown(rule: Rule) {
    let case = Case::of(rule).unwrap_or_else(|| panic!("there is no tests/cases/diff/{rule}.yaml"));
    let [old, new] = case.sources();
    let models = [valid_model(&format!("{rule}, old"), &old), valid_model(&format!("{rule}, new"), &new)];
    let changes = compare(&models[0], &models[1]);
    let text = report(&changes);
    assert!(changes.iter().any(|change| change.rule == rule), "the case of {rule} does not show it:\n{text}");
    assert!(changes.iter().all(|change| located(change, &old, &new)), "{rule}: a change has no position:\n{text}");
    assert_mirrored(rule.id(), &models[0], &models[1]);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/diff");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(rule.id(), text));
}

/// `INSTA_UPDATE=always` writes the reports of the further cases. The compiler checks what they say about code.
#[test]
fn further_cases_are_reported() {
    for (name, case) in Case::further() {
        let [old, new] = case.sources();
        let models = [valid_model(&format!("{name}, old"), &old), valid_model(&format!("{name}, new"), &new)];
        let changes = compare(&models[0], &models[1]);
        let text = report(&changes);
        assert!(!changes.is_empty(), "{name}");
        assert!(changes.iter().all(|change| located(change, &old, &new)), "{name}: a change has no position:\n{text}");
        assert_mirrored(&name, &models[0], &models[1]);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots/diff_further");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
    }
    let snapshots = tests::files(&workspace("tests/tests/snapshots/diff_further"));
    assert_eq!(snapshots.len(), Case::further().len(), "a snapshot is left over");
}

/// Whether a change has a position: in the new file or, if it is a removal, in the old one.
fn located(change: &Change, old: &[Source], new: &[Source]) -> bool {
    let found = |sources: &[Source]| {
        let source = sources.iter().find(|source| source.path == change.file);
        source.is_some_and(|source| locate(source, &change.at).is_some())
    };
    found(new) || change.new.is_none() && found(old)
}

/// Asserts that comparing in the opposite direction yields the opposite changes, and no others. They are at the same
/// places unless something was renamed or moved.
fn assert_mirrored(what: &str, old: &Model, new: &Model) {
    const MOVING: [&str; 5] = ["renamed", "rewired", "recoded", "moved", "location"];
    let (forward, backward) = (compare(old, new), compare(new, old));
    let same_places = !forward.iter().any(|change| MOVING.iter().any(|word| change.rule.id().contains(word)));
    // A type keeps its path if its declaration moves between two files of one scope, and nothing is reported.
    let same_files = declared_in_the_same_files(old, new);
    let line = |change: &Change, rule: Rule, old: &Option<String>, new: &Option<String>| {
        let Change { file, at, endpoints, .. } = change;
        let file = if same_files { file.as_str() } else { "" };
        let place = if same_places { format!(" {file} {at} {endpoints:?}") } else { String::new() };
        format!("{rule}{place}: {old:?} -> {new:?}")
    };
    let mut forward: Vec<String> =
        forward.iter().map(|change| line(change, change.rule, &change.old, &change.new)).collect();
    let mut backward: Vec<String> =
        backward.iter().map(|change| line(change, change.rule.mirror(), &change.new, &change.old)).collect();
    forward.sort();
    backward.sort();
    let unmatched = |these: &[String], those: &[String]| {
        these.iter().filter(|this| !those.contains(this)).cloned().collect::<Vec<_>>().join("\n")
    };
    let (only_forward, only_backward) = (unmatched(&forward, &backward), unmatched(&backward, &forward));
    assert!(forward == backward, "{what}: only forward:\n{only_forward}\nonly backward:\n{only_backward}");
}

/// Whether each type that both models have is declared in the same file.
fn declared_in_the_same_files(old: &Model, new: &Model) -> bool {
    let objects = old.objects.iter().filter_map(|(name, it)| Some((&it.file, &new.objects.get(name)?.file)));
    let enums = old.enums.iter().filter_map(|(name, it)| Some((&it.file, &new.enums.get(name)?.file)));
    let scalars = old.scalars.iter().filter_map(|(name, it)| Some((&it.file, &new.scalars.get(name)?.file)));
    objects.chain(enums).chain(scalars).all(|(old, new)| old == new)
}

#[test]
fn no_case_is_left_over() {
    for folder in ["tests/cases/diff", "tests/tests/snapshots/diff"] {
        for path in tests::files(&workspace(folder)) {
            let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            assert!(Rule::of_id(&id).is_some(), "there is no rule for {}; delete it", path.display());
        }
    }
}

/// The page that lists the checks of oasdiff names only existing rules, and all of them except our own.
#[test]
fn the_list_of_the_checks_of_oasdiff_is_complete() {
    let page = fs::read_to_string(workspace("codegen/src/diff/oasdiff.md")).unwrap_or_default();
    let here: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix('|')?.rsplit('|').nth(1))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .filter(|name| name.contains('-'))
        .collect();
    let fits = |name: &str, id: &str| {
        let (pattern, id): (Vec<&str>, &str) = (name.split('*').collect(), id);
        let begins = id.starts_with(pattern[0]) && id.ends_with(pattern[pattern.len() - 1]);
        begins && pattern.iter().all(|part| id.contains(part))
    };
    for name in &here {
        assert!(Rule::ALL.iter().any(|rule| fits(name, rule.id())), "the page names `{name}`, which is not a rule");
    }
    let left: Vec<&str> =
        Rule::ALL.iter().map(|rule| rule.id()).filter(|id| !here.iter().any(|name| fits(name, id))).collect();
    let own = [
        "vendor-",
        "endpoint-paging-",
        "page-",
        "type-constructor",
        "field-boxing",
        "error-code-",
        "endpoint-",
        "choice-renamed",
        "choice-conversion-",
        "variant-member-",
        "variant-renamed",
        "enum-value-re",
        "event-",
        "field-item-",
        "field-length-",
        "field-other-type-",
        "maximum-",
        "type-docs",
        "warning-",
    ];
    let odd: Vec<&&str> = left.iter().filter(|id| !own.iter().any(|own| id.starts_with(own))).collect();
    assert!(odd.is_empty(), "the page leaves out {odd:?}");
}

#[test]
fn each_rule_is_explained() {
    for &rule in Rule::ALL {
        let page = rule.explain();
        assert!(page.starts_with(&format!("# {rule}\n\n{}\n", rule.meaning())), "{page}");
        assert!(rule.meaning().ends_with('.'), "{rule}");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("explain_diff", Rule::RequestLimitTightened.explain()));
}

#[test]
fn opposite_rules_are_mutual() {
    for &rule in Rule::ALL {
        assert_eq!(rule.mirror().mirror(), rule);
        assert_eq!(Rule::of_id(rule.id()), Some(rule));
        assert_eq!(rule.mirror().effects().docs_only(), rule.effects().docs_only(), "{rule}");
    }
    let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len(), "two rules have the same id");
}

#[test]
fn a_model_does_not_differ_from_itself() {
    for (what, model) in models() {
        let changes = compare(&model, &model);
        assert!(changes.is_empty(), "{what}:\n{}", report(&changes));
        assert_eq!(step(&changes), Step::None);
    }
}

/// The models of all schemas in the repository.
fn models() -> Vec<(String, Model)> {
    let mut models = vec![
        ("the schemas".to_owned(), model().clone()),
        ("the fixture".to_owned(), fixture_model().clone()),
        ("the corner cases".to_owned(), corner_model().clone()),
    ];
    models.extend(cases::names("accept").into_iter().map(|case| {
        let model = valid_model(&case, &cases::sources("accept", &case));
        (case, model)
    }));
    models
}

#[test]
fn any_two_models_mirror_each_other() {
    let models = models();
    for (one, old) in &models {
        for (other, new) in &models {
            assert_mirrored(&format!("{one} to {other}"), old, new);
        }
    }
}

/// The cases whose pieces can be combined, by rule.
static COMBINABLE: LazyLock<Vec<(String, Case)>> = LazyLock::new(|| {
    let cases = Rule::ALL.iter().filter_map(|&rule| Some((rule.id().to_owned(), Case::of(rule)?)));
    cases.filter(|(_, case)| !case.both.contains_key("vendor") && !case.old.contains_key("vendor")).collect()
});

fn with(pieces: &[&BTreeMap<String, String>]) -> Option<Model> {
    let mut all: BTreeMap<&str, String> = BTreeMap::new();
    for (place, text) in pieces.iter().copied().flatten() {
        if !place.contains('/') {
            all.entry(place).or_default().push_str(text);
        }
    }
    let all: Vec<(&str, &str)> = all.iter().map(|(place, text)| (*place, text.as_str())).collect();
    load(&schemas(&all)).model
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Combines the pieces of several random cases, and leaves out those that do not fit together.
    #[test]
    fn random_edits_mirror_each_other(picks in proptest::collection::vec((any::<prop::sample::Index>(), 0..4), 1..6)) {
        let (mut old, mut new): (Vec<&BTreeMap<_, _>>, Vec<&BTreeMap<_, _>>) = (Vec::new(), Vec::new());
        let mut names = Vec::new();
        for (pick, sides) in picks {
            let (name, case) = pick.get(&COMBINABLE);
            let (case_old, case_new) = if sides % 2 == 0 { (&case.old, &case.new) } else { (&case.new, &case.old) };
            let (more_old, more_new) = ([&old[..], &[&case.both, case_old]].concat(), [&new[..], &[&case.both, case_new]].concat());
            if let (Some(_), Some(_)) = (with(&more_old), with(&more_new)) {
                (old, new) = (more_old, more_new);
                names.push(name.as_str());
            }
        }
        let models = with(&old).zip(with(&new));
        let (old, new) = models.expect("each step was valid");
        prop_assert!(compare(&old, &old).is_empty());
        assert_mirrored(&names.join(", "), &old, &new);
    }
}
