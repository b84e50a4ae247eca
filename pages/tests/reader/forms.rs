//! The same page in each form in which pages reach a maintainer gives the same facts.

use facts::Direction;
use pages::{
    block::Block,
    page::{Members, Page},
    read,
    text::line_of,
};

const MARKDOWN: &str = r#"---
title: "喂养动物"
source_url: https://docs.example.com/path/1
---
最后更新：2026/02/03

**请求方式：**POST（**HTTPS**）
**请求地址：**https://api.example.com/zoo/feed?access_token=ACCESS_TOKEN

**权限说明:**
应用需要满足：
| 应用类型 | 权限要求 |
| --- | --- |
| 自建应用 | 在列表中 |
应用只能看到自己的动物。

**请求示例：**

```json
{ "animal_id": "a1", "food": { "grams": 5 } }
```

**参数说明：**

| 参数 | 类型 | 必须 | 说明 |
| --- | --- | --- | --- |
| access_token | string | 是 | 凭证 |
| animal_id | string | 是 | 动物 |
| food.grams | uint32 | 否 | 重量<br>最多 9 |

**返回结果：**

```json
{ "errcode": 0, "errmsg": "ok", "fed": true }
```

**参数说明：**

| 参数 | 类型 | 说明 |
| --- | --- | --- |
| errcode | int | 返回码 |
| fed | bool | 是否成功 |
"#;

const HTML: &str = r#"<html><head><title>喂养动物</title><script>var a = "<p>no</p>";</script></head><body>
<p>最后更新：2026/02/03</p>
<p><strong>请求方式：</strong>POST（<strong>HTTPS</strong>）<br/><strong>请求地址：</strong>https://api.example.com/zoo/feed?access_token=ACCESS_TOKEN</p>
<p><strong>权限说明:</strong><br>应用需要满足：</p>
<table><tr><th>应用类型<th>权限要求<tr><td>自建应用<td>在列表中</table>
<p>应用只能看到自己的动物。</p>
<p><strong>请求示例：</strong></p><pre><code>{ <span>"animal_id"</span>: "a1", "food": { "grams": 5 } }</code></pre>
<p>参数说明：</p>
<table><thead><tr><th>参数</th><th>类型</th><th>必须</th><th>说明</th></tr></thead><tbody>
<tr><td>access_token</td><td rowspan="2">string</td><td>是</td><td>凭证</td></tr>
<tr><td>animal_id</td><td>是</td><td>动物</td></tr>
<tr><td>food.grams</td><td>uint32</td><td>否</td><td>重量<br>最多 9</td></tr></tbody></table>
<h3>返回结果：</h3><pre>{ "errcode": 0, "errmsg": "ok", "fed": true }</pre>
<p>参数说明：</p>
<table><tr><td>参数</td><td>类型</td><td>说明</td></tr><tr><td>errcode</td><td>int</td><td>返回码</td></tr><tr><td>fed</td><td>bool</td><td>是否成功</td></tr></table>
</body></html>"#;

const TABS: &str = "最后更新:2026/02/03\n\n请求方式: POST(HTTPS)\n请求地址: https://api.example.com/zoo/feed?access_token=ACCESS_TOKEN\n\n\
权限说明\n\n应用类型\t权限要求\n自建应用\t在列表中\n\n应用只能看到自己的动物。\n\n请求示例:\n\n    { \"animal_id\": \"a1\",\n\t\t\"food\": { \"grams\": 5 } }\n\n\
参数说明:\n\n参数\t类型\t必须\t说明\naccess_token\tstring\t是\t凭证\nanimal_id\tstring\t是\t动物\nfood.grams\tuint32\t否\t重量\n\n\
RETURN 返回结果\n\n    {\n\t\t\"errcode\": 0,\n\t\t\"errmsg\": \"ok\",\n\t\t\"fed\": true\n\t}\n\nRETURN 参数说明\n\n参数\t类型\t说明\nerrcode\tint\t返回码\nfed\tbool\t是否成功\n";

const SPACES: &str = "# 喂养动物\n\n请求方式:POST\n\n请求地址:https://$host/zoo/feed?access_token=ACCESS_TOKEN\n\nbody参数\n\n{\n  animal_id: \"a1\",\n  food: { grams: 5 },\n}\n\
字段 类型 必填 说明\naccess_token string 是 凭证\nanimal_id string 是 动物\nfood.grams uint32 重量 最多 9\n\n\
返回值:\n\n{\n  errcode: 0,\n  errmsg: \"ok\",\n  fed: true,\n}\n\n返回说明\n\n字段 类型 说明\nerrcode int 返回码\nfed bool 是否成功\n";

const APIFOX: &str = "3.6 喂养动物\nPOST\nhttps://api.example.com/zoo/feed\n请求参数\nQuery 参数\naccess_token\nstring\n必需\n凭证\nBody 参数application/json\n\
animal_id\nstring\n必需\n动物\nfood.grams\ninteger\n可选\n重量\n最多 9\n示例\n{\n\"animal_id\": \"a1\",\n\"food\": { \"grams\": 5 }\n}\n返回响应\n🟢200成功\napplication/json\nBody\n\
errcode\ninteger\n必需\nfed\nboolean\n必需\n示例\n{\n\"errcode\": 0,\n\"errmsg\": \"ok\",\n\"fed\": true\n}\n";

/// The members of the tables in one direction: their names, the words for whether they are required, and their types.
fn members(page: &Page, direction: Direction) -> Vec<String> {
    let tables = page.parts.iter().flat_map(|part| &part.tables).filter(|table| table.direction == direction);
    let rows = tables.flat_map(|table: &Members| &table.rows);
    rows.map(|row| format!("{} {:?} {:?}", row.name.text, row.ty, row.required)).collect()
}

fn values(page: &Page, direction: Direction) -> Vec<serde_json::Value> {
    let examples = page.parts.iter().flat_map(|part| &part.examples).filter(|example| example.direction == direction);
    let read = examples.map(|example| pages::example::read(&example.code.text));
    read.map(|reading| reading.value().cloned().expect("it can be read")).collect()
}

/// Checks the facts of a form, which has a kind of app or not, and the flag that it has for `food.grams`.
fn check(form: &str, text: &str, has_app: bool, flag: &str) {
    let page = read(text);
    assert_eq!(page.notes, [], "{form}");
    let [part] = page.parts.as_slice() else { panic!("{form}: {:#?}", page.parts) };
    assert_eq!(part.method.as_ref().map(|method| method.text.as_str()), Some("POST"), "{form}");
    assert_eq!(part.path.as_ref().map(|path| path.text.as_str()), Some("/zoo/feed"), "{form}");
    assert_eq!(part.permissions.len(), usize::from(has_app), "{form}");
    let grams = format!("food.grams Some(Integer) {flag}");
    let sent = ["access_token Some(Text) Some(true)", "animal_id Some(Text) Some(true)", &grams];
    assert_eq!(members(&page, Direction::Request), sent, "{form}");
    let flag = if form == "Apifox" { "Some(true)" } else { "None" };
    let received = [format!("errcode Some(Integer) {flag}"), format!("fed Some(Bool) {flag}")];
    assert_eq!(members(&page, Direction::Reply), received, "{form}");
    assert_eq!(
        values(&page, Direction::Request),
        [serde_json::json!({ "animal_id": "a1", "food": { "grams": 5 } })],
        "{form}"
    );
    let reply = serde_json::json!({ "errcode": 0, "errmsg": "ok", "fed": true });
    assert_eq!(values(&page, Direction::Reply), [reply], "{form}");
}

#[test]
fn all_forms_give_the_same_facts() {
    check("Markdown", MARKDOWN, true, "Some(false)");
    check("HTML", HTML, true, "Some(false)");
    check("tabs", TABS, true, "Some(false)");
    check("spaces", SPACES, false, "None");
    check("Apifox", APIFOX, false, "Some(false)");
}

#[test]
fn escaped_underscores_and_colours_are_no_part_of_names() {
    let escaped =
        MARKDOWN.replace("access_token", r"access\_token").replace("animal_id |", r"!!#ff0000 animal\_id!! |");
    check("escaped", &escaped, true, "Some(false)");
}

#[test]
fn titles_urls_and_dates_are_found() {
    let page = read(MARKDOWN);
    let texts = [page.title, page.url, page.updated].map(|text| text.unwrap_or_default().text);
    assert_eq!(texts, ["喂养动物", "https://docs.example.com/path/1", "2026-02-03"]);
    let page = read(HTML);
    let texts = [page.title, page.url, page.updated].map(|text| text.unwrap_or_default().text);
    assert_eq!(texts, ["喂养动物", "", "2026-02-03"]);
}

#[test]
fn every_fact_has_its_place() {
    for text in [MARKDOWN, HTML, TABS, SPACES, APIFOX] {
        let page = read(text);
        for row in page.parts.iter().flat_map(|part| &part.tables).flat_map(|table| &table.rows) {
            assert!(text[row.at.clone()].contains(&row.name.text), "{:?}", &text[row.at.clone()]);
        }
        for example in page.parts.iter().flat_map(|part| &part.examples) {
            assert!(text[example.code.at.clone()].starts_with('{'), "{:?}", &text[example.code.at.clone()]);
        }
    }
    let page = read(MARKDOWN);
    let first = &page.parts[0].tables[0].rows[0];
    assert_eq!(line_of(MARKDOWN, first.at.start), 27);
}

/// The notes about a page, each with its line.
fn notes(text: &str) -> Vec<String> {
    let page = read(text);
    page.notes.iter().map(|note| format!("{}: {}", line_of(text, note.at.start), note.text)).collect()
}

#[test]
fn what_is_not_understood_is_reported() {
    let unknown = MARKDOWN.replace("| access_token | string |", "| access_token | strnig |");
    assert_eq!(notes(&unknown), ["27: `strnig` is an unknown word"]);
    let unknown = MARKDOWN.replace("| 是 | 动物 |", "| maybe | 动物 |");
    assert_eq!(notes(&unknown), ["28: `maybe` is an unknown word"]);
    let unknown = MARKDOWN.replace("| 类型 | 必须 |", "| 类型 | 颜色 |");
    assert_eq!(notes(&unknown), ["25: `颜色` is the title of an unknown column"]);
    let method = MARKDOWN.replace("POST（", "FETCH（");
    assert_eq!(notes(&method), ["7: `FETCH（HTTPS）` is no method"]);
    let surplus = MARKDOWN.replace("| 否 | 重量", "| 否 | 多 | 重量");
    assert_eq!(notes(&surplus), ["29: a row has 5 cells, and its table 4 columns"]);
}

#[test]
fn a_row_apart_from_its_table_belongs_to_it() {
    let apart = MARKDOWN.replace("| animal_id | string", "\n| animal_id | string");
    // The row below follows the added one.
    assert_eq!(notes(&apart), ["29: a row apart from its table was added to it"]);
    assert_eq!(members(&read(&apart), Direction::Request).len(), 3);
}

#[test]
fn places_of_html_in_a_quotation_are_in_the_page() {
    let page = "> <div>\n> <table><tr><td>参数</td><td>说明</td></tr>\n> <tr><td>名</td><td>名字</td></tr></table>\n> </div>\n";
    let page_with_more = format!("{page}\n结尾");
    for block in pages::blocks(&page_with_more).blocks {
        assert!(page_with_more.get(block.at().clone()).is_some(), "{block:?}");
        let Block::Table(table) = block else { continue };
        for cell in table.head.iter().chain(table.rows.iter().flat_map(|row| &row.cells)) {
            let place = page_with_more.get(cell.at.clone());
            assert!(place.is_some_and(|place| place.contains(&cell.text)), "{cell:?}: {place:?}");
        }
    }
}

#[test]
fn a_line_that_begins_with_tabs_goes_on_with_the_cell_above() {
    let page = read(&TABS.replace("否\t重量\n", "否\t重量\n\t\t\t最多9\n"));
    assert_eq!(page.notes, []);
    let row = &page.parts[0].tables[0].rows[2];
    assert_eq!((row.name.text.as_str(), row.description.text.as_str()), ("food.grams", "重量\n最多9"));
    assert_eq!(members(&page, Direction::Reply).len(), 2);
}

#[test]
fn rows_that_say_the_same_are_one_fact() {
    let twice = MARKDOWN.replace(
        "| animal_id | string | 是 | 动物 |\n",
        "| animal_id | string | 是 | 动物 |\n| animal_id | string | 是 | 动物 |\n",
    );
    assert_eq!(pages::facts(&twice).parts[0].request.len(), pages::facts(MARKDOWN).parts[0].request.len());
    let other = MARKDOWN.replace(
        "| animal_id | string | 是 | 动物 |\n",
        "| animal_id | string | 是 | 动物 |\n| animal_id | string | 否 | 动物 |\n",
    );
    assert_eq!(pages::facts(&other).parts[0].request.len(), pages::facts(MARKDOWN).parts[0].request.len() + 1);
}

#[test]
fn each_event_is_a_part() {
    let event = |name: &str| {
        format!(
            "### {name}\n\n```xml\n<xml><Event>{name}</Event></xml>\n```\n\n| 参数 | 说明 |\n| --- | --- |\n| Event | 事件 |\n\n"
        )
    };
    let page = read(&[event("born"), event("moved")].concat());
    let headings: Vec<&str> =
        page.parts.iter().filter_map(|part| part.heading.as_ref()).map(|text| text.text.as_str()).collect();
    assert_eq!(headings, ["born", "moved"]);
    for part in &page.parts {
        assert_eq!((part.examples.len(), part.tables.len()), (1, 1), "{part:#?}");
        assert_eq!(part.tables[0].direction, Direction::Event);
    }
}

#[test]
fn facts_have_one_row_on_one_line_and_no_sentences() {
    let yaml = pages::facts(MARKDOWN).to_yaml();
    let lines: Vec<&str> = yaml.lines().collect();
    assert_eq!(lines[0], facts::Facts::HEADER.trim_end());
    assert!(lines[1].starts_with(
        "page: { title: 喂养动物, url: \"https://docs.example.com/path/1\", updated: \"2026-02-03\", digest: "
    ));
    assert_eq!(lines[2..4], ["parts:", "- part: { method: POST, path: /zoo/feed, query: [access_token], line: 7 }"]);
    let rows: Vec<&str> = yaml.lines().filter(|line| line.contains("path: food.grams")).collect();
    assert_eq!(rows.len(), 1, "the table and the example have the same row:\n{yaml}");
    assert!(!yaml.contains("最多"), "{yaml}");
    facts::Facts::from_yaml(&yaml).unwrap_or_else(|error| {
        panic!(
            "{error}:
{yaml}"
        )
    });
}

#[test]
fn what_makes_the_parser_fail_is_read_in_another_way() {
    let page = read(&MARKDOWN.replace("**参数说明：**", "x\n---\n---\ny\n---\n\n**参数说明：**"));
    assert_eq!(page.notes.len(), 1, "{:?}", page.notes);
    assert_eq!(members(&page, Direction::Request).len(), 3);
    assert_eq!(members(&page, Direction::Reply).len(), 2);
}

#[test]
fn the_first_heading_of_level_1_is_the_title() {
    let title = |page: &str| read(page).title.map(|title| title.text);
    assert_eq!(
        title("<html><head><title>喂食 - 文档</title></head><body><h1>喂食</h1><h1>其他</h1></body></html>").as_deref(),
        Some("喂食")
    );
    assert_eq!(title("---\ntitle: 喂食\n---\n## 权限说明\n\n## 概述\n").as_deref(), Some("喂食"));
    assert_eq!(title("## 权限说明\n\n## 概述\n").as_deref(), Some("概述"));
    assert_eq!(
        title("5.1 喂食\nGET\nhttps://h.example/feed\nQuery 参数\na\nstring\n说明\n").as_deref(),
        Some("5.1 喂食")
    );
}

#[test]
fn apifox_lists_replies_below_their_status_too() {
    let page = "喂食\nPOST\nhttps://h.example/feed\nBody 参数application/json\nanimal\nstring\n必需\n动物\n\
                返回响应\n成功(200)\nHTTP 状态码: 200\n数据结构\ncode\ninteger\n必需\ndata\nobject\n可选\nfed\narray [object {2}]\n已喂\n\
                示例成功示例\n{\n\"code\": 0,\n\"data\": { \"fed\": [] }\n}\n";
    let part = &read(page).parts[0];
    let reply = part.tables.iter().find(|table| table.direction == Direction::Reply).expect("the reply has a table");
    let rows: Vec<_> = reply.rows.iter().map(|row| (row.path.as_str(), row.required)).collect();
    assert_eq!(rows, [("code", Some(true)), ("data", Some(false)), ("data.fed", None)]);
    assert_eq!(reply.rows[2].type_word.as_ref().map(|word| word.text.as_str()), Some("array[object]"));
    assert_eq!((part.examples.len(), part.examples[0].direction), (1, Direction::Reply));
}

#[test]
fn lines_of_json_beside_tables_are_code() {
    let page = "请求方式：POST\n请求地址：https://h.example/feed\n\n返回值:\n{\n\"code\": 0,\n\"a_b\": [ { \"c_d\": \"_e_\" } ]\n}\n\
                字段 | 类型 | 说明 |\n---|---|---|\ncode | int | 返回码 |\n";
    let part = &read(page).parts[0];
    let value = part.examples[0].reading.value().expect("it is JSON");
    assert_eq!(value["a_b"][0]["c_d"], "_e_");
    assert_eq!(part.tables[0].rows[0].path, "code");
    assert!(
        read("{ 不是 JSON\n\n字段 | 类型 | 说明 |\n---|---|---|\na | int | b |\n")
            .parts
            .iter()
            .all(|part| part.examples.is_empty())
    );
}

#[test]
fn an_asynchronous_result_is_an_event_and_no_part_of_the_reply() {
    let page = "# 喂食\n\n请求方式:POST\n\n请求地址:https://h.example/feed\n\n返回值:\n\n{\n    \"code\": 0\n}\n字段 类型 说明\ncode int 返回码\n\n\
                处理结果,异步返回值:\n\n{\n    \"event_type\": 4008,\n    \"data\": { \"id\": \"a\" }\n}\n\n字段 类型 说明\nevent_type int 类型\ndata.id string 动物\n";
    let parts = read(page).parts;
    assert_eq!(parts.len(), 2);
    assert!(
        parts[0].tables.iter().flat_map(|table| &table.rows).all(|row| row.path == "code"),
        "{:?}",
        parts[0].tables
    );
    assert_eq!(parts[1].event.as_ref().map(|event| event.text.as_str()), Some("4008"));
    assert_eq!((parts[1].tables[0].direction, parts[1].tables[0].rows[1].path.as_str()), (Direction::Event, "data.id"));
}

#[test]
fn lists_of_integers_have_a_word_for_each_width() {
    for word in ["uint32[]", "uint64[]", "int64[]"] {
        let page = format!(
            "请求方式：POST\n请求地址：https://h.example/a\n\n参数说明：\n\n| 参数 | 类型 | 必须 | 说明 |\n| --- | --- | --- | --- |\n| it | {word} | 否 | 它 |\n"
        );
        assert_eq!(read(&page).parts[0].tables[0].rows[0].ty, Some(facts::vocabulary::Type::IntegerList), "{word}");
    }
}
