//! Objects: named ones, inline ones, requests and replies.

use std::collections::BTreeMap;

use super::{
    lowering::{Lowering, share, text},
    places::Place,
    scope::{Declared, Scopes, Sort, Visible},
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Location, Member, Object, Role, Type, TypeName},
    naming,
    syntax::{
        File,
        describe::reserved,
        node::{Key, Node},
    },
};

/// The greatest number of members of an object: `runtime` tracks them in a mask with this many bits.
const MAX_MEMBERS: usize = 128;

/// Whether the only member is a choice. [`Lowering::inherit`] finds out for a derived object.
fn is_choice(parts: &[(&Node, Location)]) -> bool {
    let members = parts.iter().flat_map(|(part, _)| part.entries()).filter(|(key, _)| !key.text.starts_with('$'));
    let members: Vec<_> = members.collect();
    let is_derived = parts.iter().any(|(part, _)| part.get("$from").is_some());
    !is_derived && matches!(members.as_slice(), [(_, node)] if node.get("choice").is_some())
}

/// What surrounds the members of an object.
#[derive(Clone, Copy)]
pub(super) struct Context<'s, 'a> {
    pub(super) visible: Visible<'s, 'a>,
    pub(super) file: &'a File,
    /// The object's name.
    pub(super) name: &'s TypeName,
    /// The beginning of the names of inline objects; empty in requests and replies.
    pub(super) prefix: &'s str,
    /// The schema path of the object.
    pub(super) at: &'s str,
    /// Whether the object is nothing but a choice, which then has the object's name.
    pub(super) is_choice: bool,
}

impl<'a> Lowering<'a> {
    pub(super) fn objects(&mut self, scopes: &Scopes<'a>) {
        for (visible, declared) in scopes.all() {
            if declared.sort == Sort::Object {
                self.declared_object(visible, declared);
            }
        }
    }

    /// Lowers a declared object, unless it was lowered as the base of another one.
    pub(super) fn declared_object(&mut self, visible: Visible<'_, 'a>, declared: &Declared<'a>) {
        let Declared { file, node, key, name, .. } = declared;
        let site = self.places.of(&Place::Object(name.clone()));
        if site.is_some_and(|site| std::ptr::eq(site.node, *node)) {
            return;
        }
        self.reserve(name, file, key.span, &share(&name.scope));
        self.place(file, key, node, Place::Object(name.clone()));
        self.must_not_have(file, node, "$name", "a named type", "remove it: the type already has a name");
        let context = Context { visible, file, name, prefix: &name.name, at: &name.name, is_choice: false };
        self.lowering.push(name.clone());
        self.object(context, &[(node, Location::Body)]);
        self.add_to_declared(visible.scopes(), name);
        self.lowering.pop();
    }

    /// Lowers an object whose fields are in one or several maps.
    pub(super) fn object(&mut self, context: Context<'_, 'a>, parts: &[(&'a Node, Location)]) {
        // Requests and replies, which have no prefix, are always structs.
        let context = Context { is_choice: !context.prefix.is_empty() && is_choice(parts), ..context };
        let list = parts.iter().find_map(|(part, _)| part.get("$examples"));
        let (examples, wrong_examples) = self.examples(context.file, list);
        let own = |key: &str| parts.iter().find_map(|(part, _)| text(part, key));
        let mut object = Object {
            file: context.file.path.clone(),
            at: context.at.to_owned(),
            role: Role::Both,
            doc: own("$doc"),
            label: own("$label"),
            from: None,
            members: Vec::new(),
            origins: BTreeMap::new(),
            groups: Vec::new(),
            examples,
            wrong_examples,
            errata: Vec::new(),
        };
        let mut names = BTreeMap::new();
        let mut written = Vec::new();
        for (part, location) in parts {
            self.inherit(context, part, *location, (&mut object, &mut names));
        }
        for (part, location) in parts {
            for (key, node) in part.entries() {
                if key.text.starts_with('$') {
                    continue;
                }
                written.push((key, node));
                let member = self.member(context, key, node, *location);
                if let (Some(Member::Choice(_)), Location::Query | Location::Header) = (&member, location) {
                    let message = format!("the choice `{}` cannot be in a query or a header", key.text);
                    let fault = Diagnostic::new(Code::BadParameter, &context.file.path, key.span, message);
                    self.report(fault.help("write the tag and the members that it selects as plain fields"));
                }
                if let Some(member) = member
                    && !self.is_inherited(context, key.span, &member, &object)
                    && self.is_new(context, key, &member, &mut names)
                {
                    object.members.push(member);
                }
            }
        }
        self.choices(context, &object.members, &written);
        if self.has_room(context, &object) {
            self.rules(context, parts, &written, &mut object);
        }
        object.members.shrink_to_fit();
        self.model.objects.insert(context.name.clone(), object);
    }

    /// Whether an object has at most [`MAX_MEMBERS`]; otherwise reports the first member beyond.
    pub(super) fn has_room(&mut self, context: Context<'_, 'a>, object: &Object) -> bool {
        let mut count = 0;
        let first = object.members.iter().find(|member| {
            count += match member {
                Member::Field(_) => 1,
                Member::Choice(choice) => 1 + choice.slots().len(),
            };
            count > MAX_MEMBERS
        });
        let Some(first) = first else { return true };
        let place = match first {
            Member::Field(field) => Place::Field(context.name.clone(), field.wire.clone()),
            Member::Choice(_) => Place::Choice(context.name.clone()),
        };
        let span = self.places.of(&place).map_or_else(Span::default, |site| site.key.span);
        let all = object.wire_names().len();
        let message = format!("an object can have at most {MAX_MEMBERS} members, and this one has {all}");
        self.report(
            Diagnostic::new(Code::TooManyMembers, &context.file.path, span, message)
                .help("leave out members that nobody needs, and say so under `errata`"),
        );
        false
    }

    /// Reports a key that does not fit `what`.
    pub(super) fn must_not_have(&mut self, file: &File, node: &Node, key: &str, what: &str, help: &str) {
        if let Some(key) = node.key(key) {
            let message = format!("`{}` does not fit {what}", key.text);
            self.report(Diagnostic::new(Code::KeyDoesNotFit, &file.path, key.span, message).help(help));
        }
    }

    /// The type of a field or a variant: a named type, or an inline object.
    pub(super) fn value_type(
        &mut self,
        context: Context<'_, 'a>,
        key: &Key,
        name: &str,
        node: &'a Node,
    ) -> Option<Type> {
        if let Some(ty) = node.get("type") {
            return self.ty(context.visible, context.file, ty);
        }
        let (fields, list) = match (node.get("object"), node.get("objects")) {
            (Some(fields), _) => (fields, false),
            (None, Some(fields)) => (fields, true),
            (None, None) => return None,
        };
        let object = Type::Object(self.inline(context, key, name, fields)?);
        Some(if list { Type::List(Box::new(object)) } else { object })
    }

    /// Lowers an inline object.
    fn inline(&mut self, context: Context<'_, 'a>, key: &Key, name: &str, fields: &'a Node) -> Option<TypeName> {
        let (name, span, help) = match fields.get("$name") {
            // A name that is not in UpperCamelCase was already reported.
            Some(given) => {
                let name = given.text().filter(|name| naming::is_upper_camel(name))?.to_owned();
                (name, given.span, "choose another `$name` in UpperCamelCase")
            }
            None => {
                let made = naming::upper_camel([context.prefix, name]);
                (made, key.span, "the name was made from the path; add a `$name` in UpperCamelCase to the object")
            }
        };
        if !naming::is_upper_camel(&name) || !naming::is_free_type(&name) {
            let message = match naming::is_upper_camel(&name) {
                true => reserved(&name),
                false => format!("`{name}` cannot be the name of a Rust type"),
            };
            self.report(Diagnostic::new(Code::BadName, &context.file.path, span, message).help(help));
            return None;
        }
        let name = TypeName::new(&context.name.scope, name);
        if self.hides(context, &name, span, help) {
            return None;
        }
        if self.reserve(&name, context.file, span, help) {
            let at = format!("{}.{}", context.at, key.text);
            let inner = Context { name: &name, prefix: &name.name, at: &at, ..context };
            self.object(inner, &[(fields, Location::Body)]);
        }
        Some(name)
    }

    /// Whether an inline type has the name of a declared one that its file can see.
    pub(super) fn hides(&mut self, context: Context<'_, 'a>, name: &TypeName, span: Span, help: &str) -> bool {
        let Some(other) = context.visible.find(&name.name).filter(|other| other.name != *name) else { return false };
        let message = format!("`{}` declares a type `{}` as well", other.file.path, name.name);
        let fault = Diagnostic::new(Code::NameClash, &context.file.path, span, message).help(help);
        self.report(fault.also_in(other.key_span(), "the other one"));
        true
    }
}
