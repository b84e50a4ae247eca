//! The formats of the report of `diff`.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

use crate::{
    repository::*,
    sandbox::{PAGE, Sandbox, code, stderr, stdout},
};

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
pub(crate) fn chromium() -> Option<&'static str> {
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
