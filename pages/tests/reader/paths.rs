//! Each way in which tables nest members gives the path in the message.

use facts::Direction;
use pages::{
    page::{Nesting, Page},
    read,
    text::line_of,
};

/// The rows of the tables in a direction: how the table writes each, its path, and where that comes from.
fn rows(page: &Page, direction: Direction) -> Vec<(String, String, Nesting)> {
    let tables = page.parts.iter().flat_map(|part| &part.tables).filter(|table| table.direction == direction);
    let rows = tables.flat_map(|table| &table.rows);
    rows.map(|row| (row.name.text.clone(), row.path.clone(), row.nesting)).collect()
}

fn paths(page: &Page, direction: Direction) -> Vec<String> {
    rows(page, direction).into_iter().map(|(_, path, _)| path).collect()
}

fn notes(text: &str) -> Vec<String> {
    let page = read(text);
    page.notes.iter().map(|note| format!("{}: {}", line_of(text, note.at.start), note.text)).collect()
}

/// A page with one endpoint, whose reply has an example and a table.
fn reply(example: &str, names: &[&str]) -> String {
    let rows: String = names.iter().map(|name| format!("| {name} | 说明 |\n")).collect();
    format!(
        "请求方式：POST\n请求地址：https://h.example/a?access_token=T\n\n**返回结果：**\n\n```\n{example}\n```\n\n**参数说明：**\n\n\
         | 参数 | 说明 |\n| --- | --- |\n{rows}"
    )
}

#[track_caller]
fn check(example: &str, names: &[&str], expected: &[&str]) {
    let text = reply(example, names);
    assert_eq!(paths(&read(&text), Direction::Reply), expected, "{text}");
    assert_eq!(notes(&text), [""; 0], "{text}");
}

const NESTED: &str =
    r#"{ "errcode": 0, "zoo": { "name": "z", "cages": [{ "id": 1, "size": { "width": 2 } }] }, "cursor": "c" }"#;

#[test]
fn written_paths_are_kept_in_every_form() {
    let expected = ["zoo.name", "zoo.cages", "zoo.cages.id", "zoo.cages.size.width"];
    check(NESTED, &["zoo.name", "zoo.cages", "zoo.cages.id", "zoo.cages.size.width"], &expected);
    check(NESTED, &["zoo.name", "zoo.cages[]", "zoo.cages[].id", "zoo.cages[0].size. width"], &expected);
    check(NESTED, &["zoo/name", "zoo->cages", "$.zoo.cages.id", "zoo.cages.size > width"], &expected);
    check(NESTED, &["tags.*", "zoo.cages[].*"], &["tags.*", "zoo.cages.*"]);
}

#[test]
fn indentation_and_marks_nest() {
    let expected = ["zoo", "zoo.name", "zoo.cages", "zoo.cages.id", "zoo.cages.size", "zoo.cages.size.width", "cursor"];
    check(NESTED, &["zoo", "└name", "└cages", "└└id", "└└size", "└└└width", "cursor"], &expected);
    check(NESTED, &["zoo", "--name", "--cages", "----id", "----size", "------width", "cursor"], &expected);
    check(NESTED, &["zoo", "　name", "　cages", "　　id", "　　size", "　　　width", "cursor"], &expected);
    check(
        NESTED,
        &["zoo", "&nbsp;name", "├ cages", "&nbsp;├ id", "&nbsp;├ size", "&nbsp;&nbsp;└ width", "cursor"],
        &expected,
    );
}

#[test]
fn indentation_nests_without_an_example() {
    for [one, two] in [["└ ", "└└ "], ["--", "----"], ["　", "　　"], ["&nbsp;&nbsp;", "&nbsp;&nbsp;&nbsp;&nbsp;"]]
    {
        let names = ["id", "zoo", "ONEid", "ONEcages", "TWOid", "TWOname", "ONEname", "cat", "ONEid", "cursor"];
        let rows: String = names.iter().map(|name| format!("| {name} | string | 是 | 说明 |\n")).collect();
        let text = format!(
            "请求方式：POST\n请求地址：https://h.example/a\n\n参数说明：\n\n| 参数 | 类型 | 必须 | 说明 |\n| --- | --- | --- | --- |\n{}",
            rows.replace("ONE", one).replace("TWO", two)
        );
        let expected = [
            "id",
            "zoo",
            "zoo.id",
            "zoo.cages",
            "zoo.cages.id",
            "zoo.cages.name",
            "zoo.name",
            "cat",
            "cat.id",
            "cursor",
        ];
        assert_eq!(paths(&read(&text), Direction::Request), expected, "{text}");
        assert_eq!(notes(&text), [""; 0], "{text}");
        let rows: String = names.iter().map(|name| format!("<tr><td>{name}<td>说明\n")).collect();
        let html = format!(
            "<p>请求方式：POST</p><p>请求地址：https://h.example/a</p><p>参数说明：</p><table>\n<tr><td>参数<td>说明\n{}</table>",
            rows.replace("ONE", one).replace("TWO", two)
        );
        assert_eq!(paths(&read(&html), Direction::Request), expected, "{html}");
    }
}

#[test]
fn examples_show_what_the_table_lost() {
    let expected = ["zoo", "zoo.name", "zoo.cages", "zoo.cages.id", "zoo.cages.size", "zoo.cages.size.width", "cursor"];
    check(NESTED, &["zoo", "name", "cages", "id", "size", "width", "cursor"], &expected);
    check(NESTED, &["zoo", "name", "cages", "cages.id", "size", "size.width", "cursor"], &expected);
    // The row of the object is missing.
    check(NESTED, &["name", "size.width", "errcode"], &["zoo.name", "zoo.cages.size.width", "errcode"]);
    let same = r#"{ "id": 1, "one": { "id": 2, "name": "a" }, "two": { "id": 3, "name": "b" } }"#;
    let expected = ["id", "one", "one.id", "one.name", "two", "two.id", "two.name"];
    check(same, &["id", "one", "id", "name", "two", "id", "name"], &expected);
    let rows = rows(&read(&reply(NESTED, &["zoo", "name"])), Direction::Reply);
    assert_eq!(rows[0].2, Nesting::Written);
    assert_eq!(rows[1].2, Nesting::Completed);
}

#[test]
fn members_that_no_example_has_are_beside_their_neighbours() {
    // The object is known, the member is not.
    check(NESTED, &["zoo.colour", "cages.height"], &["zoo.colour", "zoo.cages.height"]);
    check(NESTED, &["errcode", "hint"], &["errcode", "hint"]);
    let text = reply(NESTED, &["name", "colour"]);
    assert_eq!(paths(&read(&text), Direction::Reply), ["zoo.name", "zoo.colour"]);
    assert_eq!(notes(&text), ["15: `colour` was read as `zoo.colour`"]);
    assert_eq!(rows(&read(&text), Direction::Reply)[1].2, Nesting::Guessed);
}

#[test]
fn a_path_that_examples_contradict_is_kept_and_reported() {
    let text = reply(NESTED, &["zoo.size.width"]);
    assert_eq!(paths(&read(&text), Direction::Reply), ["zoo.size.width"]);
    assert_eq!(notes(&text), ["14: examples have `zoo.cages.size.width` in place of `zoo.size.width`"]);
    let text = reply(NESTED, &["item.width"]);
    assert_eq!(paths(&read(&text), Direction::Reply), ["item.width"]);
    assert_eq!(notes(&text), ["14: examples have `zoo.cages.size.width` in place of `item.width`"]);
}

#[test]
fn what_is_no_name_is_reported() {
    let text = reply(NESTED, &["zoo", "见附录 A"]);
    assert_eq!(paths(&read(&text), Direction::Reply), ["zoo", "见附录 A"]);
    assert_eq!(notes(&text), ["15: `见附录 A` is no name of a member"]);
}

#[test]
fn without_an_example_an_object_without_members_is_in_doubt() {
    let text = "请求方式：POST\n请求地址：https://h.example/a\n\n参数说明：\n\n| 参数 | 类型 | 必须 | 说明 |\n| --- | --- | --- | --- |\n\
                | zoo | object | 是 | 园 |\n| name | string | 是 | 名 |\n";
    assert_eq!(paths(&read(text), Direction::Request), ["zoo", "name"]);
    assert_eq!(notes(text), ["9: no example shows where `name` is"]);
}

#[test]
fn a_table_below_the_name_of_an_object_has_its_members() {
    for heading in ["cages说明", "### cages字段说明", "**cages参数：**", "cages fields", "zoo.cages[] 参数说明"]
    {
        let text = format!(
            "{}\n{heading}\n\n| 参数 | 说明 |\n| --- | --- |\n| id | 号 |\n| sort | 类 |\n",
            reply(NESTED, &["zoo", "cages"])
        );
        let expected = ["zoo", "zoo.cages", "zoo.cages.id", "zoo.cages.sort"];
        assert_eq!(paths(&read(&text), Direction::Reply), expected, "{text}");
        assert_eq!(notes(&text), [""; 0], "{text}");
    }
}

#[test]
fn parts_of_messages_have_their_place() {
    let more = |name: &str| {
        format!(
            "### {name}\n\n返回示例：\n\n```\n{{ \"kind\": \"{name}\", \"{name}\": {{ \"id\": 1 }} }}\n```\n\n参数说明：\n\n\
             | 参数 | 说明 |\n| --- | --- |\n| kind | 类 |\n| {name} | 物 |\n| {name}.id | 号 |\n\n"
        )
    };
    let first = reply(r#"{ "errcode": 0, "list": [{ "kind": "KIND" }] }"#, &["list", "list.kind"]);
    let text = format!("## 接口\n\n{first}\n## 种类\n\n{}{}", more("cat"), more("dog"));
    let page = read(&text);
    assert_eq!(page.parts.len(), 1, "{page:#?}");
    let expected =
        ["list", "list.kind", "list.kind", "list.cat", "list.cat.id", "list.kind", "list.dog", "list.dog.id"];
    assert_eq!(paths(&page, Direction::Reply), expected);
    let examples: Vec<&str> = page.parts[0].examples.iter().map(|example| example.path.as_str()).collect();
    assert_eq!(examples, ["", "list", "list"]);
    assert_eq!(notes(&text), [""; 0]);
}

#[test]
fn a_type_that_several_endpoints_have_is_a_part_of_its_own() {
    let example = r#"{ "end": { "text": { "content": "x" } } }"#;
    // The second endpoint has it within another object.
    let within = format!("{{ \"way\": {example} }}");
    let one = format!("## 一\n\n{}\n## 二\n\n{}\n", reply(example, &["end"]), reply(&within, &["way.end"]));
    let text = format!(
        "{one}## 结束语\n\n字段内容：\n\n```\n\"end\": {{ \"text\": {{ \"content\": \"x\" }} }}\n```\n\n参数说明：\n\n| 参数 | 说明 |\n| --- | --- |\n| text.content | 文 |\n"
    );
    let page = read(&text);
    let [_, _, part] = page.parts.as_slice() else { panic!("{page:#?}") };
    assert!(part.is_type());
    assert_eq!(part.tables[0].rows[0].path, "end.text.content");
    let facts = pages::facts(&text);
    assert_eq!(facts.parts[2].name(), "结束语");
}

#[test]
fn parameters_in_the_url_are_rows_of_the_request() {
    let text = "请求方式：GET\n请求地址：https://h.example/a?access_token=T&id=ID\n\n参数说明：\n\n\
                | 参数 | 必须 | 说明 |\n| --- | --- | --- |\n| access_token | 是 | 凭 |\n| id | 是 | 号 |\n";
    let page = read(text);
    assert_eq!(page.parts[0].query, ["access_token", "id"]);
    assert_eq!(paths(&page, Direction::Request), ["access_token", "id"]);
    assert_eq!(notes(text), [""; 0]);
}

#[test]
fn tags_name_an_event() {
    let event = |tags: &str| {
        let text = format!(
            "### 事件\n\n```\n{tags}\n```\n\n| 参数 | 说明 |\n| --- | --- |\n| <Event> | 事件 |\n| List.Item | 项 |\n"
        );
        let facts = pages::facts(&text);
        let [part] = facts.parts.as_slice() else { panic!("{facts:#?}") };
        let paths: Vec<String> =
            part.content.iter().filter(|row| row.is_documented()).map(|row| row.path.clone()).collect();
        assert_eq!(paths, ["Event", "List.Item"]);
        part.event.clone()
    };
    let xml = |tags: &str| event(&format!("<xml>\n  {tags}\n  <List><Item>a</Item></List>\n</xml>"));
    assert_eq!(xml("<Event><![CDATA[change]]></Event><ChangeType>add</ChangeType>").as_deref(), Some("change/add"));
    assert_eq!(xml("<ChangeType>add</ChangeType><InfoType>change</InfoType>").as_deref(), Some("change/add"));
    assert_eq!(xml("<Event>enter</Event>").as_deref(), Some("enter"));
    assert_eq!(xml("<Other>enter</Other>"), None);
    let json = r#"{ "header": { "event_type": "born" }, "event": { "id": 1 } }"#;
    assert_eq!(event(json).as_deref(), Some("born"));
}

#[test]
fn elements_of_xml_are_members() {
    let text = "### 事件\n\n```\n<xml><Event>e</Event><List><Item>a</Item><Item>b</Item></List></xml>\n```\n";
    let facts = pages::facts(text);
    let rows: Vec<(&str, &str)> =
        facts.parts[0].content.iter().map(|row| (row.path.as_str(), row.examples[0].as_str())).collect();
    assert_eq!(rows, [("Event", "string"), ("List", "object"), ("List.Item", "list")]);
}

#[test]
fn cells_in_each_other_s_column_are_put_right() {
    let text = "请求方式：POST\n请求地址：https://h.example/a\n\n参数说明：\n\n| 参数 | 类型 | 必须 | 说明 |\n| --- | --- | --- | --- |\n\
                | one | 是 | string | 一 |\n| two | int | 第二个 | |\n";
    let page = read(text);
    let rows: Vec<(Option<bool>, bool, &str)> = (page.parts[0].tables[0].rows.iter())
        .map(|row| (row.required, row.ty.is_some(), row.description.text.as_str()))
        .collect();
    assert_eq!(rows, [(Some(true), true, "一"), (None, true, "第二个")]);
    assert_eq!(
        notes(text),
        [
            "8: the type and the flag of this row are in each other's column",
            "9: this row lacks its flag, and its description is in the flag's column"
        ]
    );
}
