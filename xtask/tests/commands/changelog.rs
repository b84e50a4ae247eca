//! `changelog`: the section of a version.

use crate::{
    repository::*,
    sandbox::{code, stderr},
};

#[test]
fn the_changelog_has_a_section_for_each_version() {
    let sandbox = repository();
    git(&sandbox, &["tag", "v0.1.0"]);
    replace_feed(&sandbox);
    commit(&sandbox, "Weigh");
    let changelog = |arguments: &[&str]| run_in(&sandbox, &[&["changelog"], arguments].concat());
    let refused = |arguments: &[&str], expected: &str| {
        let output = changelog(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains(expected), "{arguments:?}: {}", stderr(&output));
    };
    refused(&["0.1.1"], "0.1.1 is too small a step from 0.1.0: the changes need 0.2.0: endpoint-removed at ");
    refused(&["0.1.0"], "0.1.0 is not newer than 0.1.0");
    refused(&["next"], "`next` is not a version");
    assert!(!sandbox.exists("CHANGELOG.md"));
    let output = changelog(&["0.2.0", "--date", "2026-02-01"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let text = sandbox.read("CHANGELOG.md");
    assert!(
        text.starts_with("# Changelog\n")
            && text.contains("\n\n## [0.2.0] - 2026-02-01\n\n### Wire\n\n- **Breaks:** `acme/feed.yaml#feed`: "),
        "{text}"
    );
    assert_eq!(sandbox.read("Cargo.toml"), MANIFEST.replace("0.1.0", "0.2.0"));
    refused(&["0.2.0"], "CHANGELOG.md already has a section for 0.2.0");

    refused(&["0.2.1"], "there is no tag `v0.2.0` or `0.2.0`: name the revision of the last version");
    commit(&sandbox, "0.2.0");
    refused(&["0.2.1", "HEAD"], "there is nothing to write");
    let page = sandbox.read("schemas/acme/feed.yaml").replace("Weigh an animal.", "Weigh one animal.");
    sandbox.write("schemas/acme/feed.yaml", &page);
    refused(&["0.1.5", "HEAD"], "0.1.5 is not newer than 0.2.0");
    let facade = |version| {
        format!("[package]\nversion = \"0.2.0\"\n\n[dependencies]\nvendor = {{ version = \"={version}\" }}\n")
    };
    sandbox.write("generated/Cargo.toml", &facade("0.2.0"));
    assert_eq!(code(&changelog(&["0.2.1", "HEAD", "--date", "2026-03-01"])), 0);
    assert_eq!(sandbox.read("generated/Cargo.toml"), facade("0.2.1"));
    let text = sandbox.read("CHANGELOG.md");
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings, ["## [0.2.1] - 2026-03-01", "## [0.2.0] - 2026-02-01"]);
    assert!(text.contains("### Docs only\n\n- `acme/feed.yaml#weigh`: ") && text.contains("`\n\n## [0.2.0]"), "{text}");
}
