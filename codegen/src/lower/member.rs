//! Members of objects: their names, and fields.

use std::collections::BTreeMap;

use super::{
    direction::Requirement,
    lowering::{Lowering, text},
    object::Context,
    places::Place,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Field, Location, Member, Primitive, Type},
    naming,
    syntax::node::{Key, Node},
};

/// Where the name of a member must be unique.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Namespace {
    Rust,
    Wire,
}

impl<'a> Lowering<'a> {
    pub(super) fn member(
        &mut self,
        context: Context<'_, 'a>,
        key: &'a Key,
        node: &'a Node,
        at: Location,
    ) -> Option<Member> {
        let name = self.rust_name(context, key, node)?;
        match node.get("choice") {
            Some(_) => self.choice(context, key, node, name).map(Member::Choice),
            None => self.field(context, key, node, name, at).map(Member::Field),
        }
    }

    fn rust_name(&mut self, context: Context<'_, 'a>, key: &Key, node: &Node) -> Option<String> {
        let (name, span) = match node.get("name") {
            // A name that is not in snake_case was already reported.
            Some(given) => (Some(given.text().filter(|name| naming::is_snake(name))?.to_owned()), given.span),
            None => (naming::snake(&key.text), key.span),
        };
        if let Some(name) = name.as_ref().filter(|name| naming::is_snake(name) && naming::is_free_field(name)) {
            return Some(name.clone());
        }
        let name = name.unwrap_or_else(|| key.text.clone());
        let help = match node.get("name") {
            Some(_) => "choose another `name:` in snake_case",
            None if key.text.is_ascii() => "add `name:` with an English name in snake_case",
            None => {
                "use the name on the wire as the key, and the vendor's term as `label:`; if this is the name on the wire, add `name:` with an English name in snake_case"
            }
        };
        let why = if naming::is_free_field(&name) { "" } else { ": generated types have a function of that name" };
        let message = format!("`{name}` cannot be the name of a Rust field{why}");
        self.report(Diagnostic::new(Code::BadName, &context.file.path, span, message).help(help));
        None
    }

    /// Whether the names of a member are new; `names` has those of the members before it.
    pub(super) fn is_new(
        &mut self,
        context: Context<'_, 'a>,
        key: &Key,
        member: &Member,
        names: &mut BTreeMap<(Namespace, String), Span>,
    ) -> bool {
        let wire = match member {
            Member::Field(field) => vec![field.wire.clone()],
            Member::Choice(choice) => {
                let slots = choice.slots().into_iter().map(str::to_owned);
                slots.chain([choice.tag.clone()]).collect()
            }
        };
        let own = wire.into_iter().map(|name| (Namespace::Wire, name));
        for (namespace, name) in own.chain([(Namespace::Rust, member.name().to_owned())]) {
            let Some(first) = names.insert((namespace, name.clone()), key.span) else { continue };
            let (place, help) = match namespace {
                Namespace::Wire => ("on the wire", "remove one of the two"),
                Namespace::Rust => ("in Rust", "add `name:` to one of them"),
            };
            let message = format!("two members are named `{name}` {place}");
            let at = |span: Span| Diagnostic::new(Code::NameClash, &context.file.path, span, message);
            self.report(match member {
                // The field is the mistake: the choice has this member.
                Member::Choice(choice) if namespace == Namespace::Wire => at(first)
                    .help("remove the field: the choice writes and reads it")
                    .also(key.span, format!("the choice `{}` has this member", choice.name)),
                _ => at(key.span).help(help).also(first, "the other one"),
            });
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
        let ty = self.holding(context, node, ty)?;
        self.parameter(context.file, key, &ty, location);
        let bool_as_int = node.get("wire").is_some() && ty == Type::Primitive(Primitive::Bool);
        if !bool_as_int {
            let what = format!("a field of type {ty}");
            self.must_not_have(context.file, node, "wire", &what, "remove it: `wire` is for fields of type `bool`");
        }
        if ty != Type::File {
            let what = format!("a field of type {ty}");
            self.must_not_have(
                context.file,
                node,
                "length",
                &what,
                "remove it: it is the parameter with a file's size",
            );
        }
        let limits = self.limits(context.file, node, &ty);
        let default = node.get("default").and_then(|default| self.default(context.file, default, &ty));
        let empty = self.empty(context.file, node, &ty);
        self.place(context.file, key, node, Place::Field(context.name.clone(), key.text.clone()));
        let Requirement { required, required_in, only } = self.requirement(context.file, node);
        Some(Field {
            wire: key.text.clone(),
            name,
            ty,
            required,
            required_in,
            only,
            location,
            bool_as_int,
            item: text(node, "item"),
            length: text(node, "length"),
            boxed: false,
            doc: text(node, "doc"),
            label: text(node, "label"),
            default,
            empty,
            deprecated: text(node, "deprecated"),
            limits,
            limits_if: Vec::new(),
            depends: Vec::new(),
            also_names: Vec::new(),
            also_types: Vec::new(),
            errata: Vec::new(),
        })
    }
}
