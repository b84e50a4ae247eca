//! The README has the figures of the tables in `tests/peers/results/headlines`.

use std::fs;

use serde_json::Value;

/// The headlines: bench, case, measure, contestant, and the row of the README.
const HEADLINES: [(&str, &str, &str, &str, &str); 12] = [
    ("compile", EDIT, "check", "serde", "`cargo check` of a program, after a page of its area was edited"),
    ("compile", EDIT, "gen and check", "serde", "the same, with the 0.28 s of `cargo xtask gen`"),
    ("compile", EDIT, "check", "serde, all of WeCom", "`cargo check` of such a program"),
    ("compile", "check, WeCom", "wall time", "serde", "`cargo check` of all of WeCom"),
    ("compile", SERVICE, "wall time", "serde", "`cargo check` of customer service alone"),
    ("decode", "decode, 100 kB", "time", "handwritten serde", "reading a reply of 100 kB"),
    ("decode", "decode, 100 kB", INSTRUCTIONS, "handwritten serde", "reading a reply of 100 kB, in instructions"),
    ("validate", "request, 100 ids, valid", "time", "garde", "validating a request with 100 ids"),
    ("validate", "reply, 100 kB, valid", "time", "garde", "validating a reply of 100 kB"),
    ("validate", "reply, 100 kB, valid", INSTRUCTIONS, "garde", "validating a reply of 100 kB, in instructions"),
    ("generate", "100 endpoints, full", RATE, "typify 0.8.0", "making 100 endpoints: types a second"),
    ("generate", "1,000 endpoints, full", RATE, "typify 0.8.0", "making 1,000 endpoints: types a second"),
];
const EDIT: &str = "edit a page of WeCom's customer service";
const SERVICE: &str = "check, WeCom's customer service alone";
const RATE: &str = "types per second";
/// A measure that is the same in each round, and is taken once.
const INSTRUCTIONS: &str = "instructions";

fn table(bench: &str) -> Value {
    let path = tests::workspace("tests/peers/results/headlines").join(format!("{bench}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("a table is JSON")
}

/// The figures of a contestant, one per round.
fn sample(table: &Value, case: &str, measure: &str, contestant: &str) -> Vec<f64> {
    let rows = table["rows"].as_array().expect("a table has rows");
    let wanted =
        |row: &&Value| row["case"] == case && row["measure"]["name"] == measure && row["contestant"] == contestant;
    let row = rows.iter().find(wanted).unwrap_or_else(|| panic!("no figures: {case}, {measure}, {contestant}"));
    row["sample"].as_array().expect("it has a sample").iter().filter_map(Value::as_f64).collect()
}

/// The median over all rounds of our figure divided by theirs.
fn ratio(bench: &str, case: &str, measure: &str, contestant: &str) -> f64 {
    let table = table(bench);
    let ours = sample(&table, case, measure, table["ours"].as_str().expect("the table names our contestant"));
    let theirs = sample(&table, case, measure, contestant);
    let rounds = if measure == INSTRUCTIONS { 1 } else { 3 };
    assert!(ours.len() >= rounds && ours.len() == theirs.len(), "{bench}, {case}: {} rounds", ours.len());
    let mut ratios: Vec<f64> = ours.iter().zip(&theirs).map(|(ours, theirs)| ours / theirs).collect();
    ratios.sort_by(f64::total_cmp);
    f64::midpoint(ratios[(ratios.len() - 1) / 2], ratios[ratios.len() / 2])
}

#[test]
fn figures_in_the_readme_are_those_of_the_tables() {
    let readme = fs::read_to_string(tests::workspace("README.md")).expect("there is a README");
    for (bench, case, measure, contestant, row) in HEADLINES {
        let start = format!("| {row} | ");
        let line = readme.lines().find(|line| line.starts_with(&start));
        let line = line.unwrap_or_else(|| panic!("README has no row `{row}`"));
        let expected = format!("| {:.2} |", ratio(bench, case, measure, contestant));
        assert!(line.contains(&expected), "README has `{line}`, which lacks `{expected}`");
    }
}
