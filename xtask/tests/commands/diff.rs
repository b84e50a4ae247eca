//! `diff`: what it compares, and when it fails.

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    repository::*,
    sandbox::{PAGE, Sandbox, VENDOR, code, stderr, stdout},
};

/// On the main branch, the merge base is the commit of the work tree.
#[test]
fn fail_on_fails_where_a_commit_is_compared_with_itself() {
    let sandbox = repository();
    let head = git(&sandbox, &["rev-parse", "HEAD"])[..10].to_owned();
    let same = "no change of meaning; the version can stay\n";
    let output = diff(&sandbox, &[]);
    let expected = format!("compared with {head}, the merge base of HEAD and `main`\n\n{same}");
    assert_eq!((code(&output), stdout(&output)), (0, expected.clone()), "{}", stderr(&output));
    for arguments in [&["--fail-on", "any"][..], &["--fail-on", "breaking"], &["HEAD", "--fail-on", "breaking"]] {
        let output = diff(&sandbox, arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(stdout(&output).starts_with(&format!("compared with {head}, ")), "{}", stdout(&output));
        let stderr = stderr(&output);
        assert!(stderr.contains("--fail-on has nothing to check") && stderr.contains("HEAD~1"), "{stderr}");
    }
    // A commit that leaves the schemas alone is another commit, and an edit is a difference.
    sandbox.write("README.md", "Something else.\n");
    commit(&sandbox, "Something else");
    assert_eq!(code(&diff(&sandbox, &["HEAD~1", "--fail-on", "any"])), 0);
    add_weigh(&sandbox);
    assert_eq!(code(&diff(&sandbox, &["--fail-on", "breaking"])), 0);
}

#[test]
fn the_fetched_main_branch_is_preferred() {
    let sandbox = repository();
    git(&sandbox, &["update-ref", "refs/remotes/origin/main", "main"]);
    add_weigh(&sandbox);
    commit(&sandbox, "On the local main branch");
    let output = diff(&sandbox, &["--fail-on", "any"]);
    let text = stdout(&output);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(text.contains(", the merge base of HEAD and `origin/main`\n"), "{text}");
    assert!(text.contains("]: weigh\n"), "{text}");
}

#[test]
fn every_format_names_the_base() {
    let sandbox = repository();
    let head = git(&sandbox, &["rev-parse", "HEAD"])[..10].to_owned();
    for format in ["human", "markdown", "json", "github", "html"] {
        let text = stdout(&diff(&sandbox, &["--format", format]));
        let expected = format!("{head}, the merge base of HEAD and ");
        assert!(text.contains(&expected), "{format}: {text}");
        let text = stdout(&diff(&sandbox, &["--from", "schemas", "--format", format]));
        assert!(text.contains("the folder schemas"), "{format}: {text}");
    }
}

#[test]
fn the_default_base_is_the_merge_base_with_main() {
    let sandbox = repository();
    git(&sandbox, &["switch", "--quiet", "--create", "work"]);
    add_weigh(&sandbox);
    commit(&sandbox, "Weigh");
    git(&sandbox, &["switch", "--quiet", "main"]);
    sandbox.write("schemas/acme/vendor.yaml", &VENDOR.replace("  title: Acme", "  title: Acme Inc."));
    sandbox.write("schemas/acme/other.yaml", &PAGE.replace("feed", "nourish"));
    commit(&sandbox, "Something else");
    git(&sandbox, &["switch", "--quiet", "work"]);
    let text = stdout(&diff(&sandbox, &[]));
    assert!(text.contains("change[endpoint-added]: weigh\n  --> schemas/acme/feed.yaml:9:3\n"), "{text}");
    assert!(!text.contains("nourish"), "{text}");
    assert!(text.contains("== schemas/acme/feed.yaml  Feed  https://acme.example/feed"), "{text}");
    assert!(text.contains("effect    wire compatible, rust compiles\n  endpoints acme.weigh\n"), "{text}");
    assert!(text.ends_with("the version goes from 0.1.0 to 0.1.1 at least (patch)\n"), "{text}");
    // Without a local main branch, the fetched one is used.
    git(&sandbox, &["update-ref", "refs/remotes/origin/main", "main"]);
    git(&sandbox, &["branch", "--quiet", "-D", "main"]);
    assert_eq!(stdout(&diff(&sandbox, &[])), text.replace("`main`", "`origin/main`"));
}

#[test]
fn removals_break_and_show_their_old_position() {
    let sandbox = repository();
    replace_feed(&sandbox);
    let output = diff(&sandbox, &["HEAD", "--fail-on", "breaking"]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    let text = stdout(&output);
    let head = git(&sandbox, &["rev-parse", "HEAD"]);
    assert!(
        text.contains(&format!("breaks[endpoint-removed]: feed\n  --> {}:schemas/acme/feed.yaml:4:3\n", &head[..10])),
        "{text}"
    );
    assert!(text.contains("old       POST /feed"), "{text}");
    let (breaks, added) = (text.find("endpoint-removed"), text.find("endpoint-added"));
    assert!(breaks < added, "{text}");
    assert!(
        text.trim_end().ends_with("from 0.1.0 to 0.2.0 at least (minor, which Cargo treats as breaking below 1.0)"),
        "{text}"
    );
    assert_eq!(code(&diff(&sandbox, &["HEAD"])), 0);
}

#[test]
fn fail_on_selects_the_changes_that_fail() {
    let sandbox = repository();
    add_weigh(&sandbox);
    assert_eq!(code(&diff(&sandbox, &["HEAD", "--fail-on", "breaking"])), 0);
    assert_eq!(code(&diff(&sandbox, &["HEAD", "--fail-on", "any"])), 1);
}

#[test]
fn the_work_tree_is_compared_and_left_alone() {
    let sandbox = repository();
    add_weigh(&sandbox);
    sandbox.write("schemas/acme/new.yaml", &PAGE.replace("feed", "nourish"));
    let before = git(&sandbox, &["status", "--porcelain"]);
    let text = stdout(&diff(&sandbox, &["HEAD"]));
    assert!(text.contains("]: weigh\n") && text.contains("]: nourish\n"), "{text}");
    assert_eq!(git(&sandbox, &["status", "--porcelain"]), before);
}

#[test]
fn two_folders_need_no_repository() {
    let sandbox = Sandbox::new();
    sandbox.write("new/acme/vendor.yaml", VENDOR);
    sandbox.write("new/acme/feed.yaml", &PAGE.replace("Feed an animal.", "Feed one animal."));
    let output = diff(&sandbox, &["--from", "schemas", "--to", "new"]);
    let text = stdout(&output);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(text.contains("change[endpoint-docs-changed]: feed\n  --> new/acme/feed.yaml:4:3\n"), "{text}");
    assert!(
        text.contains("old       summary: Feed an animal.") && text.contains("new       summary: Feed one animal."),
        "{text}"
    );
    assert!(text.contains("effect    docs only"), "{text}");
    // Without a version, only the step is known.
    assert!(text.ends_with("the changes need a patch step\n"), "{text}");
    assert!(stdout(&diff(&sandbox, &["--from", "new"])).contains("--> schemas/acme/feed.yaml:4:3"));
}

/// The old schemas contradict what their page states, which is no obstacle: only the new ones must agree with it.
#[test]
fn facts_of_the_old_side_are_not_compared() {
    let sandbox = Sandbox::new();
    let facts = |ty: &str| {
        format!(
            "page: {{ digest: c0ffee01, reader: 3 }}\nparts:\n- part: {{ method: POST, path: /feed, line: 3 }}\n  request:\n  - {{ path: grams, type: {ty}, text: c0ffee02, line: 4 }}\n"
        )
    };
    sandbox.write("schemas/acme/feed/facts.yaml", &facts("string"));
    sandbox.write("new/acme/vendor.yaml", VENDOR);
    sandbox.write("new/acme/feed.yaml", &PAGE.replace("max: 900", "max: 901"));
    sandbox.write("new/acme/feed/facts.yaml", &facts("int"));
    let output = diff(&sandbox, &["--from", "schemas", "--to", "new"]);
    assert!(code(&output) == 0 && stdout(&output).contains("901"), "{}{}", stdout(&output), stderr(&output));
    assert!(!stdout(&output).contains("left out"), "{}", stdout(&output));
}

#[test]
fn errors_of_git_say_how_to_fix_them() {
    let sandbox = repository();
    let refused = |arguments: &[&str], expected: &str| {
        let output = diff(&sandbox, arguments);
        assert_eq!((code(&output), stdout(&output).as_str()), (2, ""), "{arguments:?}");
        assert!(stderr(&output).contains(expected), "{arguments:?}: {}", stderr(&output));
    };
    refused(&["nowhere"], "there is no revision `nowhere` here; look for it with `git branch --all`");
    refused(&["HEAD:schemas"], "there is no revision `HEAD:schemas` here");
    refused(&["HEAD", "--schemas", "elsewhere"], "cannot read the folder elsewhere");
    sandbox.write("other/acme/vendor.yaml", VENDOR);
    refused(&["HEAD", "--schemas", "other"], "there is no folder other in ");
    git(&sandbox, &["branch", "--quiet", "--move", "main", "trunk"]);
    refused(&[], "there is no branch `main` to compare with; name a revision");
    git(&sandbox, &["switch", "--quiet", "--orphan", "main"]);
    git(&sandbox, &["commit", "--quiet", "--allow-empty", "--message", "Nothing in common"]);
    git(&sandbox, &["switch", "--quiet", "trunk"]);
    refused(&[], "HEAD and `main` have no commit in common; name a revision");

    let bare = Sandbox::new();
    let output = diff(&bare, &[]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("schemas is not in a git repository; compare two folders with --from and --to"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn the_error_for_a_shallow_clone_says_how_to_fetch_the_history() {
    let origin = repository();
    add_weigh(&origin);
    commit(&origin, "Weigh");
    let sandbox = Sandbox(TempDir::new().expect("a temporary folder"));
    let url = format!("file://{}", origin.0.path().display());
    git(&sandbox, &["clone", "--quiet", "--depth", "1", &url, "."]);
    let output = diff(&sandbox, &["HEAD~1"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("this is a shallow clone") && stderr(&output).contains("fetch-depth: 0"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_base_with_errors_is_compared_in_part() {
    let sandbox = repository();
    sandbox.write("schemas/acme/old.yaml", &PAGE.replace("feed", "nourish").replace("int32", "int33"));
    sandbox.write("schemas/globex/vendor.yaml", "vendor: 1\n");
    sandbox.write("schemas/globex/go.yaml", &PAGE.replace("feed", "go"));
    commit(&sandbox, "As it was");
    sandbox.write("schemas/acme/old.yaml", &PAGE.replace("feed", "nourish"));
    sandbox.write("schemas/globex/vendor.yaml", VENDOR);
    add_weigh(&sandbox);
    let output = diff(&sandbox, &["HEAD"]);
    let text = stdout(&output);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(text.contains(" has 2 errors, the first of which is `"), "{text}");
    assert!(text.contains("schemas/acme/old.yaml:8:22: error[E012]: there is no type `int33`"), "{text}");
    assert!(text.contains("left out on both sides: acme/old.yaml, globex/go.yaml, globex/vendor.yaml"), "{text}");
    assert!(text.contains("]: weigh\n") && !text.contains("]: nourish\n") && !text.contains("]: go\n"), "{text}");
    let json: Value =
        serde_json::from_str(&stdout(&diff(&sandbox, &["HEAD", "--format", "json"]))).expect("it is JSON");
    assert_eq!((&json["partial"]["faults"], &json["partial"]["left_out"][0]), (&2.into(), &"acme/old.yaml".into()));
}

#[test]
fn errors_of_the_work_tree_are_reported_as_by_gen() {
    let sandbox = repository();
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int33"));
    let output = diff(&sandbox, &["HEAD"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
    assert!(stderr(&output).contains("error[E012]"), "{}", stderr(&output));
}

#[test]
fn wrong_arguments_are_refused() {
    let sandbox = repository();
    for arguments in [
        &["--to", "schemas"][..],
        &["HEAD", "--from", "schemas"],
        &["--format", "pdf"],
        &["--fail-on", "never"],
        &["HEAD", "HEAD"],
        &["--from", "nowhere"],
        &["HEAD", "--out", "no/such/folder/report.html"],
    ] {
        assert_eq!(code(&diff(&sandbox, arguments)), 2, "{arguments:?}");
    }
    assert_eq!(code(&diff(&sandbox, &["--help"])), 0);
    assert_eq!(code(&run_in(&sandbox, &["changelog"])), 2);
}
