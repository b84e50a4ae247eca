//! Whatever a page is, reading it ends, and every fact has its place in it.
//!
//! `PAGES_CASES=1000000 PAGES_FOLDER=… cargo test --release -p pages --test reader mutations` runs longer than the default, and
//! also mutates the pages in a folder.

use std::{fs, ops::Range};

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
];

fn seeds() -> Vec<String> {
    let mut seeds = vec![PIECES.concat(), PIECES.join("\n")];
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
    let facts = read(page);
    facts.notes.iter().try_for_each(|note| within(&note.at))?;
    for part in &facts.parts {
        part.tables.iter().flat_map(|table| &table.rows).try_for_each(|row| within(&row.name.at))?;
        part.examples.iter().try_for_each(|example| within(&example.code.at))?;
    }
    Ok(())
}

#[test]
fn reading_never_panics() {
    let cases = std::env::var("PAGES_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300);
    let config = Config {
        cases,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let seeds = seeds();
    let piece = prop_oneof![2 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,3}"];
    let edits = prop::collection::vec((any::<usize>(), prop_oneof![Just(0_usize), 0..40_usize], piece), 1..12);
    let done = TestRunner::new(config).run(&(any::<usize>(), edits), |(seed, edits)| {
        let mut page = seeds[seed % seeds.len()].clone();
        for (at, length, piece) in edits {
            edit(&mut page, at, length, &piece);
        }
        check(&page)
    });
    done.unwrap_or_else(|error| panic!("{error}"));
}
