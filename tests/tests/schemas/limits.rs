//! Each limit of the schema language: what is at the limit is accepted, and what is beyond it has the limit's own error.

use codegen::{Source, diagnostic::Code, load};
use tests::template::schemas;

/// The codes of the errors in schemas with one piece in them.
fn errors(place: &str, piece: &str) -> Vec<Code> {
    errors_of(&schemas(&[(place, piece)]))
}

fn errors_of(sources: &[Source]) -> Vec<Code> {
    let is_error = |code: &Code| code.id().starts_with('E');
    load(sources).diagnostics.iter().map(|fault| fault.code).filter(is_error).collect()
}

#[track_caller]
fn border(at: &[Code], beyond: &[Code], code: Code) {
    assert_eq!((at, beyond), (&[][..], &[code][..]));
}

/// The schemas with a comment of such a length at the end of the page that the whole page has so many bytes.
fn page_of(bytes: usize) -> Vec<Source> {
    let mut sources = schemas(&[]);
    let page = sources.iter_mut().find(|source| source.path == "acme/feed.yaml").expect("it is the page");
    page.bytes.push(b'#');
    page.bytes.resize(bytes, b'x');
    sources
}

/// The schemas with an example that is filled up with white space.
fn example_of(bytes: usize) -> Vec<Source> {
    let mut sources = schemas(&[]);
    let example = sources.iter_mut().find(|source| source.path == "acme/feed/ok.json").expect("it is an example");
    example.bytes.resize(bytes, b' ');
    sources
}

fn fields(count: usize) -> String {
    let fields = (0..count).map(|at| format!("    f{at}: {{ type: bool, doc: A field. }}\n"));
    format!("wide:\n  doc: It is wide.\n  object:\n{}", fields.collect::<String>())
}

fn lists(count: usize) -> String {
    format!("deep: {{ type: {}int32{}, doc: It is deep. }}", "[".repeat(count), "]".repeat(count))
}

fn maps(count: usize) -> String {
    format!("deep: {{ type: {}int32{}, doc: It is deep. }}", "{string: ".repeat(count), "}".repeat(count))
}

/// Types that contain all of one another, so that the number of ways through them is the factorial of theirs.
fn mesh(count: usize) -> String {
    let fields = |from: usize| {
        let to = (0..count).filter(move |to| *to != from);
        to.map(|to| format!("  f{to}: {{ type: M{to}, doc: Another. }}\n")).collect::<String>()
    };
    (0..count).map(|at| format!("M{at}:\n  $doc: One of them.\n{}", fields(at))).collect()
}

/// Types that contain one another, each in an optional field.
fn chain(count: usize) -> String {
    let mut types = String::new();
    for at in 1..count {
        types.push_str(&format!("C{at}:\n  $doc: A link.\n  next: {{ type: C{}, doc: The next. }}\n", at + 1));
    }
    types + &format!("C{count}:\n  $doc: The last.\n  end: {{ type: bool, doc: The end. }}\n")
}

#[test]
fn sizes_of_files() {
    border(&errors_of(&page_of(1 << 20)), &errors_of(&page_of((1 << 20) + 1)), Code::TooLarge);
    border(&errors_of(&example_of(16 << 20)), &errors_of(&example_of((16 << 20) + 1)), Code::TooLarge);
}

#[test]
fn levels_of_maps_and_lists_in_a_file() {
    // The whole file, `endpoints`, the endpoint, its body, the field and `object` are around the lists of conditions.
    let says = |levels: usize| {
        let list = format!("{}x{}", "[".repeat(levels), "]".repeat(levels));
        format!(
            "- at: feed.body.weight\n  says: {{ table: 1, example: 2 }}\n  use: {{ type: {list} }}\n  because: It is so."
        )
    };
    assert!(!errors("errata", &says(59)).contains(&Code::TooDeep));
    assert_eq!(errors("errata", &says(61)), [Code::TooDeep]);
}

#[test]
fn characters_of_a_key() {
    let said = |length: usize| {
        let key = "k".repeat(length);
        format!(
            "- at: feed.body.weight\n  says: {{ {key}: 1, example: 2 }}\n  use: {{ type: int32 }}\n  because: It is so."
        )
    };
    border(&errors("errata", &said(1024)), &errors("errata", &said(1025)), Code::Yaml);
}

#[test]
fn members_of_an_object() {
    border(&errors("body", &fields(128)), &errors("body", &fields(129)), Code::TooManyMembers);
}

#[test]
fn steps_into_types() {
    border(&errors("body", &lists(31)), &errors("body", &lists(32)), Code::TypesTooDeep);
    border(&errors("body", &maps(8)), &errors("body", &maps(9)), Code::TypesTooDeep);
    let nested = |count: usize| {
        errors_of(&schemas(&[("body", "first: { type: C1, doc: The first. }"), ("types", &chain(count))]))
    };
    border(&nested(47), &nested(48), Code::TypesTooDeep);
}

#[test]
fn ways_through_types() {
    let meshed = |count: usize| {
        errors_of(&schemas(&[("body", "first: { type: M0, doc: The first. }"), ("types", &mesh(count))]))
    };
    border(&meshed(6), &meshed(9), Code::TypesTooDeep);
}

#[test]
fn choices_in_an_object() {
    let choice = |at: usize| {
        format!(
            "c{at}:\n  choice: {{ tag: t{at}, wire: int }}\n  doc: A choice.\n  of: {{ 1: {{ field: m{at}, type: bool, doc: A member. }} }}\n"
        )
    };
    border(&errors("body", &choice(1)), &errors("body", &(choice(1) + &choice(2))), Code::BadChoice);
}

#[test]
fn unique_lists_have_a_greatest_length() {
    let list = |limits: &str| format!("tags: {{ type: [string], {limits}unique: true, doc: Tags. }}");
    border(&errors("body", &list("items: { max: 5 }, ")), &errors("body", &list("")), Code::BadLimit);
}

#[test]
fn integers() {
    let range = |max: &str| format!("big: {{ type: int64, range: {{ max: {max} }}, doc: A number. }}");
    border(
        &errors("body", &range("9223372036854775807")),
        &errors("body", &range("9223372036854775808")),
        Code::BadLimit,
    );
    assert_eq!(errors("body", &range("18446744073709551616")), [Code::Yaml]);
    let code = |digits: usize| format!("{}: {{ name: big, label: 大, advice: retry_later }}", "9".repeat(digits));
    assert_eq!(errors("errors", &code(18)), []);
    assert_eq!(errors("errors", &code(19)), [Code::BadName]);
}

#[test]
fn patterns() {
    let pattern = |times: usize| format!("name: {{ type: string, pattern: \"a{{{times}}}\", doc: A name. }}");
    assert_eq!(errors("body", &pattern(1000)), []);
    assert_eq!(errors("body", &pattern(1_000_000_000)), [Code::BadLimit]);
}
