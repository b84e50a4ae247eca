//! Fields and examples that a page adds to objects and endpoints of other files.

use std::collections::BTreeMap;

use super::{
    inherit::Taken,
    lowering::{Addition, Lowering, text},
    object::Context,
    places::Place,
    scope::{Scopes, Sort},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Endpoint, Location, Member, MessageKind, Object, Origin, Type, TypeName},
    naming,
    syntax::{
        Page,
        node::{Key, Node},
        path::PARTS,
    },
};

impl<'a> Lowering<'a> {
    /// The entries of `adds` that are about declared objects, by the names of these. They are lowered with the objects, so
    /// that objects which are derived from them have the added fields, too.
    pub(super) fn additions(&mut self, scopes: &Scopes<'a>) {
        for (at, page) in self.syntax.pages.iter().enumerate() {
            for (key, fields) in page.file.root.get("adds").map(Node::entries).unwrap_or_default() {
                let addition = Addition { page: at, key, fields };
                match declared(scopes, page, at, &key.text) {
                    Some((name, "")) => self.added_to.entry(name).or_default().push(addition),
                    _ => self.added_elsewhere.push(addition),
                }
            }
        }
    }

    /// Adds fields to a declared object.
    pub(super) fn add_to_declared(&mut self, scopes: &Scopes<'a>, name: &TypeName) {
        for addition in self.added_to.remove(name).unwrap_or_default() {
            self.add(scopes, addition, name, Location::Body);
        }
    }

    /// Adds fields to requests, replies and inline objects, and examples to endpoints.
    pub(super) fn add_to_endpoints(&mut self, scopes: &Scopes<'a>) {
        for addition in std::mem::take(&mut self.added_elsewhere) {
            if let Some((name, location)) = self.target(scopes, addition) {
                self.add(scopes, addition, &name, location);
            }
        }
        let syntax = self.syntax;
        for page in &syntax.pages {
            for (key, node) in page.file.root.get("examples").map(Node::entries).unwrap_or_default() {
                let Some(name) = endpoint_of(&self.model.endpoints, page, &key.text) else {
                    self.no_target(page, key, "an endpoint");
                    continue;
                };
                for kind in MessageKind::ALL {
                    let (right, wrong) = self.examples(&page.file, node.get(kind.as_str()));
                    if let Some(Endpoint { request, response, .. }) = self.model.endpoints.get_mut(&name) {
                        let message = if kind == MessageKind::Request { request } else { response };
                        message.examples.extend(right);
                        message.wrong_examples.extend(wrong);
                    }
                }
            }
        }
    }

    fn add(&mut self, scopes: &Scopes<'a>, addition: Addition<'a>, name: &TypeName, location: Location) {
        let Addition { page: at, key, fields } = addition;
        let syntax = self.syntax;
        let page = &syntax.pages[at];
        if self.model.objects.get(name).and_then(Object::choice).is_some_and(|choice| choice.type_name == name.name) {
            let message = format!("`{}` is nothing but a choice, to which no member can be added", name.name);
            let fault = Diagnostic::new(Code::BadAddition, &page.file.path, key.span, message);
            return self.report(fault.help("write the member where the choice is written"));
        }
        let Some(mut object) = self.model.objects.remove(name) else { return };
        let path = format!("adds.{}", key.text);
        let scope = page.scope();
        let visible = scopes.visible(&scope, Some(at));
        let context = Context { visible, file: &page.file, name, prefix: &name.name, at: &path, is_choice: false };
        for only in ["$doc", "$label", "$name", "$from", "$remove", "$optional"] {
            self.must_not_have(
                context.file,
                fields,
                only,
                "fields that are added",
                "remove it: it belongs to the object",
            );
        }
        let head = page.file.root.get("page");
        let page = head.and_then(|head| Some((text(head, "title")?, text(head, "url")?)));
        let mut written = Vec::new();
        let mut names = self.taken_names(context, &object, key);
        for (key, node) in fields.entries().iter().filter(|(key, _)| !key.text.starts_with('$')) {
            written.push((key, node));
            let Some(member) = self.member(context, key, node, location) else { continue };
            if self.is_new(context, key, &member, &mut names) {
                let at = format!("{path}.{}", member.key());
                let origin = Origin { file: context.file.path.clone(), at, page: page.clone() };
                object.origins.insert(member.key().to_owned(), origin);
                object.members.push(member);
            }
        }
        self.one_choice(context, &object, key);
        self.name_choice(context, &mut object, key);
        if self.has_room(context, &object) {
            self.rules(context, &[(fields, location)], &written, &mut object);
        }
        self.model.objects.insert(name.clone(), object);
    }

    /// The names of an object's members, as if they were written at a key.
    fn taken_names(&mut self, context: Context<'_, 'a>, object: &Object, key: &Key) -> Taken {
        let mut names = Taken::new();
        for member in &object.members {
            self.is_new(context, key, member, &mut names);
        }
        names
    }

    /// Gives the choice of an object that was nothing else a name of its own.
    fn name_choice(&mut self, context: Context<'_, 'a>, object: &mut Object, key: &Key) {
        let is_alone = object.members.len() == 1;
        for member in &mut object.members {
            if let Member::Choice(choice) = member
                && !is_alone
                && choice.type_name == context.name.name
            {
                choice.type_name = naming::upper_camel([context.prefix, choice.name.as_str()]);
                let full = TypeName::new(&context.name.scope, &choice.type_name);
                self.reserve(&full, context.file, key.span, "rename the other one");
            }
        }
    }

    /// Reports a choice that is added to an object that has one.
    fn one_choice(&mut self, context: Context<'_, 'a>, object: &Object, key: &Key) {
        if object.members.iter().filter(|member| matches!(member, Member::Choice(_))).count() > 1 {
            let message = format!("an object can have only one choice, and `{}` has one", key.text);
            let fault = Diagnostic::new(Code::BadChoice, &context.file.path, key.span, message);
            self.report(fault.help("write one of the two as plain fields"));
        }
    }

    /// The object of a request, a reply or an inline object that an entry of `adds` leads to.
    fn target(&mut self, scopes: &Scopes<'a>, addition: Addition<'a>) -> Option<(TypeName, Location)> {
        let page = &self.syntax.pages[addition.page];
        let path = &addition.key.text;
        if let Some((name, rest)) = declared(scopes, page, addition.page, path) {
            return self.inner(page, addition.key, name, rest, Location::Body);
        }
        let mut ends: Vec<usize> = path.match_indices('.').map(|(at, _)| at).collect();
        ends.reverse();
        for end in ends {
            let (endpoint, rest) = (&path[..end], &path[end + 1..]);
            let Some(name) = endpoint_of(&self.model.endpoints, page, endpoint) else { continue };
            let (part, rest) = rest.split_once('.').unwrap_or((rest, ""));
            let Some(part) = PARTS.into_iter().find(|known| *known == part) else { continue };
            let location = match part {
                "query" => Location::Query,
                "headers" => Location::Header,
                _ => Location::Body,
            };
            let root = TypeName::new(name, if part == "response" { "Response" } else { "Request" });
            return self.inner(page, addition.key, root, rest, location);
        }
        self.no_target(page, addition.key, "an object");
        None
    }

    /// Follows the rest of a path through inline objects.
    fn inner(
        &mut self,
        page: &Page,
        key: &Key,
        mut name: TypeName,
        rest: &str,
        location: Location,
    ) -> Option<(TypeName, Location)> {
        let mut segments = rest.split('.').filter(|segment| !segment.is_empty());
        while let Some(segment) = segments.next() {
            let object = self.model.objects.get(&name)?;
            let ty = match object.members.iter().find(|member| member.key() == segment) {
                Some(Member::Field(field)) => Some(&field.ty),
                Some(Member::Choice(choice)) => {
                    let tag = segments.next();
                    let variant = choice.variants.iter().find(|variant| Some(variant.tag.to_string().as_str()) == tag);
                    variant.and_then(|variant| variant.ty())
                }
                None => None,
            };
            let inner = ty.and_then(Type::named).filter(|inner| self.model.objects.contains_key(inner)).cloned();
            let Some(inner) = inner else {
                self.no_target(page, key, "an object");
                return None;
            };
            if let Some(site) = self.places.of(&Place::Object(inner.clone())) {
                let message = format!("`{}` is declared, and has the fields wherever it is used", inner.name);
                let fault = Diagnostic::new(Code::BadAddition, &page.file.path, key.span, message);
                let help = format!("add them to `{}`, or use an object of its own there", inner.name);
                self.report(fault.help(help).also_in(site.key_span(), "declared here"));
                return None;
            }
            name = inner;
        }
        let location = if rest.is_empty() { location } else { Location::Body };
        Some((name, location))
    }

    /// Reports a key that leads to nothing, unless that may follow from another error.
    fn no_target(&mut self, page: &Page, key: &Key, what: &str) {
        if self.syntax.is_incomplete_around(&page.scope()) || self.syntax.files().any(|file| !file.faulty.is_empty()) {
            return;
        }
        let names = self.model.endpoints.keys().filter_map(|name| name.strip_prefix(&page.vendor)?.strip_prefix('.'));
        let message = format!("`{}` does not lead to {what}", key.text);
        let fault = Diagnostic::new(Code::BadAddition, &page.file.path, key.span, message);
        let help = match naming::nearest(&key.text, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None if what == "an endpoint" => "write the endpoint's name, with its areas below the vendor".to_owned(),
            None => {
                "write the path of an object: an endpoint's name, `query`, `headers`, `body` or `response`, and the fields on the way; or the name of a type"
                    .to_owned()
            }
        };
        self.report(fault.help(help));
    }
}

/// The declared object at the beginning of a path, and the rest of the path. The name of the object may follow those of its
/// areas, below the vendor or below an area around the page.
fn declared<'p>(scopes: &Scopes<'_>, page: &Page, at: usize, path: &'p str) -> Option<(TypeName, &'p str)> {
    let mut start = 0;
    for segment in path.split('.') {
        if naming::is_upper_camel(segment) {
            let (areas, rest) =
                (path[..start].trim_end_matches('.'), path[start + segment.len()..].trim_start_matches('.'));
            let around = page.scope();
            let found = match areas {
                "" => scopes.visible(&around, Some(at)).find(segment),
                areas => naming::scopes_around(&around).find_map(|around| {
                    let name = TypeName::new(format!("{around}.{areas}"), segment);
                    scopes.all().map(|(_, declared)| declared).find(|declared| declared.name == name)
                }),
            };
            return found.filter(|found| found.sort == Sort::Object).map(|found| (found.name.clone(), rest));
        }
        start += segment.len() + 1;
    }
    None
}

/// The endpoint of this name below the vendor or below an area around a page, by its full name.
fn endpoint_of(endpoints: &BTreeMap<String, Endpoint>, page: &Page, name: &str) -> Option<String> {
    let around = page.scope();
    let mut candidates = naming::scopes_around(&around).map(|around| format!("{around}.{name}"));
    candidates.find(|candidate| endpoints.contains_key(candidate))
}
