//! The command `drift`.

use serde_json::Value;

use crate::sandbox::{Sandbox, VENDOR, code, run, stderr, stdout};

const SCHEMA: &str = r#"
page:
  title: 喂养
  url: https://docs.example.com/path/1
  updated: 2026-02-03
  permissions:
    - { app: 自建应用, needs: a place in the list }

endpoints:
  feed:
    route: POST /feed
    summary: Feed an animal.
    label: 喂养
    body:
      name: { type: string, required: true, bytes: { max: 64 }, label: 名字, doc: The animal. }
      size: { type: Size, label: 大小, doc: How much. }
      food:
        object:
          $name: Food
          kinds: { type: [string], items: { max: 10 }, label: 种类, doc: The kinds. }
          grams: { type: uint32, range: { min: 1, max: 900 }, default: 50, label: 重量, doc: The weight. }
        label: 食物
        doc: The food.
    response:
      left: { type: uint32, label: 剩余, doc: What is left. }
    examples: { request: [request.json], response: [ok.json] }
  wash:
    route: POST /wash
    summary: Wash an animal.
    label: 清洗
    body:
      name: { type: string, required: true, label: 名字, doc: The animal. }
    response: {}
enums:
  Size: { wire: int32, values: { small: { value: 1, label: 小 }, large: { value: 2, label: 大 } } }
"#;

const REQUEST: &str = r#"{"name": "a1", "size": 1, "food": {"kinds": ["hay"], "grams": 5}}"#;
const REPLY: &str = r#"{"errcode": 0, "errmsg": "ok", "left": 3}"#;

const PAGE: &str = r#"---
title: "喂养"
source_url: https://docs.example.com/path/1
---
最后更新：2026/02/03

## 喂养动物

**请求方式：**POST（**HTTPS**）
**请求地址：**https://api.example.com/feed?access_token=ACCESS_TOKEN

**权限说明：**

| 应用类型 | 权限要求 |
| --- | --- |
| 自建应用 | 在列表中 |

**请求示例：**

```json
{ "name": "a1", "size": 1, "food": { "kinds": ["hay"], "grams": 5 } }
```

**参数说明：**

| 参数 | 类型 | 必须 | 说明 |
| --- | --- | --- | --- |
| access_token | string | 是 | 凭证 |
| name | string | 是 | 名字，不超过64个字节 |
| size | int | 否 | 大小，1-小 2-大 |
| food | obj | 否 | 食物 |
| food.kinds | string[] | 否 | 种类，最多10个 |
| food.grams | uint32 | 否 | 重量，取值范围1-900，默认为50 |

**返回结果：**

```json
{ "errcode": 0, "errmsg": "ok", "left": 3 }
```

**参数说明：**

| 参数 | 类型 | 说明 |
| --- | --- | --- |
| errcode | int32 | 返回码 |
| errmsg | string | 对返回码的文本描述内容 |
| left | uint32 | 剩余 |

## 清洗动物

**请求方式：**POST（**HTTPS**）
**请求地址：**https://api.example.com/wash?access_token=ACCESS_TOKEN

**参数说明：**

| 参数 | 类型 | 必须 | 说明 |
| --- | --- | --- | --- |
| access_token | string | 是 | 凭证 |
| name | string | 是 | 名字 |

**返回结果：**

**参数说明：**

| 参数 | 类型 | 说明 |
| --- | --- | --- |
| errcode | int32 | 返回码 |
| errmsg | string | 对返回码的文本描述内容 |
"#;

/// An edit: what is replaced, by what, the finding's verb and id, and the rule of `diff` that it names.
type Edit = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>);

const EDITS: &[Edit] = &[
    ("2026/02/03", "2026/02/04", "changed", "updated", Some("page-docs-changed")),
    ("title: \"喂养\"", "title: \"饲养\"", "changed", "title", Some("page-docs-changed")),
    ("path/1\n", "path/2\n", "changed", "url", Some("page-docs-changed")),
    ("com/feed", "com/feed2", "renamed", "POST /feed2 part", Some("endpoint-route-changed")),
    ("feed?access_token=ACCESS_TOKEN", "feed?access_token=ACCESS_TOKEN&debug=1", "added", "POST /feed query", None),
    (
        "| 自建应用 | 在列表中 |",
        "| 自建应用 | 不限 |",
        "changed",
        "POST /feed 自建应用 permission",
        Some("endpoint-permissions-changed"),
    ),
    (
        "| 自建应用 | 在列表中 |",
        "| 自建应用 | 在列表中 |\n| 第三方应用 | 不限 |",
        "added",
        "POST /feed 第三方应用 permission",
        Some("endpoint-permissions-changed"),
    ),
    ("| name | string | 是 | 名字，不超过64个字节 |\n", "", "changed", "POST /feed request name member", None),
    (
        "| food | obj",
        "| mood | string | 否 | 心情 |\n| food | obj",
        "added",
        "POST /feed request mood member",
        Some("request-optional-field-added"),
    ),
    (
        "| food | obj",
        "| mood | string | 是 | 心情 |\n| food | obj",
        "added",
        "POST /feed request mood member",
        Some("request-required-field-added"),
    ),
    (
        "| size | int |",
        "| volume | int |",
        "renamed",
        "POST /feed request volume member",
        Some("request-field-renamed"),
    ),
    (
        "| size | int |",
        "| size | string |",
        "changed",
        "POST /feed request size type",
        Some("request-field-type-changed"),
    ),
    ("| size | int |", "| size | uint32 |", "changed", "POST /feed request size type", Some("field-docs-changed")),
    (
        "| size | int | 否 |",
        "| size | int | 是 |",
        "changed",
        "POST /feed request size required",
        Some("request-field-became-required"),
    ),
    (
        "| name | string | 是 | 名字，",
        "| name | string | 否 | 名字，",
        "changed",
        "POST /feed request name required",
        Some("request-field-became-optional"),
    ),
    ("64个字节", "32个字节", "changed", "POST /feed request name bytes", Some("request-limit-tightened")),
    ("64个字节", "128个字节", "changed", "POST /feed request name bytes", Some("request-limit-loosened")),
    ("名字，不超过64个字节", "名字", "removed", "POST /feed request name bytes", Some("request-limit-loosened")),
    ("最多10个", "最多20个", "changed", "POST /feed request food.kinds items", Some("request-limit-loosened")),
    (
        "取值范围1-900",
        "取值范围1-800",
        "changed",
        "POST /feed request food.grams range",
        Some("request-limit-tightened"),
    ),
    ("默认为50", "默认为60", "changed", "POST /feed request food.grams default", Some("field-default-changed")),
    ("1-小 2-大", "1-小 2-大 3-中", "added", "POST /feed request size values", Some("request-enum-value-added")),
    ("1-小 2-大", "1-小 3-大", "changed", "POST /feed request size values", Some("enum-value-rewired")),
    (
        "| food | obj | 否 | 食物 |",
        "| food | obj | 否 | 干草 |",
        "changed",
        "POST /feed request food text",
        Some("field-docs-changed"),
    ),
    (
        "\"name\": \"a1\",",
        "\"name\": \"a2\",",
        "changed",
        "POST /feed request example",
        Some("endpoint-examples-changed"),
    ),
    ("\"grams\": 5", "\"grams\": \"5\"", "changed", "POST /feed request food.grams examples", None),
    (
        "| left | uint32 | 剩余 |",
        "| left | string | 剩余 |",
        "changed",
        "POST /feed reply left type",
        Some("response-field-type-changed"),
    ),
    (
        "| left | uint32 | 剩余 |",
        "| left | uint32 | 剩余 |\n| eaten | uint32 | 吃掉 |",
        "added",
        "POST /feed reply eaten member",
        Some("response-optional-field-added"),
    ),
    (
        "\"left\": 3",
        "\"left\": 3, \"eaten\": 2",
        "added",
        "POST /feed reply eaten member",
        Some("response-optional-field-added"),
    ),
    ("| left | uint32 | 剩余 |\n", "", "changed", "POST /feed reply left member", None),
    (
        "com/wash?access_token=ACCESS_TOKEN",
        "com/rinse?access_token=ACCESS_TOKEN",
        "renamed",
        "POST /rinse part",
        Some("endpoint-route-changed"),
    ),
    (
        "食物 |\n",
        "食物。如果没有，则必须填写name |\n",
        "changed",
        "POST /feed request food text",
        Some("field-docs-changed"),
    ),
];

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/vendor.yaml", VENDOR);
    sandbox.write("schemas/acme/feed.yaml", SCHEMA);
    sandbox.write("schemas/acme/feed/request.json", REQUEST);
    sandbox.write("schemas/acme/feed/ok.json", REPLY);
    sandbox.write("pages/feed.md", PAGE);
    let accepted = drift(&sandbox, &["--accept"]);
    assert_eq!(code(&accepted), 0, "{}{}", stdout(&accepted), stderr(&accepted));
    sandbox
}

fn drift(sandbox: &Sandbox, more: &[&str]) -> std::process::Output {
    let (pages, schemas) = (sandbox.path("pages"), sandbox.path("schemas"));
    let mut arguments = vec!["drift", pages.as_str(), "--schemas", schemas.as_str()];
    arguments.extend(more);
    run(&arguments)
}

#[test]
fn a_page_does_not_drift_from_its_own_facts() {
    let sandbox = sandbox();
    let output = drift(&sandbox, &[]);
    assert_eq!((code(&output), stdout(&output).as_str()), (0, ""));
    assert_eq!(stderr(&output), "0 of 1 page moved, 0 changes\n");
    // Rows in another order, more white space and full-width punctuation are no changes.
    let moved = PAGE
        .replace("| food | obj | 否 | 食物 |\n", "")
        .replace("| size | int", "| food | obj | 否 | 食物 |\n| size | int")
        .replace("名字，不超过64个字节", "名字,  不超过64个字节")
        .replace("## 清洗", "\n\n## 清洗");
    sandbox.write("pages/feed.md", &moved);
    let output = drift(&sandbox, &[]);
    assert_eq!((code(&output), stdout(&output).as_str()), (0, ""));
}

#[test]
fn each_edit_is_one_finding_at_its_place() {
    assert!(EDITS.len() >= 30);
    let sandbox = sandbox();
    let mut faults = Vec::new();
    for (at, (old, new, verb, id, rule)) in EDITS.iter().enumerate() {
        let start = PAGE.find(old).unwrap_or_else(|| panic!("`{old}` is on the page"));
        let edited = PAGE.replacen(old, new, 1);
        sandbox.write("pages/feed.md", &edited);
        let output = drift(&sandbox, &["--format", "json"]);
        let report: Value = serde_json::from_str(&stdout(&output)).expect("it is JSON");
        let changes = report["pages"][0]["changes"].as_array().expect("it has changes").clone();
        let found: Vec<_> =
            changes.iter().map(|one| (one["verb"].clone(), one["id"].clone(), one["rule"].clone())).collect();
        if found != [((*verb).into(), (*id).into(), rule.map_or(Value::Null, Into::into))] || code(&output) != 1 {
            faults.push(format!(
                "{at}: {new:?} gives {} {}, expected {verb} {id} {rule:?}",
                code(&output),
                report["pages"][0]["changes"]
            ));
            continue;
        }
        // The line is that of the edit, of the row that is gone, or of the example or table that begins above.
        let edit = edited[..start].matches('\n').count() + 1;
        let line = changes[0]["line"].as_u64().unwrap_or_default() as usize;
        let within =
            if new.is_empty() || id.ends_with("member") { edit.abs_diff(line) <= 20 } else { edit.abs_diff(line) <= 2 };
        if !within && !["title", "url", "updated"].contains(id) {
            faults.push(format!("{at}: {new:?} is at line {edit}, and found at {line}"));
        }
        let is_about_member = id.contains(" request ") || id.contains(" reply ");
        if is_about_member && changes[0]["places"][0]["file"] != "acme/feed.yaml" {
            faults.push(format!("{at}: {new:?} has no place in the schema: {}", changes[0]));
        }
    }
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), EDITS.len(), faults.join("\n"));
}

#[test]
fn edits_do_not_hide_each_other() {
    let sandbox = sandbox();
    let edited = PAGE
        .replacen("64个字节", "32个字节", 1)
        .replacen("| food | obj", "| mood | string | 否 | 心情 |\n| food | obj", 1)
        .replacen("| size | int | 否 |", "| size | int | 是 |", 1)
        .replacen("\"name\": \"a1\",", "\"name\": \"a2\",", 1)
        .replacen("| left | uint32 |", "| left | string |", 1)
        .replacen("1-小 2-大", "1-小 2-大 3-中", 1);
    sandbox.write("pages/feed.md", &edited);
    let report: Value = serde_json::from_str(&stdout(&drift(&sandbox, &["--format", "json"]))).expect("it is JSON");
    let changes = report["pages"][0]["changes"].as_array().expect("it has changes");
    let mut found: Vec<&str> = changes.iter().filter_map(|one| one["kind"].as_str()).collect();
    found.sort_unstable();
    assert_eq!(found, ["bytes", "example", "member", "required", "type", "values"]);
}

#[test]
fn accepted_facts_are_the_new_ones() {
    let sandbox = sandbox();
    sandbox.write("pages/feed.md", &PAGE.replace("64个字节", "32个字节"));
    let output = drift(&sandbox, &[]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    for part in [
        "changed: POST /feed request name bytes",
        "pages/feed.md:29",
        "..64 → ..32",
        "acme/feed.yaml:15:7  feed.body.name",
        "request-limit-tightened",
        "Once the page is accepted, `gen` will report:",
    ] {
        assert!(text.contains(part), "{part:?} is missing in:\n{text}");
    }
    assert_eq!(code(&drift(&sandbox, &["--accept"])), 0);
    assert_eq!(code(&drift(&sandbox, &[])), 0);
    assert!(sandbox.read("schemas/acme/feed/facts.yaml").contains("bytes: \"..32\""));
}

#[test]
fn a_page_without_facts_is_compared_with_its_schema() {
    let sandbox = sandbox();
    std::fs::remove_file(sandbox.path("schemas/acme/feed/facts.yaml")).expect("it exists");
    let output = drift(&sandbox, &[]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    sandbox.write("pages/feed.md", &PAGE.replace("64个字节", "32个字节"));
    let output = drift(&sandbox, &[]);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("The page and its schema differ:"), "{}", stdout(&output));
}

#[test]
fn one_bad_page_stops_no_other() {
    let sandbox = sandbox();
    sandbox.write("pages/bad.md", "nothing");
    sandbox.write("pages/other.md", "请求方式: POST\n\n请求地址: https://api.example.com/other\n");
    sandbox.write("pages/feed.md", &PAGE.replace("64个字节", "32个字节"));
    for (format, part) in [
        ("human", "no endpoint and no event was found on the page"),
        ("human", "no schema has an endpoint or an event of this page"),
        ("markdown", "| 29 | changed | `POST /feed request name bytes` | ..64 → ..32 |"),
        ("github", "::warning file="),
        ("json", "\"kind\": \"bytes\""),
    ] {
        let output = drift(&sandbox, &["--format", format]);
        assert_eq!(code(&output), 1);
        assert!(stdout(&output).contains(part), "{part:?} is missing in:\n{}", stdout(&output));
        assert!(stderr(&output).contains("3 of 3 pages moved, 1 change"), "{}", stderr(&output));
    }
    let missing = run(&["drift", &sandbox.path("nowhere.md"), "--schemas", &sandbox.path("schemas")]);
    assert_eq!(code(&missing), 2);
}

#[test]
fn schemas_with_errors_are_named() {
    let sandbox = sandbox();
    sandbox.write("schemas/acme/feed.yaml", &SCHEMA.replace("uint32", "unit32"));
    let output = drift(&sandbox, &[]);
    assert!(stderr(&output).contains("the schemas have 1 error"), "{}", stderr(&output));
}

#[test]
fn damaged_facts_are_named() {
    let sandbox = sandbox();
    sandbox.write("schemas/acme/feed/facts.yaml", "page: []\n");
    let output = drift(&sandbox, &[]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("schemas/acme/feed/facts.yaml has no facts"), "{}", stderr(&output));
}
