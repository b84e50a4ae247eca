//! Errata: each is held against the place that it speaks about and becomes part of it.

use super::{Lowering, Place, text, texts};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Erratum, Field, Form, JsonType, Location, Member, MessageKind, Primitive, Type},
    naming,
    syntax::{
        File,
        describe::listed,
        node::{Key, Kind, Node},
    },
};

/// The parts of an endpoint that have fields.
const PARTS: [&str; 4] = ["query", "headers", "body", "response"];

impl Lowering<'_> {
    pub(super) fn errata(&mut self) {
        let syntax = self.syntax;
        for file in syntax.vendors.values().chain(syntax.pages.iter().map(|page| &page.file)) {
            for node in file.root.get("errata").map(Node::elements).unwrap_or_default() {
                self.erratum(file, node);
            }
        }
    }

    fn erratum(&mut self, file: &File, node: &Node) {
        let (Some(at), Some(says)) = (node.get("at"), node.get("says")) else { return };
        let used = node.get("use");
        let path = at.text().unwrap_or_default();
        let (key, place) = match find(&file.root, path) {
            Ok(found) => found,
            Err(Lost { part, .. }) if file.is_faulty_around(part) => return,
            Err(lost) => return self.fault(lost.fault(file, at)),
        };
        let faulty = |fault: &Diagnostic| fault.file == file.path && key.entry(place).contains(fault.span);
        if file.is_faulty_around(key.span) || file.is_faulty_within(key.entry(place)) || self.faults.iter().any(faulty)
        {
            return;
        }
        if let Some(used) = used {
            self.used(file, used, key, place);
        }
        let Some(part) = self.places.at(file, key).cloned() else {
            if PARTS.contains(&key.text.as_str()) {
                let message = format!("an erratum cannot speak about `{path}` as a whole");
                self.add(Code::ErratumPath, file, at.span, message).help =
                    Some("let `at` name a field of it, the endpoint or the type".to_owned());
            }
            // What else has no part in the model has a fault of its own, or its vendor has.
            return;
        };
        let also_accept = self.also_accept(file, node, &part);
        let erratum = Erratum {
            at: path.to_owned(),
            says: entries(Some(says)),
            used: entries(used),
            decision: text(node, "decision"),
            also_accept,
            because: text(node, "because").unwrap_or_default(),
        };
        self.attach(file, &part, erratum);
    }

    /// What the erratum says that we use must be what stands there.
    fn used(&mut self, file: &File, used: &Node, key: &Key, place: &Node) {
        for (name, value) in used.entries() {
            // What a `$` key says of an inline object is said of its field.
            let stands = place.get(&name.text).or_else(|| inline(place)?.get(&name.text));
            let holds = match stands {
                _ if name.text == "name" && value.text() == Some(&key.text) => true,
                Some(actual) => actual.says_the_same(value),
                // What is not said is not so.
                None => value.kind == Kind::Bool(false),
            };
            if holds {
                continue;
            }
            let actual = match stands {
                _ if name.text == "name" => format!("that is called `{}`", key.text),
                Some(actual) => format!("that says `{}: {}`", name.text, short(&actual.inline())),
                None => format!("that has no `{}`", name.text),
            };
            let fault = self.add(
                Code::ErratumStale,
                file,
                value.span,
                format!("the erratum does not match its place: {actual}"),
            );
            let said = place.key(&name.text).or_else(|| inline(place)?.key(&name.text)).filter(|_| name.text != "name");
            fault.relate(said.map_or(key.span, |said| said.span), "the place");
            fault.help = Some("decide anew: mend the erratum, mend the place, or remove the erratum".to_owned());
        }
    }

    /// Lets the field read what else the erratum accepts.
    fn also_accept(&mut self, file: &File, node: &Node, part: &Place) -> Vec<String> {
        let Some(accepted) = node.get("also_accept") else { return Vec::new() };
        let Place::Field(object, wire) = part else {
            self.add(Code::ErratumAccepts, file, accepted.span, "`also_accept` is for fields").help =
                Some("remove it, or let `at` name the field".to_owned());
            return Vec::new();
        };
        let taken: Vec<String> = self
            .model
            .objects
            .get(object)
            .map(|object| {
                let aliases = object.fields().flat_map(|field| field.also_names.iter().cloned());
                object.wire_names().into_iter().map(str::to_owned).chain(aliases).collect()
            })
            .unwrap_or_default();
        let names = texts(accepted, "names");
        let taken: Vec<String> = taken.into_iter().chain(self.envelope_beside(object)).collect();
        for (name, span) in &names {
            if taken.iter().any(|other| other == name) {
                let field = self.places.of(&Place::Field(object.clone(), (*name).to_owned()));
                let field = field.map(|site| (site.file.path.clone(), site.key.span));
                let vendor = object.scope.split('.').next().unwrap_or_default();
                let message = format!("there is a member `{name}` already");
                let mut fault = Diagnostic::new(Code::ErratumAccepts, &file.path, *span, message);
                if let Some((file, other)) = field.or_else(|| self.envelope_at(vendor, name)) {
                    fault = fault.also_in(&file, other, "the member");
                }
                self.fault(fault.help("remove it: a name can belong to one member alone"));
            }
        }
        let types = texts(accepted, "types");
        let all: Vec<String> = names.iter().chain(&types).map(|(text, _)| (*text).to_owned()).collect();
        let Some(field) = self.field_mut(object, wire) else { return all };
        let ty = field.ty.clone();
        if let (Some((_, span)), false) = (names.first(), field.location == Location::Body) {
            let span = *span;
            self.add(Code::ErratumAccepts, file, span, "a query or a header is read under its own name alone").help =
                Some("remove `names`, or mend the field's own name".to_owned());
            return all;
        }
        let Some(field) = self.field_mut(object, wire) else { return all };
        field.also_names.extend(names.into_iter().map(|(name, _)| name.to_owned()));
        for (name, span) in types {
            let json = match name {
                "string" => JsonType::String,
                "number" => JsonType::Number,
                _ => JsonType::Bool,
            };
            if !self.can_read(&ty, json) {
                let message = format!("a value of type {ty} cannot be read from a {name}");
                let field = self.places.of(&Place::Field(object.clone(), wire.clone()));
                let typed = field.map(|site| site.node.get("type").map_or(site.key.span, |ty| ty.span));
                let fault = self.add(Code::ErratumAccepts, file, span, message);
                fault.relate(typed, "the field's type");
                fault.help = Some(format!("remove `{name}`, or make the field's type `json`"));
            } else if let Some(field) = self.field_mut(object, wire) {
                field.also_types.push(json);
            }
        }
        all
    }

    /// The envelope's names, where they stand beside the members of this object.
    fn envelope_beside(&self, object: &crate::model::TypeName) -> Vec<String> {
        let owner = self.model.message_of(object).and_then(|(owner, message)| match message.kind {
            MessageKind::Request => None,
            MessageKind::Response => Some(owner),
        });
        let envelope = owner.and_then(|owner| self.model.vendors.get(owner.vendor())).map(|vendor| &vendor.envelope);
        let Some(envelope) = envelope.filter(|envelope| envelope.data.is_none()) else { return Vec::new() };
        [&envelope.code, &envelope.message].into_iter().chain(&envelope.trace).cloned().collect()
    }

    fn field_mut(&mut self, object: &crate::model::TypeName, wire: &str) -> Option<&mut Field> {
        self.model.objects.get_mut(object)?.members.iter_mut().find_map(|member| match member {
            Member::Field(field) if field.wire == wire => Some(field),
            _ => None,
        })
    }

    /// Whether the lenient readers take a JSON type for a type of ours; a list's elements count.
    fn can_read(&self, ty: &Type, json: JsonType) -> bool {
        let primitive = match self.underlying(ty) {
            Type::List(of) | Type::Map(of) => return self.can_read(&of, json),
            Type::Primitive(primitive) => primitive,
            Type::Enum(name) => self.model.enums.get(&name).map_or(Primitive::String, |decl| decl.wire),
            Type::Object(_) | Type::Scalar(_) => return false,
        };
        match json {
            JsonType::String | JsonType::Number => true,
            JsonType::Bool => match primitive.form() {
                Form::Bool | Form::Integer(..) | Form::Any => true,
                Form::Text | Form::Float => false,
            },
        }
    }

    fn attach(&mut self, file: &File, part: &Place, erratum: Erratum) {
        let model = &mut self.model;
        let list = match part {
            Place::Field(object, wire) => self.field_mut(object, wire).map(|field| &mut field.errata),
            Place::Choice(object) => choice_mut(model, object).map(|choice| &mut choice.errata),
            Place::Variant(object, at) => choice_mut(model, object)
                .and_then(|choice| choice.variants.get_mut(*at))
                .map(|variant| &mut variant.errata),
            Place::Object(name) => model.objects.get_mut(name).map(|object| &mut object.errata),
            Place::Enum(name) => model.enums.get_mut(name).map(|decl| &mut decl.errata),
            Place::EnumValue(name, value) => model
                .enums
                .get_mut(name)
                .and_then(|decl| decl.values.iter_mut().find(|other| other.name == *value))
                .map(|value| &mut value.errata),
            Place::Scalar(name) => model.scalars.get_mut(name).map(|scalar| &mut scalar.errata),
            Place::Endpoint(name) => model.endpoints.get_mut(name).map(|endpoint| &mut endpoint.errata),
            Place::Vendor(name) => model.vendors.get_mut(name).map(|vendor| &mut vendor.errata),
            Place::ErrorCode(vendor, code) => model
                .vendors
                .get_mut(vendor)
                .and_then(|vendor| vendor.errors.get_mut(code))
                .map(|code| &mut code.errata),
            Place::Page(_) => {
                let endpoints = model.endpoints.values_mut().filter(|endpoint| endpoint.file == file.path);
                endpoints.for_each(|endpoint| endpoint.page.errata.push(erratum.clone()));
                return;
            }
        };
        if let Some(list) = list {
            list.push(erratum);
        }
    }
}

/// The entries of a map as texts.
fn entries(map: Option<&Node>) -> Vec<(String, String)> {
    let entries = map.map(Node::entries).unwrap_or_default();
    entries.iter().map(|(key, value)| (key.text.clone(), value.inline())).collect()
}

/// The beginning of a long text.
fn short(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn choice_mut<'m>(
    model: &'m mut crate::model::Model,
    object: &crate::model::TypeName,
) -> Option<&'m mut crate::model::Choice> {
    model.objects.get_mut(object)?.members.iter_mut().find_map(|member| match member {
        Member::Choice(choice) => Some(choice),
        Member::Field(_) => None,
    })
}

/// The part of a path that leads nowhere, and where it could have led.
pub(crate) struct Lost {
    segment: String,
    known: Vec<String>,
    /// What was searched for it.
    pub(super) part: Span,
    /// How many segments of the path are left, this one included.
    left: usize,
}

impl Lost {
    pub(super) fn fault(&self, file: &File, at: &Node) -> Diagnostic {
        let Self { segment, known, left, .. } = self;
        let path = at.text().unwrap_or_default();
        let help = match naming::nearest(segment, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => {
                format!("end the path before `.{segment}`: what is there has no parts that a path can name")
            }
            None => format!("it can be {}", listed(&known.iter().map(String::as_str).collect::<Vec<_>>())),
        };
        let message = format!("the path leads nowhere: there is no `{segment}`");
        Diagnostic::new(Code::ErratumPath, &file.path, segment_at(at, path, *left), message).help(help)
    }
}

/// The segment of a path at which so many are left; all of it where the text is not written as it is.
fn segment_at(at: &Node, path: &str, left: usize) -> Span {
    let written = at.span.end - at.span.start;
    let quote = match written.checked_sub(path.len()) {
        Some(0) => 0,
        Some(2) => 1,
        _ => return at.span,
    };
    let segments: Vec<&str> = path.split('.').collect();
    let Some(lost) = segments.len().checked_sub(left).filter(|lost| *lost < segments.len()) else { return at.span };
    let before: usize = segments[..lost].iter().map(|segment| segment.len() + 1).sum();
    let start = at.span.start + quote + before;
    Span { start, end: start + segments[lost].len() }
}

/// The key and the value that a path leads to.
pub(crate) fn find<'n>(root: &'n Node, path: &str) -> Result<(&'n Key, &'n Node), Lost> {
    let mut segments = path.split('.');
    let first = segments.next().unwrap_or_default();
    let rest: Vec<&str> = segments.collect();
    if let ("errors", [code]) = (first, &rest[..])
        && let Some(errors) = root.get("errors")
    {
        return step(errors, code, 1);
    }
    let sections = ["endpoints", "types", "enums", "scalars"];
    let section = sections.into_iter().find(|section| root.get(section).is_some_and(|node| node.get(first).is_some()));
    if let (None, "page" | "vendor", []) = (section, first, &rest[..]) {
        return step(root, first, 1);
    }
    let Some((section, node)) = section.and_then(|section| Some((section, root.get(section)?))) else {
        let known = sections.into_iter().filter_map(|section| root.get(section)).flat_map(Node::entries);
        let known = known.map(|(key, _)| key.text.clone());
        let heads = ["page", "vendor"].into_iter().filter(|head| root.get(head).is_some()).map(str::to_owned);
        return Err(Lost {
            segment: first.to_owned(),
            known: known.chain(heads).collect(),
            part: root.extent(),
            left: rest.len() + 1,
        });
    };
    let found = step(node, first, rest.len() + 1)?;
    match (section, &rest[..]) {
        (_, []) => Ok(found),
        ("endpoints", [part, fields @ ..]) if PARTS.contains(part) => {
            let (key, node) = step(found.1, part, rest.len())?;
            if fields.is_empty() { Ok((key, node)) } else { descend(node, fields) }
        }
        ("endpoints", [part, ..]) => {
            let known = PARTS.map(str::to_owned).to_vec();
            Err(Lost { segment: (*part).to_owned(), known, part: found.1.extent(), left: rest.len() })
        }
        ("types", fields) => descend(found.1, fields),
        ("enums", [value]) => match found.1.get("values") {
            Some(values) => step(values, value, 1),
            None => Err(dead_end(found.1, &rest)),
        },
        _ => Err(dead_end(found.1, &rest)),
    }
}

fn step<'n>(node: &'n Node, name: &str, left: usize) -> Result<(&'n Key, &'n Node), Lost> {
    node.key(name).zip(node.get(name)).ok_or_else(|| Lost {
        segment: name.to_owned(),
        known: node.entries().iter().map(|(key, _)| key.text.clone()).filter(|key| !key.starts_with('$')).collect(),
        part: node.extent(),
        left,
    })
}

/// Follows fields through inline objects and choices.
fn descend<'n>(fields: &'n Node, path: &[&str]) -> Result<(&'n Key, &'n Node), Lost> {
    let [first, rest @ ..] = path else {
        return Err(dead_end(fields, path));
    };
    let found = step(fields, first, path.len())?;
    if rest.is_empty() {
        return Ok(found);
    }
    match (inline(found.1), found.1.get("of"), rest) {
        (Some(inner), _, rest) => descend(inner, rest),
        (None, Some(variants), [tag]) => step(variants, tag, 1),
        (None, Some(variants), [tag, deeper @ ..]) => match inline(step(variants, tag, rest.len())?.1) {
            Some(inner) => descend(inner, deeper),
            None => Err(dead_end(found.1, deeper)),
        },
        (None, _, rest) => Err(dead_end(found.1, rest)),
    }
}

/// The fields of an inline object.
fn inline(node: &Node) -> Option<&Node> {
    ["object", "objects"].into_iter().find_map(|inline| node.get(inline))
}

fn dead_end(node: &Node, rest: &[&str]) -> Lost {
    let segment = rest.first().map(|&segment| segment.to_owned()).unwrap_or_default();
    Lost { segment, known: Vec::new(), part: node.extent(), left: rest.len() }
}
