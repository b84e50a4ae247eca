//! The site in a browser: what the search finds, and pages on a phone. Skipped without Chromium.

use std::{collections::BTreeMap, path::Path, process::Command};

use codegen::Source;

use super::{FILES, files, model};
use crate::{
    diff_formats::chromium,
    sandbox::{PAGE, Sandbox, VENDOR, stderr, stdout},
};

/// A query, and the address of the first result.
const QUERIES: [(&str, &str); 9] = [
    ("add_photo", "acme.zoo.add_photo.html"),
    ("acme.zoo.list", "acme.zoo.list.html"),
    ("动物ID", "acme-AnimalId.html"),
    ("令牌", "acme--errors.html#code40001"),
    ("40001", "acme--errors.html#code40001"),
    ("BAD_TOKEN", "acme--errors.html#code40001"),
    ("bad_token", "acme--errors.html#code40001"),
    ("animalid", "acme-AnimalId.html"),
    ("nothing has this", ""),
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
  for (const query of QUERIES) {
    input.value = query;
    input.dispatchEvent(new Event('input'));
    results.push(found.querySelector('[aria-selected=true]')?.getAttribute('href') ?? '');
  }
  for (const frame of document.querySelectorAll('iframe')) {
    const inside = frame.contentDocument;
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
    let queries: Vec<&str> = QUERIES.iter().map(|(query, _)| *query).collect();
    let script = CHECK.replace("QUERIES", &serde_json::json!(queries).to_string());
    let check = format!("{}<script>{script}</script>", frames.collect::<String>());
    sandbox.write("site/check.html", &FILES["index.html"].replace("</body>", &format!("{check}</body>")));
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
    let expected: Vec<&str> = QUERIES.iter().map(|(_, href)| *href).collect();
    assert_eq!(title, Some(serde_json::json!(expected).to_string().as_str()), "{}", stderr(&output));
    std::fs::remove_dir_all(sandbox.path("profile")).unwrap_or_default();
}
