//! The command `import`.

use crate::sandbox::{Sandbox, code, run, stderr, stdout};

const PAGE: &str = "---
title: 喂食
url: https://acme.example/docs/feeding
---
## 喂食

**请求方式**: POST(**HTTPS**)

**请求地址**: https://api.acme.example/zoo/feed?access_token=ACCESS_TOKEN&mode=MODE

**请求示例**:

```json
{ animal: \"rex\", \"grams\": 20, \"kind\": 1, \"meal\": { \"name\": \"hay\", \"spices\": [\"salt\"] }, \"cursor\": \"a\" }
```

**参数说明**:

| 参数 | 必须 | 类型 | 说明 |
| --- | --- | --- | --- |
| access_token | 是 | string | 调用接口凭证 |
| mode | 否 | string | 方式 |
| animal | 是 | string | 动物 |
| grams | 是 | string | 重量，单位克 |
| kind | 否 | uint32 | 种类。0-肉 1-草，默认为0 |
| meal | 是 | obj | 一餐 |
| meal.name | 是 | string | 名称，不超过64个字节 |
| cursor | 否 | string | 游标 |

**权限说明**:

| 应用类型 | 权限要求 |
| --- | --- |
| 自建应用 | 具有“喂食”权限 |
| 第三方应用 | 暂不支持 |

**返回结果**:

```json
{ \"errcode\": 0, \"errmsg\": \"ok\", \"fed\": true, \"next_cursor\": \"b\" }
```

**参数说明**:

| 参数 | 类型 | 说明 |
| --- | --- | --- |
| errcode | int32 | 返回码 |
| errmsg | string | 错误码描述 |
| fed | bool | 是否吃了 |
| next_cursor | string | 下一页的游标 |
";

const DRAFT: &str = "# yaml-language-server: $schema=../../schema.json
page:
  title: 喂食
  url: https://acme.example/docs/feeding
  read: 2026-11-29
  permissions:
    - { app: 自建应用, needs: \"TODO: 喂食\" }
    - { app: 第三方应用, supported: false }

endpoints:
  feed:
    route: POST /zoo/feed
    summary: TODO
    query:
      mode: { type: string, label: 方式, doc: TODO }
    body:
      animal: { type: string, required: true, label: 动物, doc: TODO }
      grams: { type: string, required: true, label: 重量, doc: TODO }
      kind: { type: Kind, default: TODO_1, label: 种类, doc: TODO }
      meal:
        required: true
        label: 一餐
        doc: TODO
        object:
          name: { type: string, required: true, bytes: { max: 64 }, label: 名称, doc: TODO }
          spices: { type: [string], doc: TODO }
      cursor: { type: string, label: 游标, doc: TODO }
    response:
      fed: { type: bool, label: 是否吃了, doc: TODO }
      next_cursor: { type: string, label: 下一页的游标, doc: TODO }
    paging: { cursor: cursor, next: next_cursor }
    examples:
      request: [request.json]
      response: [ok.json]

enums:
  Kind:
    wire: uint32
    label: 种类
    doc: TODO
    values:
      TODO_1: { value: 0, label: 肉 }
      TODO_2: { value: 1, label: 草 }

errata:
  - at: feed.body.grams
    says: { table: string, example: integer }
    fact: { examples: integer }
    use: { type: string }
    also_accept: { types: [number] }
    because: TODO
  - at: feed.body.meal.spices
    says: { table: absent, example: list }
    fact: { member: example }
    use: { type: [string] }
    because: TODO
";

/// Imports pages into the sandbox.
fn import(sandbox: &Sandbox, pages: &[&str]) -> std::process::Output {
    let mut arguments = vec!["import".to_owned()];
    arguments.extend(pages.iter().map(|page| sandbox.path(page)));
    let rest = ["--vendor", "acme", "--read", "2026-11-29", "--schemas", &sandbox.path("schemas")].map(str::to_owned);
    arguments.extend(rest);
    run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_page_becomes_a_draft_that_gen_accepts_once_everything_is_decided() {
    let sandbox = Sandbox::new();
    sandbox.write("pages/feed.md", PAGE);
    let output = import(&sandbox, &["pages/feed.md"]);
    assert_eq!((code(&output), stderr(&output).lines().count()), (0, 0), "{}", stderr(&output));
    assert!(stdout(&output).ends_with("18 TODOs, 1 draft of 1 page\n"), "{}", stdout(&output));
    let draft = sandbox.read("schemas/acme/zoo/feed.yaml");
    assert_eq!(draft, DRAFT);
    let request = "{\n  \"animal\": \"rex\",\n  \"grams\": 20,\n  \"kind\": 1,\n  \"meal\": {\n    \"name\": \"hay\",\n    \"spices\": [\n      \"salt\"\n    ]\n  },\n  \"cursor\": \"a\"\n}\n";
    assert_eq!(sandbox.read("schemas/acme/zoo/feed/request.json"), request);
    assert!(sandbox.read("schemas/acme/zoo/feed/facts.yaml").contains("path: meal.name"));

    let dump = || run(&["dump", "--format", "short", "--schemas", &sandbox.path("schemas")]);
    let undecided = stderr(&dump());
    let todos = undecided.lines().filter(|line| line.contains("error[E059]")).count();
    assert_eq!((todos, undecided.lines().count()), (18, 19), "{undecided}");

    let decided = draft.replace("TODO_", "kind_").replace("TODO", "Decided");
    sandbox.write("schemas/acme/zoo/feed.yaml", &decided);
    let checked = dump();
    assert_eq!(code(&checked), 0, "{}", stderr(&checked));
}

#[test]
fn each_condition_of_a_list_is_a_permission_of_the_draft() {
    let sandbox = Sandbox::new();
    let list =
        "* 列表中的自建应用可以调用\n* 第三方应用需有“喂食”权限；代开发应用需有“喂食”和“喂水”权限\n* 动物必须是活的\n";
    let start = PAGE.find("| 应用类型").expect("a table");
    let end = PAGE.find("**返回结果**").expect("a label");
    sandbox.write("pages/feed.md", &format!("{}{list}\n{}", &PAGE[..start], &PAGE[end..]));
    assert_eq!(code(&import(&sandbox, &["pages/feed.md"])), 0);
    let draft = sandbox.read("schemas/acme/zoo/feed.yaml");
    let permissions = "  permissions:
    - { app: 自建应用, needs: \"TODO: 列表中的自建应用可以调用\" }
    - { app: 第三方应用, needs: \"TODO: 喂食\" }
    - { app: 代开发应用, needs: \"TODO: 喂食, 喂水\" }
  sentences:
    ";
    assert!(draft.contains(permissions), "{draft}");
}

#[test]
fn nothing_is_overwritten() {
    let sandbox = Sandbox::new();
    sandbox.write("pages/feed.md", PAGE);
    sandbox.write("schemas/acme/zoo/feed/ok.json", "{}");
    let output = import(&sandbox, &["pages/feed.md"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("ok.json is there already"), "{}", stderr(&output));
    assert!(!sandbox.exists("schemas/acme/zoo/feed.yaml"));
    assert_eq!(sandbox.read("schemas/acme/zoo/feed/ok.json"), "{}");
}

#[test]
fn the_draft_of_a_page_with_a_schema_is_beside_it() {
    let sandbox = Sandbox::new();
    sandbox.write("pages/feed.md", &PAGE.replace("/zoo/feed", "/feed"));
    let before = sandbox.read("schemas/acme/feed.yaml");
    let output = import(&sandbox, &["pages/feed.md"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(sandbox.read("schemas/acme/feed.yaml"), before);
    assert!(sandbox.read("schemas/acme/feed.draft.yaml").contains("route: POST /feed"));
    // It is not read.
    let checked = run(&["dump", "--schemas", &sandbox.path("schemas")]);
    assert_eq!(code(&checked), 0, "{}", stderr(&checked));
}

#[test]
fn one_bad_page_stops_no_other() {
    let sandbox = Sandbox::new();
    sandbox.write("pages/feed.md", PAGE);
    sandbox.write("pages/empty.txt", "");
    let output = import(&sandbox, &["pages"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("empty.txt: no endpoint, no event and no table of a type was found"),
        "{}",
        stderr(&output)
    );
    assert!(stdout(&output).ends_with("1 draft of 2 pages\n"), "{}", stdout(&output));
    assert!(sandbox.exists("schemas/acme/zoo/feed.yaml"));
}

#[test]
fn an_example_that_does_not_fit_its_table_is_marked() {
    let sandbox = Sandbox::new();
    sandbox.write("pages/feed.md", &PAGE.replace("{ animal: \"rex\", ", "{ "));
    let output = import(&sandbox, &["pages/feed.md"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let draft = sandbox.read("schemas/acme/zoo/feed.yaml");
    let marked =
        "- { file: request.json, wrong: \"TODO: /animal: expected a value, found no member of this name [required]\" }";
    assert!(draft.contains(marked), "{draft}");
}

#[test]
fn a_vendor_needs_its_own_file_first() {
    let sandbox = Sandbox::new();
    sandbox.write("pages/feed.md", PAGE);
    let arguments = ["import", &sandbox.path("pages"), "--vendor", "globex", "--read", "2026-11-29"];
    let output = run(&[&arguments[..], &["--schemas", &sandbox.path("schemas")]].concat());
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("there is no vendor `globex`"), "{}", stderr(&output));
}

#[test]
fn a_date_is_a_date() {
    let output = run(&["import", "page.md", "--vendor", "acme", "--read", "yesterday"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("write a date as 2026-01-31"), "{}", stderr(&output));
}

/// A sandbox in which the page has a finished schema.
fn finished() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("pages/feed.md", PAGE);
    assert_eq!(code(&import(&sandbox, &["pages/feed.md"])), 0);
    let decided = DRAFT.replace("TODO_", "kind_").replace("TODO", "Decided");
    sandbox.write("schemas/acme/zoo/feed.yaml", &decided);
    sandbox
}

fn update(sandbox: &Sandbox, page: &str) -> std::process::Output {
    sandbox.write("pages/feed.md", page);
    run(&["import", "--update", &sandbox.path("pages"), "--schemas", &sandbox.path("schemas")])
}

const UPDATE: &str = "\
# What the page has and acme/zoo/feed.yaml lacks. Move each entry to its place, then delete this draft.

# acme/zoo/feed.yaml, at `feed` (lines 14, 35 of the page)
examples:
  request: [feed_request.json]
permissions:
  - { app: 代开发应用, needs: \"TODO: 代喂\" }

# acme/zoo/feed.yaml, at `page.sentences` (line 24 of the page)
\"75961926\": \"TODO: line 24\"

# acme/zoo/feed.yaml, at `Kind` (line 25 of the page)
TODO_3: { value: 2, label: 鱼 }

# acme/zoo/feed.yaml, at `feed.body.meal` (line 28 of the page)
warm: { type: bool, label: 是否加热, doc: TODO }

# acme/zoo/feed.yaml, at `endpoints` (line 55 of the page)
water:
  route: POST /zoo/water
  summary: TODO
  label: 喂水
  body:
    litres: { type: int32, required: true, label: 升数, doc: TODO }
  examples:
    request: [water_request.json]
";

#[test]
fn an_update_drafts_only_what_the_schema_lacks_and_lists_what_else_moved() {
    let sandbox = finished();
    let output = update(&sandbox, PAGE);
    assert_eq!((code(&output), stdout(&output).as_str()), (0, "0 TODOs, 0 drafts of 1 page\n"), "{}", stderr(&output));
    let moved = PAGE
        .replace("0-肉 1-草", "0-肉 1-草 2-鱼")
        .replace("单位克", "单位克；每天最多3次")
        .replace("\"grams\": 20", "\"grams\": 21")
        .replace("| cursor | 否 | string | 游标 |", "| meal.warm | 否 | bool | 是否加热 |")
        .replace("不超过64个字节", "不超过32个字节")
        .replace("| 第三方应用 |", "| 代开发应用 | 具有“代喂”权限 |\n| 第三方应用 |");
    let added = "\n## 喂水\n\n**请求方式**: POST\n\n**请求地址**: https://api.acme.example/zoo/water\n\n**请求示例**:\n\n```json\n{ \"litres\": 1 }\n```\n\n| 参数 | 必须 | 类型 | 说明 |\n| --- | --- | --- | --- |\n| litres | 是 | int | 升数 |\n";
    let schema = sandbox.read("schemas/acme/zoo/feed.yaml");
    let output = update(&sandbox, &format!("{moved}{added}"));
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(sandbox.read("schemas/acme/zoo/feed.draft.yaml"), UPDATE);
    assert_eq!(sandbox.read("schemas/acme/zoo/feed.draft/water_request.json"), "{ \"litres\": 1 }\n");
    assert!(sandbox.read("schemas/acme/zoo/feed.draft/feed_request.json").contains("21"));
    // The rest is in the words of `drift`, and nothing was written but the draft.
    let said = stdout(&output);
    let verbs: Vec<&str> = said.lines().filter_map(|line| line.split_once(": POST").map(|(verb, _)| verb)).collect();
    assert!(verbs.iter().all(|verb| *verb == "changed") && said.contains("request meal.name bytes\n"), "{said}");
    assert!(said.contains("  page    ..64 → ..32\n"), "{said}");
    assert_eq!(sandbox.read("schemas/acme/zoo/feed.yaml"), schema);
    assert!(sandbox.read("schemas/acme/zoo/feed/facts.yaml").contains("path: cursor"));
    // A draft is not overwritten.
    assert_eq!(code(&update(&sandbox, PAGE.replace("1-草", "1-草 2-鱼").as_str())), 2);
}

#[test]
fn an_update_needs_a_schema() {
    let sandbox = Sandbox::new();
    let output = update(&sandbox, PAGE);
    assert_eq!((code(&output), stdout(&output).as_str()), (0, "0 TODOs, 0 drafts of 1 page\n"));
    assert!(stderr(&output).contains("import it without `--update`"), "{}", stderr(&output));
}

#[test]
fn rules_about_several_members_are_drafted_and_endpoints_that_only_read_are_marked() {
    let sandbox = Sandbox::new();
    let page = "# 获取喂食记录\n\n请求方式：POST\n\n请求地址：https://api.acme.example/zoo/feedings\n\n参数说明：\n\n\
        | 参数 | 必须 | 类型 | 说明 |\n| --- | --- | --- | --- |\n\
        | start_time | 是 | uint32 | 开始时间戳 |\n| end_time | 是 | uint32 | 结束时间戳 |\n\
        | animal | 否 | string | 动物 |\n| keeper | 否 | string | 饲养员 |\n\
        | limit | 否 | int | 记录数，最大值100，默认值50，超过最大值时取默认值 |\n\
        | name | 否 | string | 名称，最长64字节，超出部分截断 |\n\
        | first | 否 | int | 早餐。1-肉 2-草 |\n| second | 否 | int | 午餐。1-肉 2-草 |\n\n\
        animal和keeper不可同时为空，如果填了name则忽略。\n\n\
        起止时间间隔不能超过30天，最多10次。\n\n返回结果：\n\n| 参数 | 类型 | 说明 |\n| --- | --- | --- |\n| errcode | int | 返回码 |\n";
    sandbox.write("pages/feedings.md", page);
    let output = import(&sandbox, &["pages/feedings.md"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let draft = sandbox.read("schemas/acme/zoo/feedings.yaml");
    for line in [
        "    reads: true\n",
        "      $at_least_one_of: [[animal, keeper]]\n",
        "      $together: [{ from: start_time, to: end_time, days: 30 }]\n",
        "range: { max: 100, beyond: default }, default: 50,",
        "bytes: { max: 64, beyond: truncated }",
        "      first: { type: First,",
        "      second: { type: First,",
    ] {
        assert!(draft.contains(line), "{line}{draft}");
    }
    assert_eq!(draft.matches("    values:\n").count(), 1, "{draft}");
    assert_eq!(stderr(&output), "");
    // What writes is not marked.
    sandbox.write("pages/feedings.md", &page.replace("获取喂食记录", "喂食").replace("/zoo/feedings", "/zoo/feeding"));
    assert_eq!(code(&import(&sandbox, &["pages/feedings.md"])), 0);
    assert!(!sandbox.read("schemas/acme/zoo/feeding.yaml").contains("reads"));
}

#[test]
fn a_member_has_the_type_that_most_members_of_its_name_have() {
    let sandbox = Sandbox::new();
    let members = |types: [&str; 4]| {
        let bodies = types.iter().enumerate().map(|(at, ty)| {
            format!("  old_{at}:\n    route: POST /old/{at}\n    summary: Old.\n    body: {{ keeper: {{ type: {ty}, doc: The keeper. }} }}\n")
        });
        bodies.collect::<String>()
    };
    sandbox.write("pages/feed.md", &PAGE.replace("animal", "keeper"));
    for (types, drafted) in [
        (["KeeperId", "KeeperId", "KeeperId", "string"], "keeper: { type: KeeperId, required: true"),
        (["KeeperId", "KeeperId", "string", "string"], "keeper: { type: string, required: true"),
    ] {
        let vendor = format!(
            "{}\nscalars:\n  KeeperId: {{ wire: string, doc: Identifies a keeper. }}\n",
            crate::sandbox::VENDOR
        );
        sandbox.write("schemas/acme/vendor.yaml", &vendor);
        let old = format!(
            "page:\n  title: Old\n  url: https://acme.example/old\n  read: 2026-01-01\nendpoints:\n{}",
            members(types)
        );
        sandbox.write("schemas/acme/old.yaml", &old);
        let output = import(&sandbox, &["pages/feed.md"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let draft = sandbox.read("schemas/acme/zoo/feed.yaml");
        assert!(draft.contains(drafted), "{draft}");
        std::fs::remove_dir_all(sandbox.path("schemas/acme/zoo")).expect("the draft can be removed");
    }
}

const TYPES: &str = "# 公共结构\n\n## Keeper 结构\n\n| 参数 | 类型 | 必须 | 说明 |\n| --- | --- | --- | --- |\n\
    | id | string | 是 | 编号，不超过64个字节 |\n| kind | int | 否 | 种类。1-全职 2-兼职 |\n\n\
    ## 笼子\n\n| 参数 | 类型 | 必须 | 说明 |\n| --- | --- | --- | --- |\n| size | obj | 否 | 尺寸 |\n| size.width | int | 是 | 宽 |\n";

#[test]
fn a_page_of_types_becomes_a_draft_for_the_area() {
    let sandbox = Sandbox::new();
    sandbox.write("pages/types.md", TYPES);
    let arguments = ["import", &sandbox.path("pages"), "--vendor", "acme", "--read", "2026-11-29", "--area", "zoo"];
    let output = run(&[&arguments[..], &["--schemas", &sandbox.path("schemas")]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("the types belong in acme/zoo/area.yaml"), "{}", stderr(&output));
    let expected = "\
# yaml-language-server: $schema=../../schema.json
types:
  Keeper:
    $doc: TODO
    $label: Keeper 结构
    id: { type: string, required: true, bytes: { max: 64 }, label: 编号, doc: TODO }
    kind: { type: Kind, label: 种类, doc: TODO }
  TODO_Type1:
    $doc: TODO
    $label: 笼子
    size:
      label: 尺寸
      doc: TODO
      object:
        width: { type: int32, required: true, label: 宽, doc: TODO }

enums:
  Kind:
    wire: int32
    label: 种类
    doc: TODO
    values:
      TODO_1: { value: 1, label: 全职 }
      TODO_2: { value: 2, label: 兼职 }
";
    assert_eq!(sandbox.read("schemas/acme/zoo/keeper.draft.yaml"), expected);
    // It is not read before it is moved, and is right once everything is decided.
    assert_eq!(code(&run(&["dump", "--schemas", &sandbox.path("schemas")])), 0);
    let decided = expected.replace("TODO_Type1", "Cage").replace("TODO_", "kind_").replace("TODO", "Decided");
    sandbox.write("schemas/acme/zoo/area.yaml", &format!("area: {{ doc: The zoo. }}\n{decided}"));
    let checked = run(&["dump", "--schemas", &sandbox.path("schemas")]);
    assert_eq!(code(&checked), 0, "{}", stderr(&checked));
}

#[test]
fn types_beside_endpoints_are_in_the_draft_of_the_page() {
    let sandbox = Sandbox::new();
    let second = PAGE.replace("## 喂食", "## 喂水").replace("/zoo/feed", "/zoo/water");
    let second = second.split_once("---\n## ").map(|(_, rest)| format!("\n## {rest}")).expect("a heading");
    let types = TYPES.split_once("\n\n").map(|(_, rest)| rest).expect("a title");
    sandbox.write("pages/feed.md", &format!("{PAGE}{second}\n{types}"));
    let output = import(&sandbox, &["pages/feed.md"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let file = stdout(&output).lines().next().and_then(|line| line.split_once(": ")).map(|(file, _)| file.to_owned());
    let draft = std::fs::read_to_string(file.expect("a draft")).expect("it can be read");
    assert!(draft.contains("\ntypes:\n  Keeper:\n    $doc: TODO\n"), "{draft}");
    // No message has the types yet.
    assert!(
        stderr(&output).contains("the page documents `笼子`, which the schema does not have"),
        "{}",
        stderr(&output)
    );
}
