//! Whatever a page is, reading it ends, and every fact has its place in it.
//!
//! `PAGES_CASES=1000000 PAGES_FOLDER=… cargo test --release -p pages --test reader mutations` runs longer than
//! the default, and also mutates the pages in a folder. `PAGES_SEED` is the seed of the random numbers.

use std::{
    fs,
    ops::Range,
    panic,
    time::{Duration, Instant},
};

use facts::{Direction, Facts};
use pages::{block::Block, read};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestCaseError, TestRunner},
};

/// Pieces that decide how a page is read.
const PIECES: &[&str] = &[
    "|",
    "\n",
    "\n\n",
    "\t",
    "| 参数 | 说明 |\n| --- | --- |\n",
    "参数\t说明\n",
    "字段 类型 必填 说明\n",
    "Query 参数\n",
    "Body\n",
    "<table>",
    "</table>",
    "<td rowspan=\"99999999999\">",
    "<td colspan=2>",
    "<tr>",
    "<pre>",
    "</pre>",
    "<title>",
    "</title>",
    "<br>",
    "<script>",
    "```",
    "    ",
    "{",
    "}",
    "\"",
    "“",
    "，",
    "...",
    "：",
    "请求方式",
    "**请求地址：**https://h/p?a=b",
    "请求示例",
    "返回结果",
    "参数说明",
    "最后更新：2026/1/2",
    "---\ntitle: x\n---\n",
    "!!#ff0000 x!!",
    "\\_",
    "#",
    "<xml>",
    "string",
    "是",
    "必需",
    "\0",
    "\u{feff}",
    "é",
    "𝄞",
    "POST\n",
    "http://x\n",
    "└ ",
    "a.b[].*",
    "&nbsp;",
    "账说明\n",
    "最多9个",
    "默认为",
    "固定为x",
    "0-甲 1-乙",
    "取值范围[0, 2^99999999)",
    "99999999999999999999",
    "（",
    "<Event>e</Event>",
    "]]>",
    "&a;",
];

/// A description in OpenAPI, which is another form.
const OPENAPI: &str = "openapi: 3.1.0\nservers: [{ url: \"https://h/a\" }]\npaths:\n  /b:\n    post:\n      parameters: [{ name: q, in: query, schema: { type: string } }]\n      requestBody: { content: { j: { schema: { $ref: \"#/components/schemas/A\" }, example: { a: 1 } } } }\n      responses: { \"200\": { content: { j: { schema: { type: array, items: { $ref: \"#/components/schemas/A\" } } } } } }\ncomponents:\n  schemas:\n    A: { type: object, required: [a], properties: { a: { type: integer, maximum: 9, enum: [1, 2] }, b: { oneOf: [{ $ref: \"#/components/schemas/A\" }] } } }\n";

fn seeds() -> Vec<String> {
    let mut seeds = vec![PIECES.concat(), PIECES.join("\n"), OPENAPI.to_owned()];
    if let Some(folder) = std::env::var_os("PAGES_FOLDER") {
        let files = fs::read_dir(folder).expect("the folder can be read").flatten();
        seeds.extend(files.filter_map(|file| fs::read_to_string(file.path()).ok()));
    }
    seeds
}

/// Replaces a part of a text.
fn edit(text: &mut String, at: usize, length: usize, piece: &str) {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(at % (text.len() + 1));
    let end = boundary((start + length).min(text.len())).max(start);
    text.replace_range(start..end, piece);
}

/// Checks that all places are in the page.
fn check(page: &str) -> Result<(), TestCaseError> {
    let within = |at: &Range<usize>| match page.get(at.clone()) {
        Some(_) => Ok(()),
        None => Err(TestCaseError::fail(format!("{at:?} is no part of a page with {} bytes:\n{page}", page.len()))),
    };
    for block in pages::blocks(page).blocks {
        within(block.at())?;
        if let Block::Table(table) = &block {
            table.head.iter().try_for_each(|cell| within(&cell.at))?;
            for row in &table.rows {
                within(&row.at)?;
                row.cells.iter().try_for_each(|cell| within(&cell.at))?;
            }
        }
    }
    let read = read(page);
    read.notes.iter().try_for_each(|note| within(&note.at))?;
    read.unclaimed.iter().try_for_each(|text| within(&text.at))?;
    for part in &read.parts {
        part.unclaimed.iter().try_for_each(|text| within(&text.at))?;
        for row in part.tables.iter().flat_map(|table| &table.rows) {
            within(&row.name.at)?;
            row.claims.iter().try_for_each(|claimed| within(&claimed.at))?;
            row.values.iter().try_for_each(|(value, label)| within(&value.at).and(within(&label.at)))?;
        }
        part.examples.iter().try_for_each(|example| within(&example.code.at))?;
    }
    let facts = pages::facts_of(&read, page);
    let lines = page.matches('\n').count() + 1;
    let rows =
        facts.parts.iter().flat_map(|part| Direction::ALL.into_iter().flat_map(|direction| part.rows(direction)));
    prop_assert!(rows.into_iter().all(|row| (1..=lines).contains(&row.line)), "a line is not in the page:\n{page}");
    let yaml = facts.to_yaml();
    let again = Facts::from_yaml(&yaml).map_err(|error| TestCaseError::fail(format!("{error}:\n{yaml}")))?;
    prop_assert_eq!(again, facts);
    Ok(())
}

/// A part of a page, which is read much faster than the whole. One page in ten stays whole.
fn part(page: &str, start: usize, length: usize) -> String {
    let boundary = |mut at: usize| {
        while !page.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    match start % 10 {
        0 => page.to_owned(),
        _ => {
            let start = boundary(start % (page.len() + 1));
            page[start..boundary((start + length).min(page.len())).max(start)].to_owned()
        }
    }
}

/// The longest time that a page may take. It is generous, because other tests run beside this one.
const LONGEST: Duration = Duration::from_secs(20);

#[test]
fn reading_never_panics() {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let config = Config {
        cases: number("PAGES_CASES").unwrap_or(300),
        rng_seed: RngSeed::Fixed(number("PAGES_SEED").unwrap_or(7).into()),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let seeds = seeds();
    let piece = prop_oneof![2 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,3}"];
    let edits = prop::collection::vec((any::<usize>(), prop_oneof![Just(0_usize), 0..40_usize], piece), 1..12);
    let window = (any::<usize>(), 100..3_000_usize);
    let done = TestRunner::new(config).run(&(any::<usize>(), window, edits), |(seed, (start, length), edits)| {
        let mut page = part(&seeds[seed % seeds.len()], start, length);
        for (at, length, piece) in edits {
            edit(&mut page, at, length, &piece);
        }
        let begin = Instant::now();
        let checked = panic::catch_unwind(|| check(&page));
        checked.unwrap_or_else(|_| Err(TestCaseError::fail(format!("it panics:\n{page}"))))?;
        prop_assert!(begin.elapsed() < LONGEST, "it took {:?}:\n{page}", begin.elapsed());
        Ok(())
    });
    done.unwrap_or_else(|error| panic!("{error}"));
}
