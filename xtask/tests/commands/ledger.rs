//! `schemas/accepted-breaks.yaml`: accepted breaks and tombstones.

use serde_json::Value;

use crate::{
    repository::*,
    sandbox::{PAGE, code, stderr, stdout},
};

fn ledger(rule: &str, at: &str) -> String {
    format!("accepted:\n  - {{ rule: {rule}, at: \"{at}\", reason: The vendor switched it off., date: 2026-02-01 }}\n")
}

#[test]
fn accepted_breaks_do_not_count_and_stale_ones_are_errors() {
    let sandbox = repository();
    replace_feed(&sandbox);
    sandbox.write("schemas/accepted-breaks.yaml", &ledger("endpoint-removed", "acme/feed.yaml#feed"));
    let output = diff(&sandbox, &["HEAD", "--fail-on", "breaking"]);
    let text = stdout(&output);
    assert_eq!(code(&output), 0, "{text}");
    assert!(text.contains("accepted break[endpoint-removed]: feed"), "{text}");
    assert!(text.contains("accepted  2026-02-01: The vendor switched it off."), "{text}");
    assert!(text.contains("1 accepted; the version goes from 0.1.0 to 0.2.0"), "{text}");

    sandbox.write("schemas/acme/feed.yaml", PAGE);
    let output = diff(&sandbox, &["HEAD"]);
    assert_eq!(code(&output), 1);
    let stale =
        "schemas/accepted-breaks.yaml:2:5: error: there is no `endpoint-removed` at `acme/feed.yaml#feed` any more";
    assert!(stdout(&output).contains(stale), "{}", stdout(&output));
    let json: Value =
        serde_json::from_str(&stdout(&diff(&sandbox, &["HEAD", "--format", "json"]))).expect("it is JSON");
    assert_eq!((&json["stale"][0]["line"], &json["stale"][0]["column"]), (&2.into(), &5.into()));
    let github = stdout(&diff(&sandbox, &["HEAD", "--format", "github"]));
    assert!(github.contains("::error file=schemas/accepted-breaks.yaml,line=2,col=5,"), "{github}");
}

#[test]
fn errors_of_the_ledger_have_positions() {
    let sandbox = repository();
    let assert_error = |text: &str, expected: &str| {
        sandbox.write("schemas/accepted-breaks.yaml", text);
        let output = diff(&sandbox, &["HEAD"]);
        assert_eq!(code(&output), 1, "{}", stderr(&output));
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    };
    assert_error(
        &ledger("endpoint-remove", "acme/feed.yaml#feed"),
        "there is no rule `endpoint-remove`\n --> schemas/accepted-breaks.yaml:2:13",
    );
    assert_error(&ledger("endpoint-removed", "acme/feed.yaml"), "expected a file and a schema path in it");
    assert_error("accept: []\n", "has no key `accept`");
    assert_error("accepted:\n  - { rule: endpoint-removed }\n", "error[E007]");
    assert_error(
        "tombstones: [{ file: acme/feed.yaml, at: hay, name: feed, wire: POST /hay, date: 2026-01-01 }]\n",
        "`feed` belonged to something that was removed on 2026-01-01",
    );
    // An empty list is not an error.
    sandbox.write("schemas/accepted-breaks.yaml", "accepted: []\n");
    assert_eq!(code(&sandbox.generate(&[])), 0, "{}", stderr(&sandbox.generate(&[])));
}

#[test]
fn removed_names_must_not_be_reused() {
    let sandbox = repository();
    let page = "      diet: { type: Diet, doc: What it eats. }
enums:
  Diet: { wire: int32, values: { NAME: { value: VALUE, label: 虫, doc: Food. } } }
";
    let reuse = |name: &str, value: &str, at: &str| {
        let body = format!("{PAGE}{}", page.replace("NAME", name).replace("VALUE", value));
        sandbox.write("schemas/acme/feed.yaml", &body);
        let tomb = format!("{{ file: acme/feed.yaml, at: {at}, name: leaves, wire: 3, date: 2026-01-01 }}");
        sandbox.write("schemas/accepted-breaks.yaml", &format!("tombstones:\n  - {tomb}\n"));
        let (generated, compared) = (sandbox.generate(&[]), diff(&sandbox, &["HEAD"]));
        assert_eq!(code(&generated), code(&compared), "{}", stderr(&generated));
        assert_eq!(stderr(&generated).contains("E043"), stderr(&compared).contains("E043"));
        (code(&compared), stderr(&compared))
    };
    assert_eq!(reuse("insects", "4", "Diet.leaves").0, 0);
    let (status, text) = reuse("insects", "3", "Diet.leaves");
    assert_eq!(status, 1);
    assert!(text.contains("`3` belonged to something that was removed") && text.contains("the tombstone"), "{text}");
    assert!(reuse("leaves", "4", "Diet.leaves").1.contains("`leaves` belonged to something that was removed"));
    assert!(reuse("leaves", "3", "Diet.leaves").1.contains("`leaves`, which was removed on 2026-01-01, is used again"));
    let field =
        "tombstones: [{ file: acme/feed.yaml, at: feed.body.kilos, name: kilos, wire: grams, date: 2026-01-01 }]\n";
    sandbox.write("schemas/acme/feed.yaml", PAGE);
    sandbox.write("schemas/accepted-breaks.yaml", field);
    let output = sandbox.generate(&[]);
    assert!(stderr(&output).contains("`grams` belonged to something that was removed"), "{}", stderr(&output));
    let code_of =
        "tombstones: [{ file: acme/vendor.yaml, at: errors.40014, name: busy, wire: 40014, date: 2026-01-01 }]\n";
    sandbox.write("schemas/accepted-breaks.yaml", code_of);
    let output = sandbox.generate(&[]);
    assert!(stderr(&output).contains("`40014` belonged to something that was removed"), "{}", stderr(&output));
}
