//! Facts that are written as YAML are read as the same facts.

use facts::{Bounds, Claim, Direction, Example, Facts, Part, Permission, Row, Sentence, Values, changes};
use proptest::{collection::vec, option, prelude::*};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_.]{1,8}",
        "\\PC{0,8}",
        Just("是".to_owned()),
        Just("no".to_owned()),
        Just("1..2".to_owned()),
        Just("0x1f".to_owned()),
        Just("1e5".to_owned()),
        Just("a: b, [c] #d\n\"e\"".to_owned()),
    ]
}

fn bounds() -> impl Strategy<Value = Bounds> {
    (option::of(any::<i64>()), option::of(any::<i64>())).prop_map(|(min, max)| Bounds { min, max })
}

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let numbers = (option::of(bounds()), option::of(bounds()), option::of(bounds()), option::of(bounds()));
    let texts = (option::of(text()), option::of(text()), option::of(vec(text(), 1..4)));
    (numbers, texts).prop_map(|((bytes, chars, items, range), (default, fixed, values))| {
        let claims = [
            bytes.map(Claim::Bytes),
            chars.map(Claim::Chars),
            items.map(Claim::Items),
            range.map(Claim::Range),
            default.map(Claim::Default),
            fixed.map(Claim::Fixed),
            values.map(Claim::Values),
        ];
        claims.into_iter().flatten().collect()
    })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row =
        (text(), option::of(text()), option::of(text()), claims(), vec(text(), 0..3), option::of(text()), 0..999usize);
    let row = row.prop_map(|(path, type_word, required_word, claims, examples, text, line)| Row {
        path,
        type_word,
        required_word,
        claims,
        examples,
        text,
        line,
    });
    vec(row, 0..4)
}

fn sentences() -> impl Strategy<Value = Vec<Sentence>> {
    vec((text(), 0..999usize).prop_map(|(text, line)| Sentence { text, line }), 0..3)
}

fn part() -> impl Strategy<Value = Part> {
    let head = (
        option::of(text()),
        option::of(text()),
        vec(text(), 0..3),
        option::of(text()),
        option::of(text()),
        0..999usize,
    );
    let permissions =
        vec((text(), text(), 0..999usize).prop_map(|(app, text, line)| Permission { app, text, line }), 0..3);
    let examples = (0..3usize, "[a-z]{0,3}", text(), vec(text(), 0..3), 0..999usize).prop_map(
        |(of, path, digest, repaired, line)| Example { direction: Direction::ALL[of], path, digest, repaired, line },
    );
    (head, permissions, [rows(), rows(), rows()], vec(examples, 0..3), sentences()).prop_map(
        |((method, path, query, event, heading, line), permissions, [request, reply, content], examples, unclaimed)| {
            Part {
                method,
                path,
                query,
                event,
                heading,
                line,
                permissions,
                request,
                reply,
                content,
                examples,
                unclaimed,
            }
        },
    )
}

fn facts() -> impl Strategy<Value = Facts> {
    let head = (any::<u32>(), option::of(text()), option::of(text()), option::of(text()), text());
    let values = (vec((text(), text()), 0..4), 0..999usize).prop_map(|(rows, line)| Values { rows, line });
    (head, vec(part(), 0..3), vec(values, 0..3), sentences()).prop_map(
        |((reader, title, url, updated, digest), parts, values, unclaimed)| Facts {
            reader,
            title,
            url,
            updated,
            digest,
            parts,
            values,
            unclaimed,
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read(facts in facts()) {
        let yaml = facts.to_yaml();
        let read = Facts::from_yaml(&yaml).map_err(|error| TestCaseError::fail(format!("{error}\n{yaml}")))?;
        prop_assert_eq!(&read, &facts);
        prop_assert!(changes(&facts, &read).is_empty());
        let other: serde_yaml::Value = serde_yaml::from_str(&yaml).map_err(|error| TestCaseError::fail(format!("{error}\n{yaml}")))?;
        prop_assert_eq!(other["page"]["digest"].as_str(), Some(facts.digest.as_str()));
        prop_assert_eq!(other["parts"].as_sequence().map(Vec::len), Some(facts.parts.len()));
    }

    #[test]
    fn any_text_gives_facts_or_an_error(text in "\\PC{0,80}") {
        let _ = Facts::from_yaml(&text);
    }
}

fn one_row(claims: Vec<Claim>) -> Facts {
    let row = Row { path: "a.b".to_owned(), claims, text: Some("00000000".to_owned()), line: 7, ..Row::default() };
    let part = Part { path: Some("/a".to_owned()), request: vec![row], ..Part::default() };
    Facts { parts: vec![part], ..Facts::default() }
}

#[test]
fn a_changed_claim_is_one_change_with_both_values() {
    let max = |max| vec![Claim::Bytes(Bounds { min: None, max: Some(max) })];
    let found = changes(&one_row(max(5)), &one_row(max(6)));
    let [change] = &found[..] else { panic!("{found:#?}") };
    assert_eq!(change.id.to_string(), "POST /a request a.b bytes");
    assert_eq!((&change.old[..], &change.new[..]), (&["..5".to_owned()][..], &["..6".to_owned()][..]));
    assert_eq!(change.line, 7);
    let gone = changes(&one_row(max(5)), &one_row(Vec::new()));
    assert_eq!(gone.len(), 1);
    assert!(gone[0].new.is_empty());
}

#[test]
fn what_is_no_facts_has_a_line_and_a_reason() {
    let yaml = one_row(vec![Claim::Default("a".to_owned())]).to_yaml();
    assert!(Facts::from_yaml(&yaml).is_ok(), "{yaml}");
    for (old, new, line, message) in [
        ("page: {", "pages: {", 2, "unexpected `pages: { digest: \"\", reader: 0 }`"),
        ("reader: 0", "reader: x", 2, "reader: expected a number, found `x`"),
        ("reader: 0", "reader: [0]", 2, "reader: expected a text, found a list"),
        ("reader: 0", "reader: 0, reader: 1", 2, "`reader` is given twice"),
        ("reader: 0 }", "reader: 0 } }", 2, "unexpected `}`"),
        ("  request:", "  requests:", 5, "unknown key `requests:`"),
        ("  request:\n", "", 5, "the element is in no list"),
        ("line: 7 }", "line: 7, else: b }", 6, "unknown key `else`"),
        ("line: 7 }", "line: 7", 6, "expected `,`, found ``"),
        (", line: 7", "", 6, "`line` is missing"),
        ("default: a", "default: \"a", 6, "expected `,`, found `00000000\", line: 7 }`"),
        ("default: a", "bytes: a", 6, "`a` is not like `1..64`"),
        ("default: a", "values: a", 6, "values: expected a list, found `a`"),
        ("default: a", "values: [[[a]]]", 6, "expected a text, found `[a]]], text: \"00000000\", line: 7 }`"),
        ("  request:\n", "  request:\n  - { path: b, line: 1 }\n  request:\n", 7, "the list is given twice"),
    ] {
        assert!(yaml.contains(old), "{old}");
        let error = Facts::from_yaml(&yaml.replace(old, new)).expect_err(new);
        assert_eq!((error.line, error.message.as_str()), (line, message), "{old:?} {new:?}");
    }
    let error = Facts::from_yaml("").expect_err("it is empty");
    assert_eq!((error.line, error.to_string().as_str()), (1, "`parts` is missing at line 1"));
}
