//! Drafts of fields: types, limits, enums, and errata for what contradicts itself.

use codegen::naming;
use facts::{Claim, Direction, vocabulary::Type};

use super::{
    choice::Choice,
    errata,
    known::Known,
    layout::{Entries, TODO, Value, text, word},
    rules::rules,
    tree::{Node, Shown},
    types::{Kind, builtin, fits, is_integer, is_list, is_yes_or_no, limits},
};

/// The name in paths of entries with any name.
const ANY: &str = "*";

/// The fields of a page, one message after the other.
pub(crate) struct Fields<'k> {
    pub(crate) known: &'k Known,
    /// The area of the page.
    pub(crate) area: Vec<String>,
    pub(crate) direction: Direction,
    /// The enums that the fields so far need.
    pub(crate) enums: Entries,
    /// Errata about the fields so far.
    pub(crate) errata: Vec<Value>,
    /// Sentences of the part that may state rules about several members.
    pub(crate) sentences: Vec<String>,
}

impl<'k> Fields<'k> {
    pub(crate) fn new(known: &'k Known, area: Vec<String>) -> Self {
        Self {
            known,
            area,
            direction: Direction::Request,
            enums: Vec::new(),
            errata: Vec::new(),
            sentences: Vec::new(),
        }
    }

    /// The fields for some members. `at` is the schema path of what contains them.
    pub(crate) fn fields(&mut self, nodes: &[Node<'_>], at: &str) -> Value {
        let is_in_table = nodes.iter().any(|node| !node.rows.is_empty());
        let choice = Choice::of(nodes);
        let mut fields = self.rules(nodes);
        // Beside other members, it only says that these are described elsewhere.
        for node in nodes.iter().filter(|node| node.name != ANY) {
            match &choice {
                Some(choice) if std::ptr::eq(choice.tag, node) => fields.push(self.choice(choice, at)),
                Some(choice) if choice.selects(node) => {}
                _ => fields.push((node.name.clone(), self.field(node, &format!("{at}.{}", node.name), is_in_table))),
            }
        }
        Value::Block(fields)
    }

    /// The rules about several members of a request.
    fn rules(&self, nodes: &[Node<'_>]) -> Entries {
        if self.direction != Direction::Request {
            return Entries::new();
        }
        let is_time = |node: &Node<'_>| {
            let known = self.known.type_of(&node.name, &self.area).map(|(name, _)| name);
            known.unwrap_or_else(|| builtin(node, false)).starts_with("timestamp")
        };
        rules(&self.sentences.iter().map(String::as_str).collect::<Vec<_>>(), nodes, is_time)
    }

    /// The type of a member that a tag selects, with its key.
    pub(super) fn selected(&mut self, node: &Node<'_>, at: &str) -> (String, Value) {
        match self.kind(node) {
            Kind::Of(name) | Kind::Enum(name) => ("type".to_owned(), word(name)),
            Kind::Flag => ("type".to_owned(), word(builtin(node, false))),
            Kind::Object => ("object".to_owned(), self.fields(&node.members, at)),
            Kind::Objects => ("objects".to_owned(), self.fields(&node.members, at)),
        }
    }

    /// The field for a member.
    pub(super) fn field(&mut self, node: &Node<'_>, at: &str, is_in_table: bool) -> Value {
        let kind = self.kind(node);
        let mut entries: Entries = Vec::new();
        if let Kind::Of(name) | Kind::Enum(name) = &kind {
            entries.push(("type".to_owned(), word(name)));
        }
        if let Kind::Flag = kind {
            entries.push(("type".to_owned(), word("bool")));
            entries.push(("wire".to_owned(), word("int")));
        }
        if node.is_required() {
            entries.push(("required".to_owned(), word(true)));
        }
        entries.extend(limits(node, &kind, self.direction));
        entries.extend(self.default(node, &kind));
        entries.extend(node.label().map(|label| ("label".to_owned(), text(label))));
        entries.push(("doc".to_owned(), doc(node)));
        self.errata.extend(errata::erratum(node, &kind, at, is_in_table));
        let key = match kind {
            Kind::Of(_) | Kind::Enum(_) | Kind::Flag => return Value::Map(entries),
            Kind::Object => "object",
            Kind::Objects => "objects",
        };
        entries.push((key.to_owned(), self.fields(&node.members, at)));
        Value::Block(entries)
    }

    /// A choice, with its key. `at` is the schema path of what contains it.
    fn choice(&mut self, choice: &Choice<'_, '_>, at: &str) -> (String, Value) {
        let tag = choice.tag;
        let key = format!("{TODO}_{}", naming::snake(&tag.name).unwrap_or_default());
        let shape = vec![("tag".to_owned(), word(&tag.name)), ("wire".to_owned(), word("string"))];
        let mut entries: Entries = vec![("choice".to_owned(), Value::Map(shape))];
        entries.extend(tag.is_required().then(|| ("required".to_owned(), word(true))));
        entries.extend(tag.label().map(|label| ("label".to_owned(), text(label))));
        entries.push(("doc".to_owned(), text(TODO)));
        let variants = choice.variants.iter().map(|(value, label, selected)| {
            let mut variant: Entries = Vec::new();
            let is_name = naming::snake(value).is_some_and(|name| name == *value && name != "unknown");
            match selected {
                Some(node) => variant.push(("field".to_owned(), word(&node.name))),
                None if !is_name => variant.push(("name".to_owned(), text(TODO))),
                None => {}
            }
            let label = label.filter(|label| !label.is_empty()).or_else(|| selected.and_then(Node::label));
            variant.extend(label.map(|label| ("label".to_owned(), text(label))));
            let place = format!("{at}.{key}.{value}");
            let draft = selected.map(|node| self.selected(node, &place));
            let is_block = matches!(draft, Some((_, Value::Block(_))));
            variant.extend(draft);
            ((*value).to_owned(), if is_block { Value::Block(variant) } else { Value::Map(variant) })
        });
        entries.push(("of".to_owned(), Value::Block(variants.collect())));
        (key, Value::Block(entries))
    }

    fn kind(&mut self, node: &Node<'_>) -> Kind {
        let stated = node.type_word().map(|(_, ty)| ty);
        let is_list =
            node.shown.contains(&Shown::List) || (stated.is_some_and(is_list) && !node.shown.contains(&Shown::Object));
        if let [any] = &node.members[..]
            && any.name == ANY
        {
            let of = if any.members.is_empty() { builtin(any, false) } else { "json".to_owned() };
            return Kind::Of(if is_list { format!("[{of}]") } else { format!("{{ string: {of} }}") });
        }
        if let Some((name, wire)) = self.known.type_of(&node.name, &self.area)
            && fits(wire, stated, node, is_list)
        {
            return Kind::Of(if is_list { format!("[{name}]") } else { name });
        }
        match (node.members.is_empty(), is_list) {
            (false, true) => return Kind::Objects,
            (false, false) => return Kind::Object,
            (true, _) => {}
        }
        if is_yes_or_no(node) && is_integer(&builtin(node, is_list)) {
            return Kind::Flag;
        }
        if !is_list
            && stated != Some(Type::Bool)
            && let Some(name) = self.enumeration(node)
        {
            return Kind::Enum(name);
        }
        Kind::Of(builtin(node, is_list))
    }

    /// Declares the enum of the values that a description lists, and returns its name.
    pub(super) fn enumeration(&mut self, node: &Node<'_>) -> Option<String> {
        let values = node.values();
        let wire = builtin(node, false);
        let is_text = is_text(node);
        let fits = |value: &str| is_text || (is_integer(&wire) && value.parse::<i64>().is_ok());
        let mut wires: Vec<&str> = values.iter().map(|(value, _)| *value).collect();
        wires.sort_unstable();
        wires.dedup();
        if values.is_empty() || wires.len() != values.len() || !values.iter().all(|(value, _)| fits(value)) {
            return None;
        }
        let listed = Value::Block(listed(node).into_iter().map(|(_, entry)| entry).collect());
        let name = self.free_name(&node.name);
        let mut decl = vec![("wire".to_owned(), word(wire))];
        decl.extend(node.label().map(|label| ("label".to_owned(), text(label))));
        decl.push(("doc".to_owned(), text(TODO)));
        decl.push(("values".to_owned(), listed));
        // Its label is that of the first member.
        let is_same = |known: &Value| match known {
            Value::Block(known) => ["wire", "values"].iter().all(|key| entry(known, key) == entry(&decl, key)),
            _ => false,
        };
        let same = self.enums.iter().find(|(_, known)| is_same(known));
        if let Some((known, _)) = same {
            return Some(known.clone());
        }
        self.enums.push((name.clone(), Value::Block(decl)));
        Some(name)
    }

    /// Whether a type that pages of the area see has a name.
    pub(super) fn is_taken(&self, name: &str) -> bool {
        self.known.is_taken(name, &self.area) || self.enums.iter().any(|(known, _)| known == name)
    }

    /// A name for a type that no other type has.
    fn free_name(&self, wire: &str) -> String {
        let name = naming::upper_camel([wire]);
        let area = self.area.last().map_or("", String::as_str);
        let longer = [String::new(), naming::upper_camel([area])].into_iter().map(|before| format!("{before}{name}"));
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let is_free = |name: &String| {
            naming::is_free_type(name) && name.starts_with(|c: char| c.is_ascii_uppercase()) && !self.is_taken(name)
        };
        longer.chain(numbered.take(1000)).find(is_free).unwrap_or(name)
    }

    /// The default, if a request may leave the field out.
    fn default(&self, node: &Node<'_>, kind: &Kind) -> Option<(String, Value)> {
        let name = match kind {
            Kind::Of(name) => name.as_str(),
            Kind::Flag => "flag",
            Kind::Enum(_) => "enum",
            Kind::Object | Kind::Objects => return None,
        };
        let value = node.claims().find_map(|claim| match claim {
            Claim::Default(value) if !node.is_required() && self.direction == Direction::Request => Some(value),
            _ => None,
        })?;
        let value = match name {
            "enum" => {
                let at = node.values().iter().position(|(listed, _)| listed == value)?;
                word(english(at, value, is_text(node)))
            }
            "flag" if ["0", "1"].contains(&value.as_str()) => word(value == "1"),
            "string" => text(value),
            "bool" if ["true", "false"].contains(&value.as_str()) => word(value),
            name if is_integer(name) && value.parse::<i64>().is_ok() => word(value),
            "float" if value.parse::<f64>().is_ok() => word(value),
            _ => return None,
        };
        Some(("default".to_owned(), value))
    }
}

/// The values that a description lists, each with its entry of an enum.
pub(super) fn listed<'p>(node: &Node<'p>) -> Vec<(&'p str, (String, Value))> {
    let is_text = is_text(node);
    let listed = node.values().into_iter().enumerate().map(|(at, (value, label))| {
        let mut entries = vec![("value".to_owned(), if is_text { text(value) } else { word(value) })];
        entries.extend(label.filter(|label| !label.is_empty()).map(|label| ("label".to_owned(), text(label))));
        (value, (english(at, value, is_text), Value::Map(entries)))
    });
    listed.collect()
}

fn entry<'e>(entries: &'e Entries, key: &str) -> Option<&'e Value> {
    entries.iter().find(|(known, _)| known == key).map(|(_, value)| value)
}

/// What is to be described, with what a person must not overlook.
fn doc(node: &Node<'_>) -> Value {
    let fixed = node.claims().find_map(|claim| match claim {
        Claim::Fixed(value) => Some(value),
        _ => None,
    });
    text(fixed.map_or(TODO.to_owned(), |value| format!("{TODO}: always {value}")))
}

/// The English name of a listed value: the value, if it is one; else a person must decide.
fn english(at: usize, value: &str, is_text: bool) -> String {
    let own = naming::snake(value).filter(|name| is_text && name == value && name != "unknown");
    own.unwrap_or_else(|| format!("{TODO}_{}", at + 1))
}

fn is_text(node: &Node<'_>) -> bool {
    builtin(node, false) == "string"
}
