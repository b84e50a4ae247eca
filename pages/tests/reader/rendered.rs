//! Pages that are made from a random message give the facts of the message, however tables nest members.
//!
//! `PAGES_CASES=…` makes more of them than the default.

use facts::{Bounds, Claim, Direction, Row};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestCaseError, TestRunner},
};
use serde_json::{Map, Value, json};

/// A member of a message.
#[derive(Clone, Debug)]
struct Node {
    name: String,
    kind: Kind,
    is_required: bool,
    limit: u16,
}

#[derive(Clone, Debug)]
enum Kind {
    Bytes,
    Chars,
    Range,
    Values,
    Bool,
    TextList,
    Object(Vec<Node>),
    List(Vec<Node>),
}

impl Kind {
    fn members(&self) -> &[Node] {
        match self {
            Self::Object(members) | Self::List(members) => members,
            _ => &[],
        }
    }
}

impl Node {
    /// The word for the type, the description, and what it claims.
    fn row(&self) -> (&'static str, String, Option<Claim>) {
        let most = i64::from(self.limit) + 1;
        let upto = Bounds { min: None, max: Some(most) };
        match self.kind {
            Kind::Bytes => ("string", format!("文。不多于{most}字节"), Some(Claim::Bytes(upto))),
            Kind::Chars => ("string", format!("文，最长为{most}个**字符**"), Some(Claim::Chars(upto))),
            Kind::Range => {
                ("uint32", format!("数，取值范围 1 ~ {most}"), Some(Claim::Range(Bounds { min: Some(1), ..upto })))
            }
            Kind::Values => {
                let values = ["0".to_owned(), most.to_string()];
                ("int", format!("种类。0-甲 {most}-乙"), Some(Claim::Values(values.to_vec())))
            }
            Kind::Bool => ("bool", "是否，默认为true".to_owned(), Some(Claim::Default("true".to_owned()))),
            Kind::TextList => ("array[string]", format!("列表，最多{most}个"), Some(Claim::Items(upto))),
            Kind::Object(_) => ("object", "物".to_owned(), None),
            Kind::List(_) => ("obj[]", format!("列表，不超过{most}个"), Some(Claim::Items(upto))),
        }
    }

    fn example(&self) -> (Value, &'static str) {
        match &self.kind {
            Kind::Bytes | Kind::Chars => (json!("x"), "string"),
            Kind::Range | Kind::Values => (json!(1), "integer"),
            Kind::Bool => (json!(false), "bool"),
            Kind::TextList => (json!(["x"]), "list"),
            Kind::Object(members) => (object(members), "object"),
            Kind::List(members) => (json!([object(members)]), "list"),
        }
    }

    /// The rows of the member and those in it, as facts.
    fn rows(&self, around: &str, rows: &mut Vec<Row>) {
        let path = if around.is_empty() { self.name.clone() } else { format!("{around}.{}", self.name) };
        let (ty, description, claim) = self.row();
        rows.push(Row {
            path: path.clone(),
            type_word: Some(ty.to_owned()),
            required_word: Some(if self.is_required { "是" } else { "否" }.to_owned()),
            claims: claim.into_iter().collect(),
            examples: vec![self.example().1.to_owned()],
            text: Some(facts::text::digest(&description.replace('*', ""))),
            line: 0,
        });
        self.kind.members().iter().for_each(|member| member.rows(&path, rows));
    }

    /// The cells of the rows of the member and those in it.
    fn cells(&self, style: Style, around: &str, depth: usize, cells: &mut Vec<[String; 4]>) {
        let joined = if around.is_empty() { self.name.clone() } else { format!("{around}.{}", self.name) };
        let name = match style {
            Style::Dotted | Style::Brackets => joined.clone(),
            Style::Indented => format!("{}{}", "　".repeat(depth), self.name),
            Style::Marked if depth > 0 => format!("{}─ {}", "└".repeat(depth), self.name),
            Style::Bare | Style::Marked => self.name.clone(),
        };
        let (ty, description, _) = self.row();
        cells.push([name, ty.to_owned(), if self.is_required { "是" } else { "否" }.to_owned(), description]);
        let is_list = matches!(self.kind, Kind::List(_));
        let around = if is_list && style == Style::Brackets { format!("{joined}[]") } else { joined };
        self.kind.members().iter().for_each(|member| member.cells(style, &around, depth + 1, cells));
    }
}

fn object(members: &[Node]) -> Value {
    Value::Object(members.iter().map(|member| (member.name.clone(), member.example().0)).collect::<Map<_, _>>())
}

/// How a table nests members.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Style {
    Dotted,
    Brackets,
    Indented,
    Marked,
    /// Not at all: only the example shows it.
    Bare,
}

fn markdown(rows: &[[String; 4]], example: &str) -> String {
    let line = |cells: &[String; 4]| format!("| {} |\n", cells.join(" | "));
    let rows: String = rows.iter().map(line).collect();
    format!(
        "**请求方式：**POST\n**请求地址：**https://h.example/a\n\n**请求示例：**\n\n```\n{example}\n```\n\n**参数说明：**\n\n\
         | 参数 | 类型 | 必须 | 说明 |\n| --- | --- | --- | --- |\n{rows}"
    )
}

fn html(rows: &[[String; 4]], example: &str) -> String {
    let cell = |cell: &String| format!("<td>{}</td>", cell.replace("**字符**", "<b>字符</b>"));
    let rows: String =
        rows.iter().map(|row| format!("<tr>{}</tr>\n", row.iter().map(cell).collect::<String>())).collect();
    format!(
        "<p>请求方式：POST</p><p>请求地址：https://h.example/a</p><p>请求示例：</p><pre>{example}</pre><p>参数说明：</p>\
         <table><tr><th>参数<th>类型<th>必须<th>说明</tr>{rows}</table>"
    )
}

fn nodes() -> impl Strategy<Value = Vec<Node>> {
    let leaf = prop_oneof![
        Just(Kind::Bytes),
        Just(Kind::Chars),
        Just(Kind::Range),
        Just(Kind::Values),
        Just(Kind::Bool),
        Just(Kind::TextList)
    ];
    let node = |kind: BoxedStrategy<Kind>| {
        (kind, any::<bool>(), any::<u16>()).prop_map(|(kind, is_required, limit)| Node {
            name: String::new(),
            kind,
            is_required,
            limit,
        })
    };
    let kind = leaf.prop_recursive(4, 30, 4, move |inner| {
        let members = prop::collection::vec(node(inner.boxed()), 1..4);
        prop_oneof![members.clone().prop_map(Kind::Object), members.prop_map(Kind::List)]
    });
    prop::collection::vec(node(kind.boxed()), 1..5)
}

/// Gives every member a name that no other has.
fn name(nodes: &mut [Node], next: &mut usize) {
    for node in nodes {
        node.name = format!("{}_{next}", ["name", "list", "id", "info"][*next % 4]);
        *next += 1;
        if let Kind::Object(members) | Kind::List(members) = &mut node.kind {
            name(members, next);
        }
    }
}

fn check(nodes: &[Node], style: Style) -> Result<(), TestCaseError> {
    let (mut cells, mut expected) = (Vec::new(), Vec::new());
    nodes.iter().for_each(|node| node.cells(style, "", 0, &mut cells));
    nodes.iter().for_each(|node| node.rows("", &mut expected));
    let example = serde_json::to_string_pretty(&object(nodes)).expect("it is JSON");
    for page in [markdown(&cells, &example), html(&cells, &example)] {
        let read = pages::read(&page);
        prop_assert!(read.notes.is_empty(), "{:?}:\n{page}", read.notes);
        prop_assert!(read.parts[0].unclaimed.is_empty(), "{:?}:\n{page}", read.parts[0].unclaimed);
        let mut rows = pages::facts(&page).parts[0].rows(Direction::Request).to_vec();
        rows.iter_mut().for_each(|row| row.line = 0);
        prop_assert_eq!(&rows, &expected, "{}", page);
    }
    Ok(())
}

#[test]
fn facts_of_a_page_are_those_of_its_message() {
    let cases = std::env::var("PAGES_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12);
    let config = Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..Config::default() };
    let styles = [Style::Dotted, Style::Brackets, Style::Indented, Style::Marked, Style::Bare];
    let done = TestRunner::new(config).run(&nodes(), |mut nodes| {
        name(&mut nodes, &mut 0);
        styles.iter().try_for_each(|style| check(&nodes, *style))
    });
    done.unwrap_or_else(|error| panic!("{error}"));
}
