//! What readers look for: contradictions, the vendor's pages, names in the tree, and error codes.

use std::collections::BTreeMap;

use codegen::Source;

use super::{FILES, PAGES, files, model, page};
use crate::sandbox::{PAGE, VENDOR};

/// The headline of the list with the contradictions that are not at their places.
const OTHERS: &str = "More contradictions of the page (";

/// Contradictions of [`PAGE`] with a reply: those that matter to callers first.
const ERRATA: &str = "
    response:
      name: { type: string, required: true }
      kind: { type: string, required: true }
      age: { type: int32, range: { max: 9 } }
errata:
  - at: feed.body.grams
    says: { table: optional, example: given }
    use: { required: true }
    because: REASON1
  - at: feed.response.kind
    kind: server
    says: { table: always, server: sometimes }
    use: { required: true }
    because: REASON2
  - at: feed.response.age
    says: { table: a text, example: 3 }
    use: { type: int32, range: { max: 9 } }
    because: REASON3
  - at: feed
    says: { table: 200 calls, text: 300 calls }
    decision: At most 200 calls.
    because: REASON4
  - at: page
    kind: pages
    says: { title: Feeding, list: Feed }
    use: { title: Feed }
    because: REASON5
  - at: feed
    kind: pages
    says: { this page: one, the other page: two }
    decision: There is one.
    because: REASON6
  - at: feed.response.name
    says: { table: name, example: title }
    use: { name: name, required: true }
    because: REASON7
";

fn with_errata() -> BTreeMap<String, String> {
    let source = |path: &str, text: String| Source { path: path.to_owned(), bytes: text.into_bytes() };
    let schema = format!("{}{}", PAGE.trim_end(), ERRATA);
    files(&model(&[source("acme/vendor.yaml", VENDOR.to_owned()), source("acme/feed.yaml", schema)]))
}

#[test]
fn contradictions_that_matter_to_callers_are_at_their_places_and_others_are_at_the_end() {
    let files = with_errata();
    let feed = &files["acme.feed.html"];
    let at = |text: &str| {
        assert_eq!(feed.matches(text).count(), 1, "{text} is on one place of the page");
        feed.find(text).expect("it was counted")
    };
    let others = at(OTHERS);
    for reason in ["REASON1", "REASON2", "REASON3", "REASON4"] {
        assert!(at(reason) < others, "{reason} is at its place");
    }
    for reason in ["REASON5", "REASON6", "REASON7"] {
        assert!(at(reason) > others, "{reason} is at the end");
    }
    assert!(others > at("id=\"sources\""), "the list is at the end");
    let list = feed[..others].rfind("<details").expect("it can be opened");
    assert!(!feed[list..others].contains(" open"), "the list is closed");
    // The index leads to all of them.
    for id in ["page~erratum", "endpoint~erratum", "endpoint~erratum~2", "reply.name~erratum", "request.grams~erratum"]
    {
        assert!(files["all--errata.html"].contains(&format!("href=\"acme.feed.html#{id}\"")), "{id}");
        at(&format!(" id=\"{id}\""));
    }
}

#[test]
fn each_contradiction_is_on_one_place_of_its_page() {
    let mut seen = 0;
    for (path, page) in PAGES.iter().filter(|(path, _)| **path != "all--errata.html") {
        let count = page.tags.iter().filter(|tag| tag.attribute("class") == Some("erratum")).count();
        let ids = page.all("id").into_iter().filter(|id| id.contains("~erratum")).count();
        assert_eq!(count, ids, "{path}");
        seen += count;
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn headlines_of_contradictions_are_sentences() {
    let files = with_errata();
    let text = page::words(&files["acme.feed.html"]);
    let expected = [
        "The docs contradict themselves: it is required, because REASON1.",
        "The server contradicts the docs: it is required, because REASON2.",
        "The docs contradict themselves: its type is int32 and its limits are as shown, because REASON3.",
        "The docs contradict themselves: At most 200 calls. Reason: REASON4.",
        "reply.name: its name is name and it is required, because REASON7.",
    ];
    for sentence in expected {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = page::words(text);
        assert!(!text.contains("required: true") && !text.contains("we use"), "{path}: {text}");
    }
}

#[test]
fn the_vendors_page_is_linked_at_the_title() {
    for owner in super::MODEL.owners() {
        let text = &FILES[&format!("{}.html", owner.name())];
        let title = text.find("<h1>").unwrap_or_else(|| panic!("{} has no title", owner.name()));
        let end = text.find("class=\"lead\"").unwrap_or_else(|| panic!("{} has no summary", owner.name()));
        let (head, page) = (&text[title..end], owner.page());
        assert!(head.contains(&format!("href=\"{}\"", page.url)), "{}: {head}", owner.name());
        let words = format!("Vendor's page: {}, {}.", page.title, page.age());
        assert!(page::words(head).contains(&words), "{words}: {head}");
    }
}

#[test]
fn the_tree_has_the_terms_of_endpoints() {
    let tree = |path: &str| {
        let text = &FILES[path];
        let start = text.find("<nav id=\"nav\"").unwrap_or_else(|| panic!("{path} has no tree"));
        text[start..].split("</nav>").next().unwrap_or_default().to_owned()
    };
    let zoo = tree("acme.zoo.add.html");
    let event = "<code>cage_opened</code> (event) <span class=\"term\" lang=\"zh\">开笼</span></a>";
    assert!(zoo.contains(event), "{zoo}");
    assert!(zoo.contains("<code>add</code> <span class=\"term\">Keeping animals</span></a>"), "{zoo}");
}

#[test]
fn error_codes_name_their_endpoints_and_methods() {
    let page = &FILES["acme--errors.html"];
    assert!(page.contains("<code>advice()</code>") && !page.contains('`'), "{page}");
    let words = page::words(page);
    assert!(words.contains("Explained by zoo.add zoo.get_photo"), "{words}");
}
