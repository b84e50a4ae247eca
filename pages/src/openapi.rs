//! Descriptions in OpenAPI 3 and Swagger 2.

use facts::Direction;

use crate::{
    block::{Code, Note},
    example::Reading,
    page::{Example, Members, Page, Part},
    schema::Schemas,
    text::Text,
    tree::{self, Node},
};

/// Whether a page is a description.
pub(crate) fn is_openapi(page: &str) -> bool {
    let text = page.trim_start_matches('\u{feff}').trim_start();
    let keys = ["openapi", "swagger"];
    match text.starts_with('{') {
        true => keys.iter().any(|key| text.contains(&format!("\"{key}\""))) && text.contains("\"paths\""),
        false => text.lines().any(|line| {
            let key = line.split(':').next().unwrap_or_default().trim_matches(['"', '\'']);
            keys.contains(&key) && line.contains(':')
        }),
    }
}

/// Reads a description.
pub(crate) fn page(text: &str) -> Page {
    let mut page = Page { digest: facts::text::digest(text), ..Page::default() };
    let root = match tree::read(text) {
        Ok(root) => root,
        Err((at, problem)) => {
            let at = text.get(at.clone()).map_or(0..0, |_| at);
            page.notes.push(Note { at, text: format!("the description cannot be read: {problem}") });
            return page;
        }
    };
    page.title = root.get("info").and_then(|info| info.get("title")).and_then(Node::text);
    page.url = root.get("externalDocs").and_then(|docs| docs.get("url")).and_then(Node::text);
    let mut reading = Description { schemas: Schemas::new(&root), base: base(&root), parts: Vec::new() };
    for (path, item) in root.get("paths").map(Node::members).unwrap_or_default() {
        reading.path(path, item);
    }
    for (name, item) in root.get("webhooks").map(Node::members).unwrap_or_default() {
        reading.event(name, item);
    }
    page.parts = reading.parts;
    page.notes.append(&mut reading.schemas.notes);
    page
}

/// The scheme, the host and the first part of the path of all URLs: of the first server, or of `host` and `basePath`.
fn base(root: &Node) -> String {
    let server = root.get("servers").and_then(|servers| servers.elements().first()?.get("url")?.str());
    let own = |name: &str| root.get(name).and_then(Node::str).unwrap_or_default();
    let base = match server {
        Some(url) => url.to_owned(),
        None if own("host").is_empty() => own("basePath").to_owned(),
        None => format!("https://{}{}", own("host"), own("basePath")),
    };
    base.trim_end_matches('/').to_owned()
}

/// The methods of HTTP, as they are written there.
const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];

struct Description<'t> {
    schemas: Schemas<'t>,
    base: String,
    parts: Vec<Part>,
}

impl<'t> Description<'t> {
    fn path(&mut self, path: &Text, item: &'t Node) {
        let item = self.schemas.resolved(item);
        for (method, operation) in item.members().iter().filter(|(key, _)| METHODS.contains(&key.text.as_str())) {
            let url = format!("{}{}", self.base, path.text);
            let after_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
            let path_of_url = after_scheme.find('/').map_or("", |at| &after_scheme[at..]);
            let mut part = Part {
                heading: operation.get("summary").or_else(|| operation.get("operationId")).and_then(Node::text),
                method: Some(Text::new(method.text.to_ascii_uppercase(), method.at.clone())),
                path: Some(Text::new(path_of_url, path.at.clone())),
                address: Some(Text::new(url, path.at.clone())),
                ..Part::default()
            };
            self.request(&mut part, item, operation);
            self.reply(&mut part, operation);
            self.parts.push(part);
        }
    }

    fn event(&mut self, name: &Text, item: &'t Node) {
        for operation in METHODS.iter().filter_map(|method| item.get(method)) {
            let mut part = Part { heading: Some(name.clone()), ..Part::default() };
            if let Some(body) = operation.get("requestBody") {
                let body = self.schemas.resolved(body);
                self.content(&mut part, Direction::Event, body);
            }
            self.parts.push(part);
        }
    }

    fn request(&mut self, part: &mut Part, item: &'t Node, operation: &'t Node) {
        let lists = [item, operation].into_iter().filter_map(|node| node.get("parameters"));
        let parameters: Vec<&Node> = lists.flat_map(Node::elements).map(|node| self.schemas.resolved(node)).collect();
        let mut rows = Vec::new();
        for parameter in &parameters {
            match parameter.get("in").and_then(Node::str) {
                Some("query") => {
                    part.query.extend(parameter.get("name").and_then(Node::str).map(str::to_owned));
                    rows.extend(self.schemas.parameter(parameter));
                }
                Some("formData" | "path") => rows.extend(self.schemas.parameter(parameter)),
                // The head of a request is the client's business, and the body follows.
                _ => {}
            }
        }
        if !rows.is_empty() {
            let at = operation.at.clone();
            part.tables.push(Members { direction: Direction::Request, heading: None, rows, at });
        }
        let body = parameters.iter().find(|parameter| parameter.get("in").and_then(Node::str) == Some("body"));
        if let Some(schema) = body.and_then(|body| body.get("schema")) {
            self.table(part, Direction::Request, schema);
        }
        if let Some(body) = operation.get("requestBody") {
            let body = self.schemas.resolved(body);
            self.content(part, Direction::Request, body);
        }
    }

    /// The reply with status 200, or the first one that says that all is well, or the default.
    fn reply(&mut self, part: &mut Part, operation: &'t Node) {
        let Some(replies) = operation.get("responses") else { return };
        let is_fine = |(status, _): &&(Text, Node)| status.text.starts_with('2');
        let fine = replies.members().iter().find(is_fine).map(|(_, reply)| reply);
        let Some(reply) = replies.get("200").or(fine).or_else(|| replies.get("default")) else { return };
        let reply = self.schemas.resolved(reply);
        if let Some(schema) = reply.get("schema") {
            self.table(part, Direction::Reply, schema);
        }
        for (_, example) in reply.get("examples").map(Node::members).unwrap_or_default() {
            add_example(part, Direction::Reply, example);
        }
        self.content(part, Direction::Reply, reply);
    }

    /// The schema and the examples of a body.
    fn content(&mut self, part: &mut Part, direction: Direction, body: &'t Node) {
        let Some((_, media)) = body.get("content").and_then(|content| content.members().first()) else { return };
        if let Some(schema) = media.get("schema") {
            self.table(part, direction, schema);
        }
        if let Some(example) = media.get("example") {
            add_example(part, direction, example);
        }
        for (_, example) in media.get("examples").map(Node::members).unwrap_or_default() {
            let example = self.schemas.resolved(example);
            add_example(part, direction, example.get("value").unwrap_or(example));
        }
    }

    fn table(&mut self, part: &mut Part, direction: Direction, schema: &'t Node) {
        let rows = self.schemas.rows(schema);
        let at = self.schemas.resolved(schema).at.clone();
        part.tables.push(Members { direction, heading: None, rows, at });
        if let Some(example) = self.schemas.resolved(schema).get("example") {
            add_example(part, direction, example);
        }
    }
}

fn add_example(part: &mut Part, direction: Direction, example: &Node) {
    let value = example.value();
    if !value.is_object() && !value.is_array() {
        return;
    }
    let code = Code { text: value.to_string(), at: example.at.clone() };
    part.examples.push(Example { direction, path: String::new(), code, reading: Reading::Json(value) });
}
