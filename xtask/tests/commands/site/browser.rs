//! The site in a browser: what the search finds, and pages on a phone. Skipped without Chromium.

use std::{collections::BTreeMap, path::Path, process::Command};

use codegen::Source;
use serde_json::Value;

use super::{FILES, files, model};
use crate::{
    diff_formats::chromium,
    sandbox::{PAGE, Sandbox, VENDOR, stderr, stdout},
};

/// A query, the address of the first result, and its badge. The page is that of the vendor `other`.
const QUERIES: [(&str, &str, &str); 18] = [
    ("add_photo", "acme.zoo.add_photo.html", "Acme · endpoint"),
    ("acme.zoo.list", "acme.zoo.list.html", "Acme · endpoint"),
    ("动物ID", "acme-AnimalId.html", "Acme · type"),
    ("令牌", "acme--errors.html#code40001", "Acme · error code"),
    ("40001", "acme--errors.html#code40001", "Acme · error code"),
    ("BAD_TOKEN", "acme--errors.html#code40001", "Acme · error code"),
    ("bad_token", "acme--errors.html#code40001", "Acme · error code"),
    ("animalid", "acme-AnimalId.html", "Acme · type"),
    // Both vendors have it, and the name of the other one is shorter.
    ("colour", "other-Colour.html", "Other · type"),
    // Typing errors: swapped characters, and one that is missing.
    ("add_phtoo", "acme.zoo.add_photo.html", "Acme · endpoint"),
    ("logn", "other.login.html", "Other · endpoint"),
    ("addd_phtooo", "", ""),
    // Characters in order, with gaps.
    ("令无效", "acme--errors.html#code40001", "Acme · error code"),
    ("牌令", "", ""),
    ("发消息", "substring.html", "Acme · area"),
    ("send_a 发消息", "field.html#id", "Acme · type"),
    ("发送息", "gaps.html", "Other · endpoint"),
    ("nothing has this", "", ""),
];

/// A query, and the lines above its results.
const MESSAGES: [(&str, &str); 4] = [
    ("add_photo", ""),
    ("add_phtoo", "Nothing found for “add_phtoo”. Similar names:"),
    ("nothing has this", "Nothing found for “nothing has this”."),
    (
        "/zoo/nothing",
        "Nothing found for “/zoo/nothing”. A route that is not in the crate can be called with send_raw of the client.",
    ),
];

/// Widths of frames that show a page each, in pixels.
const WIDTHS: [u32; 2] = [320, 1280];

const SHOWN: [&str; 6] =
    ["index.html", "acme.html", "acme.zoo.html", "acme.zoo.add.html", "acme--errors.html", "all--errata.html"];

/// A script that types the queries, and measures frames with pages, all of which may be opened.
const CHECK: &str = "
addEventListener('load', async () => {
  const results = [], wait = () => new Promise((resolve) => setTimeout(resolve, 20));
  input.dispatchEvent(new Event('focus'));
  while (!entries?.length) await wait();
  entries.push(prepare([0, 'other.send_a', '发送消息', '', 'gaps.html', '', '', '', 'other']));
  entries.push(prepare([4, 'acme.long_name', '群发消息', '', 'substring.html', '', '', '', 'acme']));
  entries.push(prepare([2, 'acme.send_a_b', '', '', 'field.html', '', 'id\\t给人发消息', '', 'acme']));
  const type = (query) => {
    input.value = query;
    input.dispatchEvent(new Event('input'));
  };
  for (const query of QUERIES) {
    type(query);
    const first = found.querySelector('[aria-selected=true]');
    results.push([first?.getAttribute('href') ?? '', first?.querySelector('.kind').textContent ?? '']);
  }
  for (const query of MESSAGES) {
    type(query);
    results.push([...found.querySelectorAll('p')].map((line) => line.textContent).join(' '));
  }
  for (const frame of document.querySelectorAll('iframe')) {
    const inside = frame.contentDocument, tree = inside.getElementById('nav'), label = inside.querySelector('label.menu');
    const isPhone = frame.clientWidth < 800, shown = () => getComputedStyle(tree).display !== 'none';
    if (shown() === isPhone || (getComputedStyle(label).display !== 'none') !== isPhone) results.push(`${frame.src}: the tree or the menu`);
    label.click();
    const { top, bottom } = tree.getBoundingClientRect();
    if (isPhone && !(shown() && top < 80 && bottom <= frame.clientHeight + 1)) results.push(`${frame.src}: the menu opens ${top} to ${bottom}`);
    label.click();
    for (const pre of inside.querySelectorAll('pre')) {
      if (pre.scrollWidth > pre.clientWidth) results.push(`${frame.src}: code is cut off`);
    }
    inside.querySelectorAll('details').forEach((details) => { details.open = true; });
    const root = inside.documentElement;
    if (root.scrollWidth > root.clientWidth) results.push(`${frame.src} needs ${root.scrollWidth} of ${root.clientWidth}`);
  }
  document.title = 'done ' + JSON.stringify(results);
});";

/// The site of a vendor with long names everywhere.
fn long() -> BTreeMap<String, String> {
    let word = "external_userid_".repeat(8);
    let name = word.trim_end_matches('_');
    let vendor = format!(
        "{VENDOR}\nscalars:\n  {}: {{ wire: string, label: {name}, doc: {name} }}\n",
        "Externaluserid".repeat(8)
    );
    let vendor = vendor.replace("name: invalid_access_token", &format!("name: {name}"));
    let member = format!("      {name}: {{ type: {}, label: {name}, doc: {name} }}\n", "Externaluserid".repeat(8));
    let page =
        PAGE.replace("feed", name).replace("title: Feed", &format!("title: {name}")).replace("Feed an animal.", name);
    let source = |path: &str, text: String| Source { path: path.to_owned(), bytes: text.into_bytes() };
    files(&model(&[source("long/vendor.yaml", vendor), source("long/page.yaml", page + &member)]))
}

#[test]
fn the_search_finds_and_pages_fit_on_a_phone() {
    let Some(chromium) = chromium() else {
        eprintln!("skipped: the search needs Chromium (package `chromium` of Debian)");
        return;
    };
    let sandbox = Sandbox::new();
    let long = long();
    for (path, text) in long.iter().chain(FILES.iter()) {
        sandbox.write(&format!("site/{path}"), text);
    }
    let own = long.keys().map(String::as_str).filter(|path| path.starts_with("long") && path.ends_with(".html"));
    let shown: Vec<&str> = SHOWN.into_iter().chain(own).collect();
    assert!(shown.len() > SHOWN.len() + 2, "{shown:?}");
    let frames = WIDTHS.iter().flat_map(|width| {
        shown.iter().map(move |page| format!("<iframe src='{page}' style='width: {width}px; border: 0'></iframe>"))
    });
    let queries: Vec<&str> = QUERIES.iter().map(|(query, ..)| *query).collect();
    let messages: Vec<&str> = MESSAGES.iter().map(|(query, _)| *query).collect();
    let script = CHECK.replace("QUERIES", &serde_json::json!(queries).to_string());
    let script = script.replace("MESSAGES", &serde_json::json!(messages).to_string());
    let check = format!("{}<script>{script}</script>", frames.collect::<String>());
    sandbox.write("site/check.html", &FILES["other.html"].replace("</body>", &format!("{check}</body>")));
    let profile = format!("--user-data-dir={}", sandbox.path("profile"));
    let url = format!("file://{}", Path::new(&sandbox.path("site/check.html")).display());
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--hide-scrollbars",
        "--allow-file-access-from-files",
        "--virtual-time-budget=10000",
    ];
    let output = Command::new(chromium).args(flags).args([&profile, "--dump-dom", &url]).output().expect("it starts");
    let dom = stdout(&output);
    let title =
        dom.split_once("<title>done ").and_then(|(_, rest)| rest.split_once("</title>")).map(|(title, _)| title);
    let results: Vec<Value> = serde_json::from_str(title.unwrap_or("[]")).expect("it is JSON");
    let expected = QUERIES.iter().map(|(_, href, badge)| serde_json::json!([href, badge]));
    let expected: Vec<Value> = expected.chain(MESSAGES.iter().map(|(_, lines)| Value::from(*lines))).collect();
    for (result, expected) in results.iter().zip(&expected) {
        assert_eq!(result, expected);
    }
    assert_eq!(&results[results.len().min(expected.len())..], &[] as &[Value]);
    assert_eq!(results.len(), expected.len(), "{}", stderr(&output));
    std::fs::remove_dir_all(sandbox.path("profile")).unwrap_or_default();
}
