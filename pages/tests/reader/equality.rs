//! One page in several forms gives the same facts, lines aside.
//!
//! With `PAGES_FOLDER=…`, files of a folder whose names differ only in their endings must be forms of one page.

use std::{collections::BTreeMap, fs};

use facts::{Direction, Facts, Part};

/// The rows of a table: name, type, flag and description.
type Rows = &'static [[&'static str; 4]];

const REQUEST: Rows = &[
    ["access_token", "string", "必需", "凭证"],
    ["animal_id", "string", "必需", "动物，不多于64字节"],
    ["food.grams", "integer", "可选", "重量，取值范围 1 ~ 100，默认为5"],
    ["food.kinds", "array", "可选", "种类，最多9个"],
];
const REPLY: Rows = &[
    ["errcode", "integer", "必需", "返回码"],
    ["fed_state", "integer", "可选", "状态。0-未喂 1-已喂"],
    ["hint", "string", "可选", "仅fed_state为1时返回"],
];
const REQUEST_EXAMPLE: &str = "{\n  \"animal_id\": \"a1\",\n  \"food\": { \"grams\": 5, \"kinds\": [\"hay\"] }\n}";
const REPLY_EXAMPLE: &str = "{\n  \"errcode\": 0,\n  \"errmsg\": \"ok\",\n  \"fed_state\": 1\n}";
const URL: &str = "https://api.example.com/zoo/feed_animal?access_token=TOKEN";

fn html() -> String {
    let table = |rows: Rows| {
        let row = |row: &[&str; 4]| format!("<tr>{}</tr>", row.map(|cell| format!("<td>{cell}</td>")).concat());
        let rows: String = rows.iter().map(row).collect();
        format!("<table><tr><th>参数</th><th>类型</th><th>必须</th><th>说明</th></tr>{rows}</table>")
    };
    format!(
        "<html><body><p><b>请求方式：</b>POST</p><p><b>请求地址：</b>{URL}</p><p>请求示例：</p><pre><code>{REQUEST_EXAMPLE}</code></pre>\
         <p>参数说明：</p>{}<p>返回结果：</p><pre>{REPLY_EXAMPLE}</pre><p>参数说明：</p>{}<p>a和b不能同时为空；</p></body></html>",
        table(REQUEST),
        table(REPLY)
    )
}

/// Markdown; `row` writes a row.
fn markdown(front_matter: &str, url: &str, row: impl Fn(&[String]) -> String) -> String {
    let table = |rows: Rows| {
        let of = |cells: &[&str; 4]| row(&cells.map(str::to_owned));
        let head = [of(&["参数", "类型", "必须", "说明"]), of(&["---", "---", "---", "---"])].concat();
        head + &rows.iter().map(of).collect::<String>()
    };
    format!(
        "{front_matter}**请求方式：**POST（**HTTPS**）\n**请求地址：**{url}\n\n**请求示例：**\n\n```json\n{REQUEST_EXAMPLE}\n```\n\n\
         **参数说明：**\n\n{}\n**返回结果：**\n\n```\n{REPLY_EXAMPLE}\n```\n\n**参数说明：**\n\n{}\n> a和b不能同时为空；\n",
        table(REQUEST),
        table(REPLY)
    )
}

fn text(row: impl Fn(&[&str; 4]) -> String) -> String {
    let table = |rows: Rows| row(&["参数", "类型", "必须", "说明"]) + &rows.iter().map(&row).collect::<String>();
    format!(
        "请求方式: POST(HTTPS)\n请求地址: {URL}\n\n请求示例:\n\n{REQUEST_EXAMPLE}\n\n参数说明:\n\n{}\n返回结果:\n\n{REPLY_EXAMPLE}\n\n\
         参数说明:\n\n{}\na和b不能同时为空；\n",
        table(REQUEST),
        table(REPLY)
    )
}

fn apifox() -> String {
    let list = |rows: Rows| rows.iter().map(|row| row.join("\n") + "\n").collect::<String>();
    format!(
        "POST\n{URL}\n请求参数\nBody 参数application/json\n{}示例\n{REQUEST_EXAMPLE}\n返回响应\n🟢200成功\napplication/json\nBody\n{}示例\n{REPLY_EXAMPLE}\n\
         a和b不能同时为空；\n",
        list(REQUEST),
        list(REPLY)
    )
}

/// The parts without their lines. Order matters.
fn without_lines(facts: Facts) -> Vec<Part> {
    let mut parts = facts.parts;
    for part in &mut parts {
        part.line = 0;
        for direction in Direction::ALL {
            part.rows_mut(direction).iter_mut().for_each(|row| row.line = 0);
        }
        part.examples.iter_mut().for_each(|example| example.line = 0);
        part.unclaimed.iter_mut().for_each(|sentence| sentence.line = 0);
        part.permissions.iter_mut().for_each(|permission| permission.line = 0);
    }
    parts
}

#[test]
fn every_form_of_a_page_gives_the_same_facts() {
    let escaped = |cells: &[String]| cells.join(" | ").replace('_', "\\_") + "\n";
    let forms = [
        ("Markdown", markdown("---\ntitle: x\n---\n\n", URL, |cells| format!("|{}|\n", cells.join("|")))),
        ("Markdown of another converter", markdown("", &URL.replace('_', "\\_"), escaped)),
        ("tabs", text(|cells| cells.join("\t") + "\n")),
        ("spaces", text(|cells| cells.join(" ") + "\n")),
        ("Apifox", apifox()),
    ];
    let expected = without_lines(pages::facts(&html()));
    let [part] = expected.as_slice() else { panic!("{expected:#?}") };
    assert_eq!((part.request.len(), part.reply.len(), part.examples.len()), (5, 4, 2), "{part:#?}");
    assert_eq!(part.unclaimed.len(), 2);
    for (name, page) in forms {
        assert_eq!(pages::read(&page).notes, [], "{name}:\n{page}");
        assert_eq!(without_lines(pages::facts(&page)), expected, "{name}:\n{page}");
    }
}

#[test]
fn forms_in_a_folder_give_the_same_facts() {
    let Some(folder) = std::env::var_os("PAGES_FOLDER") else { return };
    let mut forms: BTreeMap<String, Vec<(String, Facts)>> = BTreeMap::new();
    for file in fs::read_dir(folder).expect("the folder can be read").flatten().map(|file| file.path()) {
        let (Some(stem), Ok(text)) = (file.file_stem(), fs::read_to_string(&file)) else { continue };
        let name = file.display().to_string();
        forms.entry(stem.to_string_lossy().into_owned()).or_default().push((name, pages::facts(&text)));
    }
    let several = forms.into_values().filter(|forms| forms.len() > 1);
    let mut compared = 0;
    for [(first, expected), (second, facts)] in several.filter_map(|forms| <[_; 2]>::try_from(forms).ok()) {
        assert_eq!(without_lines(expected), without_lines(facts), "{first} and {second}");
        compared += 1;
    }
    assert!(compared > 0, "no page is there in two forms");
}
