//! The model as a whole: which way objects travel, objects that contain themselves, paging, names of modules.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Declaration, Endpoint, Field, Member, Model, Primitive, Role, Type, TypeName},
    naming,
    syntax::yaml::Node,
};

impl Lowering<'_> {
    pub(super) fn check(&mut self) {
        self.roles();
        self.recursion();
        self.modules();
        for (name, endpoint) in self.model.endpoints.clone() {
            self.envelope_clash(&name, &endpoint);
            self.paging(&name, &endpoint);
            self.replacement(&name, &endpoint);
        }
        self.unused_examples();
    }

    /// The node of an endpoint, and its file's path.
    fn endpoint_node(&self, endpoint: &Endpoint) -> Option<&Node> {
        let page = self.syntax.pages.iter().find(|page| page.file.path == endpoint.file)?;
        page.file.root.get("endpoints")?.get(&endpoint.name)
    }

    fn at(&mut self, endpoint: &Endpoint, span: Span, code: Code, message: String, help: &str) {
        self.fault(Diagnostic::new(code, &endpoint.file, span, message).help(help));
    }

    /// What requests need is sent, what replies need is received.
    fn roles(&mut self) {
        let reached = |model: &Model, root: fn(&Endpoint) -> &TypeName| {
            let roots: Vec<&TypeName> = model.endpoints.values().map(root).collect();
            let mut names = BTreeSet::new();
            model.visit(&roots, &mut |declaration| {
                if let Declaration::Object(name, _) = declaration {
                    names.insert(name.clone());
                }
            });
            names
        };
        let sent = reached(&self.model, |endpoint| &endpoint.request);
        let received = reached(&self.model, |endpoint| &endpoint.response);
        for (name, object) in &mut self.model.objects {
            object.role = match (sent.contains(name), received.contains(name)) {
                (true, false) => Role::Request,
                (false, true) => Role::Response,
                (true, true) | (false, false) => Role::Both,
            };
        }
    }

    /// Puts fields through which an object contains itself into boxes.
    fn recursion(&mut self) {
        let objects = &self.model.objects;
        let mut boxed = Vec::new();
        let mut endless = Vec::new();
        for (name, object) in objects {
            for member in &object.members {
                match member {
                    Member::Field(field) => {
                        let Some(inner) = direct(&field.ty) else { continue };
                        if field.required && leads_to(objects, inner, name, Through::Required) {
                            endless.push((name.clone(), field.wire.clone(), "field"));
                        } else if leads_to(objects, inner, name, Through::Any) {
                            boxed.push((name.clone(), field.wire.clone()));
                        }
                    }
                    Member::Choice(choice) => {
                        for (wire, ty) in choice.slots() {
                            if direct(ty).is_some_and(|inner| leads_to(objects, inner, name, Through::Choices)) {
                                endless.push((name.clone(), wire.to_owned(), "choice"));
                            }
                        }
                    }
                }
            }
        }
        for (name, wire) in boxed {
            let object = self.model.objects.get_mut(&name);
            for member in object.into_iter().flat_map(|object| &mut object.members) {
                if let Member::Field(field) = member
                    && field.wire == wire
                {
                    field.boxed = true;
                }
            }
        }
        for (name, wire, what) in endless {
            let (file, span) = self.taken.get(&name).cloned().unwrap_or_default();
            let message = format!("the {what} `{wire}` makes `{}` contain itself without end", name.name);
            let help = match what {
                "choice" => "make the member of the choice a list, or an object with an optional field for it",
                _ => "make the field optional, or a list",
            };
            self.fault(Diagnostic::new(Code::EndlessType, &file, span, message).help(help));
        }
    }

    /// In one module there is one thing of a name: an area or an endpoint.
    fn modules(&mut self) {
        let mut areas = BTreeSet::new();
        for endpoint in self.model.endpoints.values() {
            for depth in 1..=endpoint.area.len() {
                areas.insert(format!("{}.{}", endpoint.vendor, endpoint.area[..depth].join(".")));
            }
        }
        let clashing: Vec<_> = self.model.endpoints.iter().filter(|(name, _)| areas.contains(*name)).collect();
        let faults: Vec<_> = clashing
            .into_iter()
            .map(|(name, endpoint)| {
                let page = self.syntax.pages.iter().find(|page| page.file.path == endpoint.file);
                let key = page.and_then(|page| page.file.root.get("endpoints")?.key(&endpoint.name));
                let span = key.map_or_else(Span::default, |key| key.span);
                let message = format!("`{name}` is an endpoint and an area");
                Diagnostic::new(Code::NameClash, &endpoint.file, span, message)
                    .help("rename the endpoint or the folder")
            })
            .collect();
        self.faults.extend(faults);
    }

    /// A payload whose members stand beside the envelope's has none of their names.
    fn envelope_clash(&mut self, name: &str, endpoint: &Endpoint) {
        let envelope = self.model.vendor_of(endpoint).envelope.clone();
        let Some(response) = self.model.objects.get(&endpoint.response) else { return };
        if envelope.data.is_some() {
            return;
        }
        let reserved: Vec<&String> = [&envelope.code, &envelope.message].into_iter().chain(&envelope.trace).collect();
        let clash = response.wire_names().into_iter().find(|wire| reserved.iter().any(|name| name == wire));
        if let Some(wire) = clash.map(str::to_owned) {
            let span = self
                .endpoint_node(endpoint)
                .and_then(|node| node.get("response")?.key(&wire))
                .map_or_else(Span::default, |key| key.span);
            let message = format!("`{wire}` belongs to the vendor's envelope, not to the reply of `{name}`");
            self.at(endpoint, span, Code::EnvelopeClash, message, "remove it: every reply has it");
        }
    }

    fn paging(&mut self, name: &str, endpoint: &Endpoint) {
        let Some(paging) = &endpoint.paging else { return };
        let node = self.endpoint_node(endpoint).and_then(|node| node.get("paging"));
        let span = |key: &str| node.and_then(|node| node.get(key)).map_or_else(Span::default, |node| node.span);
        let (at_cursor, at_next) = (span("cursor"), span("next"));
        let field = |object: &TypeName, wire: &str| -> Option<Field> {
            self.model.objects.get(object).and_then(|object| object.field(wire)).cloned()
        };
        let cursor = field(&endpoint.request, &paging.cursor);
        let next = field(&endpoint.response, &paging.next);
        for (found, side, wire, span) in
            [(&cursor, "request", &paging.cursor, at_cursor), (&next, "response", &paging.next, at_next)]
        {
            let parts: &[&str] = if side == "request" { &["query", "headers", "body"] } else { &["response"] };
            let written = self.endpoint_node(endpoint).is_some_and(|node| {
                parts.iter().any(|part| node.get(part).is_some_and(|fields| fields.key(wire).is_some()))
            });
            if found.is_none() && !written {
                let message = format!("the {side} of `{name}` has no field `{wire}`");
                self.at(endpoint, span, Code::BadPaging, message, "name a field of its first level");
            }
        }
        let (Some(cursor), Some(next)) = (cursor, next) else { return };
        let text = |ty: &Type| self.underlying(ty) == Type::Primitive(Primitive::String);
        if cursor.ty != next.ty || !text(&cursor.ty) {
            let message = format!("a cursor is one kind of string on both sides, not {} and {}", cursor.ty, next.ty);
            self.at(endpoint, at_cursor, Code::BadPaging, message, "give both fields one type");
        } else if cursor.required || next.required {
            let message =
                "a cursor is optional on both sides: the first page has none, and nor has the last".to_owned();
            self.at(endpoint, at_cursor, Code::BadPaging, message, "remove `required`");
        }
    }

    /// Finds a deprecated endpoint's replacement in the model, if it is there.
    fn replacement(&mut self, name: &str, endpoint: &Endpoint) {
        let Some(deprecated) = &endpoint.deprecated else { return };
        let area = name.rsplit_once('.').map_or("", |(area, _)| area);
        let near = naming::snake(&deprecated.replacement).map(|snake| format!("{area}.{snake}"));
        let found = [Some(deprecated.replacement.clone()), near]
            .into_iter()
            .flatten()
            .find(|candidate| self.model.endpoints.contains_key(candidate));
        if let Some(deprecated) = self.model.endpoints.get_mut(name).and_then(|endpoint| endpoint.deprecated.as_mut()) {
            deprecated.endpoint = found;
        }
    }

    /// A JSON file that no page names is forgotten, or its name is misspelt.
    fn unused_examples(&mut self) {
        let mut named = BTreeSet::new();
        for page in &self.syntax.pages {
            let folder = page.file.path.trim_end_matches(".yaml");
            for (_, endpoint) in page.file.root.get("endpoints").map(Node::entries).unwrap_or_default() {
                for (_, list) in endpoint.get("examples").map(Node::entries).unwrap_or_default() {
                    let files = list.elements().iter().filter_map(Node::text);
                    named.extend(files.map(|file| format!("{folder}/{file}")));
                }
            }
        }
        let doubtful = |path: &str| {
            let page = path.rsplit_once('/').map(|(folder, _)| format!("{folder}.yaml")).unwrap_or_default();
            self.syntax.doubtful.contains(&page) || self.syntax.file(&page).is_some_and(|file| !file.faulty.is_empty())
        };
        for path in self.syntax.examples.keys().filter(|path| !named.contains(*path) && !doubtful(path)) {
            let message = format!("no page names `{path}` as an example");
            let help = "add it to the `examples` of the endpoint in the page of the same name, or remove the file";
            self.faults.push(Diagnostic::new(Code::ExampleUnused, path, Span::default(), message).help(help));
        }
    }
}

/// The object that a value of this type holds, not through a list or a map.
fn direct(ty: &Type) -> Option<&TypeName> {
    match ty {
        Type::Object(name) => Some(name),
        _ => None,
    }
}

/// Which members [`leads_to`] follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Through {
    Any,
    /// Fields that are required.
    Required,
    /// Choices: what they hold cannot be boxed.
    Choices,
}

/// Whether an object `from` holds an object `to`.
fn leads_to(
    objects: &BTreeMap<TypeName, crate::model::Object>,
    from: &TypeName,
    to: &TypeName,
    through: Through,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut todo = vec![from];
    while let Some(name) = todo.pop() {
        if name == to {
            return true;
        }
        let Some(object) = objects.get(name).filter(|_| seen.insert(name)) else { continue };
        for member in &object.members {
            match member {
                Member::Field(field) if through == Through::Any || through == Through::Required && field.required => {
                    todo.extend(direct(&field.ty));
                }
                Member::Choice(choice) if through != Through::Required => {
                    todo.extend(choice.slots().into_iter().filter_map(|(_, ty)| direct(ty)));
                }
                Member::Field(_) | Member::Choice(_) => {}
            }
        }
    }
    false
}
