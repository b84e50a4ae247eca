//! Objects: named ones, inline ones, requests and replies; their fields and choices.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Lowering, Place,
    declare::{Declared, Scopes, Seen, Sort},
    flag, text,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Field, Form, Location, Member, Object, Primitive, Role, Type, TypeName},
    naming,
    syntax::{
        File,
        node::{Key, Node},
    },
};

/// What surrounds the members of an object.
#[derive(Clone, Copy)]
pub(super) struct Context<'s, 'a> {
    pub(super) seen: Seen<'s, 'a>,
    pub(super) file: &'a File,
    /// The object's name.
    pub(super) name: &'s TypeName,
    /// What the names of inline objects start with: nothing in requests and replies.
    pub(super) prefix: &'s str,
    /// Where its members stand, as errata name places.
    pub(super) at: &'s str,
}

impl<'a> Lowering<'a> {
    pub(super) fn objects(&mut self, scopes: &Scopes<'a>) {
        for (seen, declared) in scopes.all(&self.syntax.pages) {
            if declared.sort == Sort::Object {
                let Declared { file, node, key, name, .. } = declared;
                self.take(name, file, key.span, "rename one of the two");
                self.place(file, key, node, Place::Object(name.clone()));
                self.must_not_have(file, node, "$name", "a named type", "remove it: the type has its name already");
                let context = Context { seen, file, name, prefix: &name.name, at: &name.name };
                self.object(context, &[(node, Location::Body)]);
            }
        }
    }

    /// Lowers one object, whose fields may stand in several maps.
    pub(super) fn object(&mut self, context: Context<'_, 'a>, parts: &[(&'a Node, Location)]) {
        let mut members = Vec::new();
        let mut names = BTreeMap::new();
        let mut written = Vec::new();
        for (part, location) in parts {
            for (key, node) in part.entries() {
                if key.text.starts_with('$') {
                    continue;
                }
                written.push((key, node));
                let member = self.member(context, key, node, *location);
                if let (Some(Member::Choice(_)), Location::Query | Location::Header) = (&member, location) {
                    let message = format!("the choice `{}` cannot stand in a query or a header", key.text);
                    self.add(Code::BadParameter, context.file, key.span, message).help =
                        Some("write the tag and what it selects as plain fields".to_owned());
                }
                if let Some(member) = member
                    && self.is_new(context, key, &member, &mut names)
                {
                    members.push(member);
                }
            }
        }
        self.choices(context, &members, &written);
        let own = |key: &str| parts.iter().find_map(|(part, _)| text(part, key));
        let mut object = Object {
            file: context.file.path.clone(),
            at: context.at.to_owned(),
            role: Role::Both,
            doc: own("$doc"),
            label: own("$label"),
            members,
            groups: Vec::new(),
            errata: Vec::new(),
        };
        if self.not_too_many(context, &object) {
            self.rules(context, parts, &written, &mut object);
        }
        self.model.objects.insert(context.name.clone(), object);
    }

    /// Which members are there is kept in a mask of so many bits.
    fn not_too_many(&mut self, context: Context<'_, 'a>, object: &Object) -> bool {
        const MOST: usize = 128;
        let all = object.wire_names().len();
        let mut count = 0;
        let first = object.members.iter().find(|member| {
            count += match member {
                Member::Field(_) => 1,
                Member::Choice(choice) => 1 + choice.slots().len(),
            };
            count > MOST
        });
        let Some(first) = first else { return true };
        let place = match first {
            Member::Field(field) => Place::Field(context.name.clone(), field.wire.clone()),
            Member::Choice(_) => Place::Choice(context.name.clone()),
        };
        let span = self.places.of(&place).map_or_else(Span::default, |site| site.key.span);
        let message = format!("an object has at most {MOST} members, and this one has {all}");
        self.add(Code::TooManyMembers, context.file, span, message).help =
            Some("leave out those from here on that are of no use, and say so under `errata`".to_owned());
        false
    }

    fn member(&mut self, context: Context<'_, 'a>, key: &'a Key, node: &'a Node, at: Location) -> Option<Member> {
        let name = self.rust_name(context, key, node)?;
        match node.get("choice") {
            Some(_) => self.choice(context, key, node, name).map(Member::Choice),
            None => self.field(context, key, node, name, at).map(Member::Field),
        }
    }

    fn rust_name(&mut self, context: Context<'_, 'a>, key: &Key, node: &Node) -> Option<String> {
        let (name, span) = match node.get("name") {
            // A name that is not snake_case was reported.
            Some(given) => (Some(given.text().filter(|name| naming::is_snake(name))?.to_owned()), given.span),
            None => (naming::snake(&key.text), key.span),
        };
        match name {
            Some(name) if naming::is_snake(&name) && naming::is_free_field(&name) => Some(name),
            name => {
                let name = name.unwrap_or_else(|| key.text.clone());
                let help = match node.get("name") {
                    Some(_) => "choose another `name:` in snake_case",
                    None if key.text.is_ascii() => "add `name:` and an English name in snake_case",
                    None => {
                        "write the member's name as it is on the wire, and the vendor's term as `label:`; if that is its name on the wire, add `name:` and an English name in snake_case"
                    }
                };
                let why =
                    if naming::is_free_field(&name) { "" } else { ": emitted types have a function of that name" };
                let message = format!("`{name}` cannot be the name of a Rust field{why}");
                self.add(Code::BadName, context.file, span, message).help = Some(help.to_owned());
                None
            }
        }
    }

    /// Whether neither wire nor Rust knows the names of a member yet.
    fn is_new(
        &mut self,
        context: Context<'_, 'a>,
        key: &Key,
        member: &Member,
        names: &mut BTreeMap<(bool, String), Span>,
    ) -> bool {
        let wire = match member {
            Member::Field(field) => vec![field.wire.clone()],
            Member::Choice(choice) => {
                let slots = choice.slots().into_iter().map(|(name, _)| name.to_owned());
                slots.chain([choice.tag.clone()]).collect()
            }
        };
        let mine = wire.into_iter().map(|name| (true, name)).chain([(false, member.name().to_owned())]);
        for (on_wire, name) in mine {
            let Some(first) = names.insert((on_wire, name.clone()), key.span) else { continue };
            let message = match on_wire {
                true => format!("there is another member `{name}` on the wire"),
                false => format!("there is another member `{name}` in Rust"),
            };
            let fault = match member {
                // The choice says what the field is there for.
                Member::Choice(choice) if on_wire => {
                    let fault = self.add(Code::NameClash, context.file, first, message);
                    fault.relate(key.span, format!("the choice `{}` has it", choice.name));
                    fault.help = Some("remove the field: the choice writes and reads it".to_owned());
                    return false;
                }
                _ => self.add(Code::NameClash, context.file, key.span, message),
            };
            fault.relate(first, "the other one");
            fault.help = Some(if on_wire { "remove one of the two" } else { "add `name:` to one of them" }.to_owned());
            return false;
        }
        true
    }

    fn field(
        &mut self,
        context: Context<'_, 'a>,
        key: &'a Key,
        node: &'a Node,
        name: String,
        location: Location,
    ) -> Option<Field> {
        let ty = self.value_type(context, key, &name, node)?;
        self.parameter(context.file, key, &ty, location);
        let bool_as_int = node.get("wire").is_some() && ty == Type::Primitive(Primitive::Bool);
        if !bool_as_int {
            let what = format!("a field of type {ty}");
            self.must_not_have(context.file, node, "wire", &what, "remove it: `wire` is for fields of type `bool`");
        }
        let limits = self.limits(context.file, node, &ty);
        let default = node.get("default").and_then(|default| self.default(context.file, default, &ty));
        self.place(context.file, key, node, Place::Field(context.name.clone(), key.text.clone()));
        Some(Field {
            wire: key.text.clone(),
            name,
            ty,
            required: flag(node, "required"),
            location,
            bool_as_int,
            boxed: false,
            doc: text(node, "doc"),
            label: text(node, "label"),
            default,
            deprecated: text(node, "deprecated"),
            limits,
            required_if: None,
            forbidden_unless: None,
            also_names: Vec::new(),
            also_types: Vec::new(),
            errata: Vec::new(),
        })
    }

    /// `what` is what the node describes.
    pub(super) fn must_not_have(&mut self, file: &File, node: &Node, key: &str, what: &str, help: &str) {
        if let Some(key) = node.key(key) {
            let span = key.span;
            self.add(Code::KeyDoesNotFit, file, span, format!("`{}` does not fit {what}", key.text)).help =
                Some(help.to_owned());
        }
    }

    /// The type of a field or a variant: named, or that of an inline object.
    pub(super) fn value_type(
        &mut self,
        context: Context<'_, 'a>,
        key: &Key,
        name: &str,
        node: &'a Node,
    ) -> Option<Type> {
        if let Some(ty) = node.get("type") {
            return self.ty(context.seen, context.file, ty);
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
            // A name that is not UpperCamelCase was reported.
            Some(given) => {
                let name = given.text().filter(|name| naming::is_upper_camel(name))?.to_owned();
                (name, given.span, "choose another `$name` in UpperCamelCase")
            }
            None => {
                let made = naming::upper_camel([context.prefix, name]);
                (made, key.span, "the name was made of the path; add a `$name` in UpperCamelCase to the object")
            }
        };
        if !naming::is_upper_camel(&name) || !naming::is_free_type(&name) {
            let taken = naming::is_upper_camel(&name);
            let why = if taken { ": it means something else in emitted code" } else { "" };
            let message = format!("`{name}` cannot be the name of a Rust type{why}");
            self.add(Code::BadName, context.file, span, message).help = Some(help.to_owned());
            return None;
        }
        let name = TypeName::new(&context.name.scope, name);
        if self.hides(context, &name, span, help) {
            return None;
        }
        if self.take(&name, context.file, span, help) {
            let at = format!("{}.{}", context.at, key.text);
            let inner = Context { name: &name, prefix: &name.name, at: &at, ..context };
            self.object(inner, &[(fields, Location::Body)]);
        }
        Some(name)
    }

    /// Whether a type that is made here has the name of one that the file can see.
    pub(super) fn hides(&mut self, context: Context<'_, 'a>, name: &TypeName, span: Span, help: &str) -> bool {
        let Some(other) = context.seen.find(&name.name).filter(|other| other.name != *name) else { return false };
        let message = format!("`{}` declares a type `{}` as well", other.file.path, name.name);
        let fault = Diagnostic::new(Code::NameClash, &context.file.path, span, message).help(help);
        self.fault(fault.also_in(&other.file.path, other.key.span, "the other one"));
        true
    }

    /// What stands in a query or a header is a scalar.
    fn parameter(&mut self, file: &File, key: &Key, ty: &Type, location: Location) {
        let place = match location {
            Location::Body => return,
            Location::Query => "a query",
            Location::Header => "a header",
        };
        let scalar = match ty {
            Type::Primitive(primitive) => match primitive.form() {
                Form::Text | Form::Bool | Form::Integer(..) | Form::Float => true,
                Form::Any => false,
            },
            Type::Scalar(_) | Type::Enum(_) => true,
            Type::Object(_) | Type::List(_) | Type::Map(_) => false,
        };
        if !scalar {
            self.add(
                Code::BadParameter,
                file,
                key.span,
                format!("`{}` of type {ty} cannot stand in {place}", key.text),
            )
            .help = Some("use `string`, `bool`, a number, a named scalar or an enum".to_owned());
        }
    }

    /// Removes what no endpoint needs, unless the vendor shares it: it was lowered for its faults alone.
    pub(super) fn prune(&mut self) {
        let needed: BTreeSet<_> = self.model.reached(&self.model.roots()).into_iter().cloned().collect();
        // A page without an area has the vendor's scope, but its file is not the vendor's.
        let shared: BTreeSet<&str> = self.syntax.vendors.values().map(|file| file.path.as_str()).collect();
        let keep = |name: &TypeName, file: &str| shared.contains(file) || needed.contains(name);
        self.model.objects.retain(|name, object| keep(name, &object.file));
        self.model.enums.retain(|name, decl| keep(name, &decl.file));
        self.model.scalars.retain(|name, scalar| keep(name, &scalar.file));
    }
}
