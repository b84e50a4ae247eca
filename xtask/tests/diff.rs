//! `diff` and `changelog`, run as reviewers and maintainers run them.

#[expect(dead_code, reason = "other test files use it")]
#[path = "sandbox/mod.rs"]
mod sandbox;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use sandbox::{PAGE, Sandbox, VENDOR, code, stderr, stdout};
use serde_json::Value;
use tempfile::TempDir;

/// An endpoint that is added to the page.
const WEIGH: &str = "  weigh:
    route: POST /weigh
    summary: Weigh an animal.
    body:
      animal: { type: string, required: true }
";

const MANIFEST: &str = "[workspace.package]\nversion = \"0.1.0\"\n";

/// A repository with the sandbox's schemas, committed on `main`.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("Cargo.toml", MANIFEST);
    git(&sandbox, &["init", "--quiet", "--initial-branch=main"]);
    commit(&sandbox, "Schemas");
    sandbox
}

fn git(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let mut command = isolated(Command::new("git"), sandbox);
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@acme.example", "-c", "commit.gpgsign=false"];
    let output = command.args(identity).args(arguments).output().expect("git is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", stderr(&output));
    stdout(&output)
}

fn commit(sandbox: &Sandbox, message: &str) {
    git(sandbox, &["add", "--all"]);
    git(sandbox, &["commit", "--quiet", "--message", message]);
}

/// Runs a command in the sandbox, independent of the settings of git and GitHub in the environment.
fn isolated(mut command: Command, sandbox: &Sandbox) -> Command {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"] {
        command.env_remove(name);
    }
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CEILING_DIRECTORIES", sandbox.0.path().parent().expect("it is in a folder"));
    command.env("CARGO_MANIFEST_DIR", sandbox.0.path().join("xtask")).current_dir(sandbox.0.path());
    command
}

fn xtask(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    isolated(Command::new(env!("CARGO_BIN_EXE_xtask")), sandbox).args(arguments).output().expect("the command starts")
}

fn diff(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    xtask(sandbox, &[&["diff"], arguments].concat())
}

/// The work tree without `feed` and with `weigh`.
fn replace_feed(sandbox: &Sandbox) {
    let head = PAGE.split_once("  feed:").expect("it has the endpoint").0;
    sandbox.write("schemas/acme/feed.yaml", &format!("{head}{WEIGH}"));
}

fn add_weigh(sandbox: &Sandbox) {
    sandbox
        .write("schemas/acme/feed.yaml", &format!("{PAGE}{WEIGH}").replace("2026-01-01", "2026-01-01, documents: 2"));
}

#[test]
fn a_tree_does_not_differ_from_itself() {
    let sandbox = repository();
    let output = diff(&sandbox, &["--fail-on", "any"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (0, "no change of meaning; the version can stay\n"));
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
    assert_eq!(stdout(&diff(&sandbox, &[])), text);
}

#[test]
fn removals_break_and_have_their_old_place() {
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
        text.trim_end()
            .ends_with("from 0.1.0 to 0.2.0 at least (minor, which is where Cargo looks for breaks below 1.0)"),
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
fn the_work_tree_is_compared_and_left_isolated() {
    let sandbox = repository();
    add_weigh(&sandbox);
    sandbox.write("schemas/acme/new.yaml", &PAGE.replace("feed", "nourish"));
    let before = git(&sandbox, &["status", "--porcelain"]);
    let text = stdout(&diff(&sandbox, &["HEAD"]));
    assert!(text.contains("]: weigh\n") && text.contains("]: nourish\n"), "{text}");
    assert_eq!(git(&sandbox, &["status", "--porcelain"]), before);
}

#[test]
fn the_json_format_is_one_document() {
    let sandbox = repository();
    replace_feed(&sandbox);
    let output = diff(&sandbox, &["HEAD", "--format", "json"]);
    let document: Value = serde_json::from_str(&stdout(&output)).expect("it is JSON");
    assert_eq!(document["format"], 2);
    assert_eq!((&document["step"], &document["next_version"]), (&"major".into(), &"0.2.0".into()));
    let changes = document["changes"].as_array().expect("it is a list");
    let removed = changes.iter().find(|change| change["rule"] == "endpoint-removed").expect("it is reported");
    assert_eq!((&removed["side"], &removed["line"], &removed["column"]), (&"old".into(), &4.into(), &3.into()));
    assert_eq!(removed["effects"], serde_json::json!({"wire": "breaks", "rust": "breaks", "behaviour": "same"}));
    assert_eq!((&removed["endpoints"][0], &removed["new"]), (&"acme.feed".into(), &Value::Null));
    assert_eq!(removed["page"]["url"], "https://acme.example/feed");
    assert_eq!(document["summary"]["changes"], changes.len());
}

#[test]
fn the_github_format_is_annotations() {
    let sandbox = repository();
    replace_feed(&sandbox);
    let text = stdout(&diff(&sandbox, &["HEAD", "--format", "github"]));
    assert!(text.contains("::error file=schemas/acme/feed.yaml,title=endpoint-removed::feed: "), "{text}");
    assert!(text.contains("::notice file=schemas/acme/feed.yaml,line=4,col=3,title=endpoint-added::weigh: "), "{text}");
    assert!(text.lines().all(|line| line.starts_with("::")), "{text}");
}

#[test]
fn the_markdown_format_is_a_comment() {
    let sandbox = repository();
    replace_feed(&sandbox);
    let text = stdout(&diff(&sandbox, &["HEAD", "--format", "markdown"]));
    assert!(text.contains("### `acme/feed.yaml`: [Feed](<https://acme.example/feed>)\n"), "{text}");
    assert!(text.contains("- **breaks** `endpoint-removed` at `feed`: "), "{text}");
    assert!(text.contains("  - now `POST /weigh`; wire compatible, rust compiles\n"), "{text}");
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
    assert_error(&ledger("endpoint-removed", "acme/feed.yaml"), "expected a file and a place in it");
    assert_error("accept: []\n", "has no key `accept`");
    assert_error("accepted:\n  - { rule: endpoint-removed }\n", "error[E007]");
    assert_error(
        "tombstones: [{ file: acme/feed.yaml, at: hay, name: feed, wire: POST /hay, date: 2026-01-01 }]\n",
        "`feed` belonged to what was removed on 2026-01-01",
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
    assert!(text.contains("`3` belonged to what was removed") && text.contains("the tombstone"), "{text}");
    assert!(reuse("leaves", "4", "Diet.leaves").1.contains("`leaves` belonged to what was removed"));
    assert!(reuse("leaves", "3", "Diet.leaves").1.contains("`leaves`, which was removed on 2026-01-01, has come back"));
    let field =
        "tombstones: [{ file: acme/feed.yaml, at: feed.body.kilos, name: kilos, wire: grams, date: 2026-01-01 }]\n";
    sandbox.write("schemas/acme/feed.yaml", PAGE);
    sandbox.write("schemas/accepted-breaks.yaml", field);
    let output = sandbox.generate(&[]);
    assert!(stderr(&output).contains("`grams` belonged to what was removed"), "{}", stderr(&output));
    let code_of =
        "tombstones: [{ file: acme/vendor.yaml, at: errors.45009, name: busy, wire: 45009, date: 2026-01-01 }]\n";
    sandbox.write("schemas/accepted-breaks.yaml", code_of);
    let output = sandbox.generate(&[]);
    assert!(stderr(&output).contains("`45009` belonged to what was removed"), "{}", stderr(&output));
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
    assert_eq!(code(&xtask(&sandbox, &["changelog"])), 2);
}

#[test]
fn the_changelog_has_a_section_for_each_version() {
    let sandbox = repository();
    git(&sandbox, &["tag", "v0.1.0"]);
    replace_feed(&sandbox);
    commit(&sandbox, "Weigh");
    let changelog = |arguments: &[&str]| xtask(&sandbox, &[&["changelog"], arguments].concat());
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
    refused(&["0.2.0"], "CHANGELOG.md already has a section for 0.2.0");

    sandbox.write("Cargo.toml", &MANIFEST.replace("0.1.0", "0.2.0"));
    refused(&["0.2.1"], "there is no tag `v0.2.0` or `0.2.0`: name the revision of the last version");
    commit(&sandbox, "0.2.0");
    refused(&["0.2.1", "HEAD"], "there is nothing to write");
    let page = sandbox.read("schemas/acme/feed.yaml").replace("Weigh an animal.", "Weigh one animal.");
    sandbox.write("schemas/acme/feed.yaml", &page);
    refused(&["0.1.5", "HEAD"], "0.1.5 is not newer than 0.2.0");
    assert_eq!(code(&changelog(&["0.2.1", "HEAD", "--date", "2026-03-01"])), 0);
    let text = sandbox.read("CHANGELOG.md");
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings, ["## [0.2.1] - 2026-03-01", "## [0.2.0] - 2026-02-01"]);
    assert!(text.contains("### Docs only\n\n- `acme/feed.yaml#weigh`: ") && text.contains("`\n\n## [0.2.0]"), "{text}");
}

#[test]
fn explain_prints_the_pages_of_rules() {
    let sandbox = Sandbox::new();
    let text = stdout(&xtask(&sandbox, &["explain", "endpoint-removed"]));
    assert!(text.starts_with("# endpoint-removed\n") && text.contains("version step: major"), "{text}");
    let all = stdout(&xtask(&sandbox, &["explain"]));
    assert!(all.contains("\nE043  ") && all.contains("\nendpoint-removed  "), "{all}");
    let unknown = xtask(&sandbox, &["explain", "endpoint-lost"]);
    assert_eq!(code(&unknown), 2);
    assert!(stderr(&unknown).contains("there is no rule `endpoint-lost`"), "{}", stderr(&unknown));
}

const HOSTILE: &str = "\"<script>alert(1)</script> \\\"onload='x' & 客户\"";

/// A report on schemas with texts that could break the page.
fn hostile() -> Sandbox {
    let sandbox = repository();
    let page = PAGE.replace("title: Feed", &format!("title: {HOSTILE}"));
    let long = "external_userid_".repeat(12);
    let summary = PAGE.replace("Feed an animal.", &format!("{long}."));
    sandbox.write("schemas/acme/feed.yaml", &page.replace("Feed an animal.", HOSTILE));
    sandbox.write("schemas/acme/long.yaml", &PAGE.replace("feed", "nourish"));
    commit(&sandbox, "Hostile");
    sandbox
        .write("schemas/acme/feed.yaml", &format!("{page}{WEIGH}").replace("2026-01-01", "2026-01-01, documents: 2"));
    sandbox.write("schemas/acme/long.yaml", &summary.replace("feed", "nourish"));
    sandbox
}

#[test]
fn hostile_texts_cannot_break_the_html_page() {
    let sandbox = hostile();
    let output = diff(&sandbox, &["HEAD", "--format", "html", "--out", "out.html"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (0, ""), "{}", stderr(&output));
    let page = sandbox.read("out.html");
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
    assert!(page.contains("&quot;onload=&#39;x&#39; &amp; 客户"), "{page}");
    for outside in ["src=", "<link", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("<a href=\"https://acme.example/feed\">"), "{page}");
    assert!(page.contains("<a href=\"schemas/acme/feed.yaml#L9\"><code>schemas/<wbr>acme/"), "{page}");
    let count = |text: &str| page.matches(text).count();
    for element in ["section", "article", "div", "ul", "li", "p", "a ", "bdi"] {
        let closing = format!("</{}>", element.trim());
        let opening = count(&format!("<{element} ")) + count(&format!("<{element}>"));
        assert_eq!(if element == "a " { count("<a ") } else { opening }, count(&closing), "{element}");
    }
}

/// The command of an installed browser.
fn chromium() -> Option<&'static str> {
    let there = |name: &&str| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find(there)
}

#[test]
fn the_html_page_fits_on_a_phone() {
    let Some(chromium) = chromium() else {
        eprintln!("skipped: rendering the page needs Chromium (package `chromium` of Debian)");
        return;
    };
    let sandbox = hostile();
    let page = stdout(&diff(&sandbox, &["HEAD", "--format", "html"]));
    let inner = page.replace('&', "&amp;").replace('"', "&quot;");
    // The page has no scripts, so a page around it measures it.
    let measure = "const d = document.querySelector('iframe').contentDocument.documentElement; \
                   document.title = `measured ${d.scrollWidth} of ${d.clientWidth}, ${d.querySelectorAll('article').length} changes`;";
    let around = format!(
        "<!doctype html><iframe style='width: 390px; height: 800px; border: 0' srcdoc=\"{inner}\"></iframe><script>onload = () => {{ {measure} }}</script>"
    );
    sandbox.write("around.html", &around);
    let profile = format!("--user-data-dir={}", sandbox.path("profile"));
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--hide-scrollbars",
        "--virtual-time-budget=5000",
    ];
    let url = format!("file://{}", Path::new(&sandbox.path("around.html")).display());
    let output = Command::new(chromium).args(flags).args([&profile, "--dump-dom", &url]).output().expect("it starts");
    let dom = stdout(&output);
    let title = dom.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).map(|(title, _)| title);
    let changes = page.matches("<article").count();
    assert!(changes > 2, "{page}");
    let expected = format!("measured 390 of 390, {changes} changes");
    assert_eq!(title, Some(expected.as_str()), "{}", stderr(&output));
    fs::remove_dir_all(sandbox.path("profile")).unwrap_or_default();
}
