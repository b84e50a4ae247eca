//! The draft of a schema, from a page.

use codegen::naming;
use facts::{Direction, Facts, vocabulary::READS};
use pages::page::{Page, Part};

use super::{
    examples::Examples,
    fields::Fields,
    known::Known,
    layout::{self, Entries, TODO, Value, text, word},
    paging,
    tree::Node,
};

/// Where a page belongs, and when it was read.
pub(crate) struct Target<'t> {
    pub(crate) vendor: &'t str,
    /// The area, if the command line names it.
    pub(crate) area: Option<&'t [String]>,
    /// The day on which the page was read.
    pub(crate) read: &'t str,
}

/// A draft: the file of the page, its examples, and what the page states.
pub(crate) struct Draft {
    /// The path of the schema below the folder of schemas, without its ending.
    pub(crate) stem: String,
    /// Whether the page has a schema, beside which the draft is.
    pub(crate) is_beside: bool,
    entries: Entries,
    pub(crate) examples: Examples,
    /// What the page states; `None` for a page of types, which belong in a file that is no page.
    pub(crate) facts: Option<String>,
    /// What is on the page and not in the draft, and errors of the draft.
    pub(crate) notes: Vec<String>,
}

impl Draft {
    /// The files below the folder of schemas.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let examples = self.examples.files();
        let mut files = vec![(format!("{}.yaml", self.stem), self.schema())];
        files.extend(examples.map(|(name, text)| (format!("{}/{name}", self.stem), text.to_owned())));
        files.extend(self.facts.iter().map(|facts| (format!("{}/facts.yaml", self.stem), facts.clone())));
        files
    }

    /// The schema.
    pub(crate) fn schema(&self) -> String {
        let folders = self.stem.matches('/').count();
        let up = "../".repeat(folders);
        let mut entries = self.entries.clone();
        self.examples.list_in(&mut entries);
        format!("# yaml-language-server: $schema={up}schema.json\n{}", layout::write(&entries))
    }

    /// The number of places where a person must decide.
    pub(crate) fn todos(&self) -> usize {
        self.schema().matches(TODO).count()
    }
}

/// Drafts the schema of a page.
///
/// # Errors
/// Why there is no draft.
pub(crate) fn draft(page: &Page, facts: &Facts, known: &Known, target: &Target<'_>) -> Result<Draft, String> {
    let endpoints: Vec<&Part> = page.parts.iter().filter(|part| part.is_endpoint() && part.path.is_some()).collect();
    let events: Vec<&Part> = page.parts.iter().filter(|part| !part.is_endpoint() && part.event.is_some()).collect();
    let types: Vec<&Part> = page.parts.iter().filter(|part| part.is_type() && !part.tables.is_empty()).collect();
    if endpoints.is_empty() && events.is_empty() {
        return match types.is_empty() {
            true => Err("no endpoint, no event and no table of a type was found".to_owned()),
            false => Ok(of_types(&types, known, target)),
        };
    }
    let area = match (target.area, endpoints.first().and_then(|part| part.path.as_ref())) {
        (Some(area), _) => area.to_vec(),
        (None, Some(path)) => known.area_of(&path.text),
        (None, None) => Vec::new(),
    };
    let names = names(&endpoints, &events);
    let mut drafting = Drafting {
        fields: Fields::new(known, area.clone()),
        examples: Examples::new(known, names.len() > 1),
        are_labelled: endpoints.len() > 1,
    };
    let permissions = shared_permissions(&endpoints);
    let mut entries = vec![("page".to_owned(), head(page, facts, target, names.len(), permissions.as_ref()))];
    let (of_endpoints, of_events) = names.split_at(endpoints.len());
    for (key, parts, names) in [("endpoints", &endpoints, of_endpoints), ("events", &events, of_events)] {
        let drafts = parts
            .iter()
            .zip(names)
            .map(|(part, name)| (name.clone(), drafting.part(part, name, permissions.is_none())));
        let drafts: Entries = drafts.collect();
        entries.extend((!drafts.is_empty()).then(|| (key.to_owned(), Value::Block(drafts))));
    }
    let types = drafting.types(&types);
    entries.extend((!types.is_empty()).then(|| ("types".to_owned(), Value::Block(types))));
    let Drafting { fields: Fields { enums, errata, .. }, mut examples, .. } = drafting;
    entries.extend((!enums.is_empty()).then(|| ("enums".to_owned(), Value::Block(enums))));
    entries.extend((!errata.is_empty()).then(|| ("errata".to_owned(), Value::Items(errata))));
    examples.settle(&entries);
    let routes = endpoints.iter().filter_map(|part| route(part));
    let tags = events.iter().filter_map(|part| Some(part.event.as_ref()?.text.clone()));
    let known_file = known.file_of(page.url.as_ref().map(|url| url.text.as_str()), routes.chain(tags));
    let stem = match known_file {
        Some(file) => format!("{}.draft", file.trim_end_matches(".yaml")),
        None => {
            let folders = std::iter::once(target.vendor).chain(area.iter().map(String::as_str));
            let folders: Vec<&str> = folders.collect();
            format!("{}/{}", folders.join("/"), file_name(&names))
        }
    };
    let notes = examples.left_out.iter().map(|left_out| format!("not in the draft: {left_out}")).collect();
    let facts = Some(facts.to_yaml());
    Ok(Draft { stem, is_beside: known_file.is_some(), entries, examples, facts, notes })
}

/// The draft for a page that describes nothing but types: what belongs in the file of the area, or of the vendor.
fn of_types(types: &[&Part], known: &Known, target: &Target<'_>) -> Draft {
    let area = target.area.unwrap_or_default();
    let mut drafting = Drafting {
        fields: Fields::new(known, area.to_vec()),
        examples: Examples::new(known, true),
        are_labelled: true,
    };
    let types = drafting.types(types);
    let first = types.first().and_then(|(name, _)| naming::snake(name)).unwrap_or_default();
    let mut entries = vec![("types".to_owned(), Value::Block(types))];
    let Drafting { fields: Fields { enums, errata, .. }, examples, .. } = drafting;
    entries.extend((!enums.is_empty()).then(|| ("enums".to_owned(), Value::Block(enums))));
    entries.extend((!errata.is_empty()).then(|| ("errata".to_owned(), Value::Items(errata))));
    let folders: Vec<&str> = std::iter::once(target.vendor).chain(area.iter().map(String::as_str)).collect();
    let file = if area.is_empty() { "vendor.yaml" } else { "area.yaml" };
    let note = format!("the types belong in {}/{file}", folders.join("/"));
    Draft {
        stem: format!("{}/{first}.draft", folders.join("/")),
        is_beside: false,
        entries,
        examples,
        facts: None,
        notes: vec![note],
    }
}

fn head(page: &Page, facts: &Facts, target: &Target<'_>, documents: usize, permissions: Option<&Value>) -> Value {
    let given = |found: &Option<pages::text::Text>| found.as_ref().map_or(TODO.to_owned(), |found| found.text.clone());
    let mut entries = vec![("title".to_owned(), text(given(&page.title))), ("url".to_owned(), text(given(&page.url)))];
    entries.push(match &page.updated {
        Some(updated) => ("updated".to_owned(), word(&updated.text)),
        None => ("read".to_owned(), word(target.read)),
    });
    entries.extend((documents > 1).then(|| ("documents".to_owned(), word(documents))));
    entries.extend(permissions.map(|permissions| ("permissions".to_owned(), permissions.clone())));
    let unclaimed = facts.parts.iter().flat_map(|part| &part.unclaimed).chain(&facts.unclaimed);
    let mut sentences: Entries = Vec::new();
    for sentence in unclaimed {
        if !sentences.iter().any(|(digest, _)| *digest == sentence.text) {
            sentences.push((sentence.text.clone(), text(format!("{TODO}: line {}", sentence.line))));
        }
    }
    entries.extend((!sentences.is_empty()).then(|| ("sentences".to_owned(), Value::Block(sentences))));
    Value::Block(entries)
}

/// Whether the path or the title of an endpoint says that a POST only reads. A GET always does.
fn only_reads(part: &Part) -> bool {
    let is_post = part.path.is_some() && part.method.as_ref().is_none_or(|method| method.text == "POST");
    let last = part.path.as_ref().and_then(|path| path.text.rsplit('/').next()).and_then(naming::snake);
    let first_word = last.as_deref().and_then(|last| last.split('_').next()).unwrap_or_default();
    let title = part.heading.as_ref().map_or("", |heading| heading.text.as_str());
    is_post && READS.iter().any(|word| if word.is_ascii() { *word == first_word } else { title.starts_with(word) })
}

pub(super) fn route(part: &Part) -> Option<String> {
    let method = part.method.as_ref().map_or("POST", |method| method.text.as_str());
    Some(format!("{method} {}", part.path.as_ref()?.text))
}

/// The permissions of all endpoints, if they are the same.
fn shared_permissions(endpoints: &[&Part]) -> Option<Value> {
    let first = endpoints.first()?;
    let text_of = |part: &Part| -> Vec<(String, String)> {
        part.permissions.iter().map(|(app, needs)| (app.text.clone(), needs.text.clone())).collect()
    };
    let are_shared = endpoints.iter().all(|part| text_of(part) == text_of(first));
    (are_shared && !first.permissions.is_empty()).then(|| permissions(first))
}

fn permissions(part: &Part) -> Value {
    Value::Items(part.permissions.iter().map(|(app, needs)| permission(&app.text, &needs.text)).collect())
}

/// What an app needs: the names of permissions if the page quotes some, else its words. A person decides what to write.
pub(super) fn permission(app: &str, needs: &str) -> Value {
    let quotes = quotes(needs);
    let access = match needs.contains("暂不支持") {
        true => ("supported".to_owned(), word(false)),
        false if quotes.is_empty() => ("needs".to_owned(), text(format!("{TODO}: {needs}"))),
        false => ("needs".to_owned(), text(format!("{TODO}: {}", quotes.join(", ")))),
    };
    Value::Map(vec![("app".to_owned(), text(app)), access])
}

/// What is in the quotes of a text.
fn quotes(text: &str) -> Vec<&str> {
    let mut rest = text;
    let mut found = Vec::new();
    while let Some(start) = rest.find(['“', '「', '"']) {
        let inner = rest[start..].trim_start_matches(['“', '「', '"']);
        let Some(end) = inner.find(['”', '」', '"']) else { break };
        found.push(inner[..end].trim());
        rest = inner[end..].trim_start_matches(['”', '」', '"']);
    }
    found.retain(|term| !term.is_empty());
    found
}

/// The names of endpoints and events: the ends of their routes, and their tags.
pub(super) fn names(endpoints: &[&Part], events: &[&Part]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let of_endpoints = endpoints.iter().map(|part| part.path.as_ref().map_or("", |path| path.text.as_str()));
    let of_events = events.iter().map(|part| part.event.as_ref().map_or("", |event| event.text.as_str()));
    for (written, is_event) in of_endpoints.map(|path| (path, false)).chain(of_events.map(|tags| (tags, true))) {
        let parts: Vec<&str> = written.split('/').filter(|part| !part.is_empty()).collect();
        let longest = parts.len().max(1);
        let least = if is_event { longest } else { 1 };
        // As much of the end as no other name has.
        let mut candidates = (least..=longest).map(|count| {
            naming::snake(&parts[parts.len().saturating_sub(count)..].join("_")).unwrap_or_else(|| "todo".to_owned())
        });
        let free = candidates.find(|name| !names.contains(name));
        let numbered = || (2..).map(|at| format!("todo_{at}")).find(|name| !names.contains(name));
        names.push(free.or_else(numbered).unwrap_or_default());
    }
    names
}

/// The name of the page's file: that of its endpoint, or the words with which the names of all endpoints end.
fn file_name(names: &[String]) -> String {
    let words = names.iter().map(|name| name.split('_').rev().collect::<Vec<_>>());
    let shared = words.reduce(|one, other| {
        let count = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
        one[..count].to_vec()
    });
    let shared: Vec<&str> = shared.unwrap_or_default().into_iter().rev().collect();
    if shared.is_empty() { names.first().cloned().unwrap_or_default() } else { shared.join("_") }
}

/// The drafts of the parts of a page, one after the other.
pub(super) struct Drafting<'k> {
    pub(super) fields: Fields<'k>,
    pub(super) examples: Examples,
    /// Whether the headings above endpoints are their names: there are several.
    pub(super) are_labelled: bool,
}

impl Drafting<'_> {
    /// The draft of an endpoint or an event. Its examples are among the others.
    pub(super) fn part(&mut self, part: &Part, name: &str, own_permissions: bool) -> Value {
        let sentences = part.unclaimed.iter().map(|sentence| sentence.text.clone());
        self.fields.sentences = sentences.collect();
        let mut entries: Entries = Vec::new();
        match (route(part).filter(|_| part.is_endpoint()), &part.event) {
            (Some(route), _) => entries.push(("route".to_owned(), word(route))),
            (None, Some(tags)) => {
                entries.push(("tags".to_owned(), Value::List(tags.text.split('/').map(text).collect())));
            }
            (None, None) => {}
        }
        entries.extend(only_reads(part).then(|| ("reads".to_owned(), word(true))));
        entries.push(("summary".to_owned(), text(TODO)));
        let heading = part.heading.as_ref().filter(|_| self.are_labelled || part.event.is_some());
        entries.extend(heading.map(|heading| ("label".to_owned(), text(&heading.text))));
        entries.extend(
            (own_permissions && !part.permissions.is_empty()).then(|| ("permissions".to_owned(), permissions(part))),
        );
        if part.is_endpoint() {
            self.endpoint(part, name, &mut entries);
        } else {
            let members = self.body(part, Direction::Event).members;
            self.push("body", name, &members, &mut entries);
        }
        self.examples.add(part, name);
        Value::Block(entries)
    }

    /// The types that a page describes apart from endpoints and events.
    pub(super) fn types(&mut self, parts: &[&Part]) -> Entries {
        let mut types = Entries::new();
        // What requests alone have, such as defaults, is left out.
        self.fields.direction = Direction::Event;
        self.fields.sentences.clear();
        for part in parts {
            let name = self.type_name(part, &types);
            let mut fields = match self.fields.fields(&Node::of_type(part).members, &name) {
                Value::Block(fields) => fields,
                _ => Entries::new(),
            };
            let label = part.heading.as_ref().map(|heading| ("$label".to_owned(), text(&heading.text)));
            fields.splice(0..0, [("$doc".to_owned(), text(TODO))].into_iter().chain(label));
            types.push((name, Value::Block(fields)));
        }
        types
    }

    /// The name of a type: the English word in its heading, if there is one; else a person must decide.
    fn type_name(&self, part: &Part, types: &Entries) -> String {
        let heading = part.heading.as_ref().map_or("", |heading| heading.text.as_str());
        let words = heading.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.collect();
        let own = match words[..] {
            [word] => Some(naming::upper_camel([word])),
            _ => None,
        };
        let is_free = |name: &String| {
            naming::is_free_type(name) && !self.fields.is_taken(name) && !types.iter().any(|(known, _)| known == name)
        };
        let numbered = || (1..).map(|number| format!("TODO_Type{number}"));
        let free = own.filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()) && is_free(name));
        free.or_else(|| numbered().find(|name| !types.iter().any(|(known, _)| known == name))).unwrap_or_default()
    }

    fn endpoint(&mut self, part: &Part, name: &str, entries: &mut Entries) {
        let kinds = part.query.iter().filter_map(|name| self.fields.known.credentials.get(name)?.as_ref());
        entries.extend(kinds.take(1).map(|kind| ("credential".to_owned(), word(kind))));
        let request = self.body(part, Direction::Request);
        let (mut query, body) = request.split(|name| is_parameter(part, name));
        for known in &part.query {
            let is_listed = query.iter().any(|node| node.name == *known);
            if !is_listed && !self.fields.known.credentials.contains_key(known) {
                query.push(Node { name: known.clone(), ..Node::default() });
            }
        }
        self.fields.direction = Direction::Request;
        self.push("query", name, &query, entries);
        if let Some(("query", Value::Block(fields))) = entries.last_mut().map(|(key, value)| (key.as_str(), value)) {
            fields.iter_mut().for_each(|(_, field)| *field = scalar(field));
        }
        self.push("body", name, &body, entries);
        self.fields.direction = Direction::Reply;
        let response = self.body(part, Direction::Reply).members;
        self.push("response", name, &response, entries);
        let all: Vec<&Node<'_>> = query.iter().chain(&body).collect();
        entries.extend(paging::recognize(&all, &response).map(|paging| ("paging".to_owned(), paging)));
    }

    /// The members of a message without those of the vendor's envelope or head, and without the credential.
    fn body<'p>(&self, part: &'p Part, direction: Direction) -> Node<'p> {
        let known = self.fields.known;
        let whole = Node::of(part, direction);
        match direction {
            Direction::Request => whole.without(|name| known.credentials.contains_key(name)),
            Direction::Event => whole.without(|name| known.around.contains(name)),
            Direction::Reply => {
                let mut payload = whole.without(|name| known.around.contains(name));
                let data = payload.members.iter().position(|member| known.data.as_ref() == Some(&member.name));
                match data {
                    Some(at) => payload.members.swap_remove(at),
                    None => payload,
                }
            }
        }
    }

    fn push(&mut self, key: &str, name: &str, members: &[Node<'_>], entries: &mut Entries) {
        if !members.is_empty() {
            entries.push((key.to_owned(), self.fields.fields(members, &format!("{name}.{key}"))));
        }
    }
}

/// Whether a member of a request is a parameter in the URL.
pub(super) fn is_parameter(part: &Part, name: &str) -> bool {
    let is_get = part.method.as_ref().is_some_and(|method| method.text == "GET");
    is_get || part.query.iter().any(|known| known == name)
}

/// A field of a query, which has a scalar type.
pub(super) fn scalar(field: &Value) -> Value {
    let (Value::Map(entries) | Value::Block(entries)) = field else { return field.clone() };
    let mut entries = entries.clone();
    entries.retain(|(key, _)| !["object", "objects"].contains(&key.as_str()));
    let is_scalar =
        |value: &Value| matches!(value, Value::Word(name) if !name.starts_with(['[', '{']) && name != "json");
    match entries.iter_mut().find(|(key, _)| key == "type") {
        Some((_, value)) if is_scalar(value) => {}
        Some((_, value)) => *value = word("string"),
        None => entries.insert(0, ("type".to_owned(), word("string"))),
    }
    Value::Map(entries)
}
