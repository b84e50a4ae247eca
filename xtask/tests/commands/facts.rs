//! The command `facts`.

use crate::sandbox::{Sandbox, code, run, stderr, stdout};

const PAGE: &str = "请求方式: POST\n\n请求地址: https://api.example.com/feed\n\n参数说明:\n\n| 参数 | 必须 | 说明 |\n| --- | --- | --- |\n\
                    | grams | 是 | 重量 |\n";

#[test]
fn facts_of_a_page_are_printed() {
    let sandbox = Sandbox::new();
    sandbox.write("pages/feed.md", PAGE);
    let output = run(&["facts", &sandbox.path("pages/feed.md")]);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
    let lines: Vec<String> = stdout(&output).lines().map(str::to_owned).collect();
    assert!(lines[1].starts_with("page: { digest: "), "{lines:?}");
    assert_eq!(lines[2..5], ["parts:", "- part: { method: POST, path: /feed, line: 1 }", "  request:"]);
    assert!(lines[5].starts_with("  - { path: grams, required: 是, text: "), "{lines:?}");
}

#[test]
fn one_bad_page_stops_no_other() {
    let sandbox = Sandbox::new();
    sandbox.write("pages/feed.md", PAGE);
    sandbox.write("pages/empty.txt", "");
    sandbox.write("pages/odd.html", "<p>请求方式: FETCH</p>");
    sandbox.write("pages/picture.png", "no page");
    let output = run(&["facts", &sandbox.path("pages")]);
    assert_eq!(code(&output), 1);
    let notes = stderr(&output);
    let of_page = |name: &str| {
        notes
            .lines()
            .filter(|line| line.contains(name))
            .map(|line| line.rsplit('/').next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(of_page("empty.txt"), ["empty.txt:1: no endpoint and no event was found"]);
    assert_eq!(of_page("odd.html"), ["odd.html:1: `FETCH` is no method"]);
    assert_eq!(notes.lines().count(), 2, "{notes}");
    assert!(stdout(&output).contains("path: grams"), "{}", stdout(&output));
}

#[test]
fn pages_that_do_not_exist_are_errors() {
    let sandbox = Sandbox::new();
    sandbox.write("pages/feed.md", PAGE);
    let missing = run(&["facts", &sandbox.path("nowhere.md"), &sandbox.path("pages/feed.md")]);
    assert_eq!(code(&missing), 2);
    assert!(stderr(&missing).contains("cannot read"), "{}", stderr(&missing));
    assert!(stderr(&missing).contains("1 page of 2 could not be read"), "{}", stderr(&missing));
    assert!(stdout(&missing).contains("path: grams"), "{}", stdout(&missing));
    sandbox.write("pictures/feed.png", "no page");
    let none = run(&["facts", &sandbox.path("pictures")]);
    assert_eq!(code(&none), 2);
    assert!(stderr(&none).contains("there is no page in"), "{}", stderr(&none));
    assert_eq!(code(&run(&["facts"])), 2);
}
