//! Choices: a tag and the members that it selects.

use super::{
    lowering::{Lowering, flag, text},
    object::Context,
    places::Place,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Choice, Member, TagWire, TypeName, Variant, VariantField, WireValue},
    naming,
    syntax::{
        describe::reserved,
        node::{Key, Node},
    },
};

/// The keys of fields that mean nothing for a choice.
const FIELD_ONLY: [&str; 18] = [
    "default",
    "wire",
    "only",
    "deprecated",
    "items",
    "chars",
    "bytes",
    "range",
    "pattern",
    "unique",
    "kinds",
    "alike",
    "required_if",
    "required_unless",
    "forbidden_if",
    "forbidden_unless",
    "ignored_if",
    "ignored_unless",
];

impl<'a> Lowering<'a> {
    pub(super) fn choice(
        &mut self,
        context: Context<'_, 'a>,
        key: &'a Key,
        node: &'a Node,
        name: String,
    ) -> Option<Choice> {
        for field_only in FIELD_ONLY {
            self.must_not_have(context.file, node, field_only, "a choice", "remove it: only fields can have it");
        }
        if let Some(word) = node.get("required").filter(|required| required.text().is_some()) {
            let message = "a choice is required in both directions or in none";
            let fault = Diagnostic::new(Code::KeyDoesNotFit, &context.file.path, word.span, message);
            self.report(fault.help("write `required: true`, or remove it"));
        }
        let head = node.get("choice")?;
        let wire = if head.get("wire")?.text()? == "int" { TagWire::Int } else { TagWire::String };
        let type_name = self.choice_name(context, key, head, &name)?;
        let variants = self.variants(context, key, node, wire);
        self.place(context.file, key, node, Place::Choice(context.name.clone()));
        Some(Choice {
            key: key.text.clone(),
            name,
            type_name,
            tag: head.get("tag")?.text()?.to_owned(),
            wire,
            required: flag(node, "required"),
            doc: text(node, "doc"),
            label: text(node, "label"),
            variants,
            errata: Vec::new(),
        })
    }

    /// The name of the enum.
    fn choice_name(&mut self, context: Context<'_, 'a>, key: &Key, head: &Node, name: &str) -> Option<String> {
        if context.is_choice {
            let help = "remove it: the object is nothing but this choice, and its name is that of the enum";
            self.must_not_have(context.file, head, "name", "the only member of an object", help);
            return Some(context.name.name.clone());
        }
        let given = head.get("name");
        let (type_name, span) = match given {
            // A name that is not in UpperCamelCase was already reported.
            Some(given) => (given.text().filter(|name| naming::is_upper_camel(name))?.to_owned(), given.span),
            None => (naming::upper_camel([context.prefix, name]), key.span),
        };
        let help = "add `name:` with another name in UpperCamelCase beside `tag:`";
        let full = TypeName::new(&context.name.scope, &type_name);
        if self.hides(context, &full, span, help) || !self.reserve(&full, context.file, span, help) {
            return None;
        }
        if !naming::is_free_type(&type_name) {
            let fault = Diagnostic::new(Code::BadName, &context.file.path, span, reserved(&type_name));
            self.report(fault.help(help));
        }
        Some(type_name)
    }

    fn variants(&mut self, context: Context<'_, 'a>, key: &Key, node: &'a Node, wire: TagWire) -> Vec<Variant> {
        let entries = node.get("of").map(Node::entries).unwrap_or_default();
        let at = format!("{}.{}", context.at, key.text);
        let context = Context { at: &at, ..context };
        let mut variants: Vec<Variant> = Vec::new();
        for (tag, node) in entries {
            let Some(variant) = self.variant(context, tag, node, wire) else { continue };
            if let Some(clash) = self.clash(context, tag, &variant, &variants) {
                self.report(clash);
                continue;
            }
            let at = variants.len();
            self.place(context.file, tag, node, Place::Variant(context.name.clone(), at));
            variants.push(variant);
        }
        variants
    }

    /// How a variant clashes with those before it.
    fn clash(&self, context: Context<'_, 'a>, tag: &Key, variant: &Variant, before: &[Variant]) -> Option<Diagnostic> {
        let first = |is_same: &dyn Fn(&Variant) -> bool| -> Option<Span> {
            let at = before.iter().position(is_same)?;
            self.places.of(&Place::Variant(context.name.clone(), at)).map(|site| site.key.span)
        };
        let fault = |code: Code, message: String| Diagnostic::new(code, &context.file.path, tag.span, message);
        let rust = naming::upper_camel([variant.name.as_str()]);
        if let Some(first) = first(&|other| naming::upper_camel([other.name.as_str()]) == rust) {
            let fault = fault(Code::NameClash, format!("two variants are called `{rust}`"));
            return Some(fault.help("give one of them another `name:`").also(first, "first here"));
        }
        if let Some(first) = first(&|other| other.tag == variant.tag) {
            let fault = fault(Code::BadChoice, format!("there are two variants for the tag {}", variant.tag));
            let help = "remove one of the two, or correct the tag that is wrong";
            return Some(fault.help(help).also(first, "first here"));
        }
        None
    }

    fn variant(&mut self, context: Context<'_, 'a>, tag: &Key, node: &'a Node, wire: TagWire) -> Option<Variant> {
        let file = context.file;
        let value = match wire {
            TagWire::String => Some(WireValue::Text(tag.text.clone())),
            TagWire::Int => tag.text.parse().ok().map(WireValue::Int),
        };
        if value.is_none() {
            let message = format!("the tag `{}` is not an integer", tag.text);
            self.report(
                Diagnostic::new(Code::BadChoice, &file.path, tag.span, message)
                    .help("write the integer that is on the wire, or use `wire: string` if the tags are strings"),
            );
        }
        let wire_name = node.get("field").and_then(Node::text);
        let named = match node.get("name") {
            Some(given) => given.text().map(str::to_owned),
            None => Some(match (wire_name, wire) {
                (Some(field), _) => naming::snake(field).unwrap_or_default(),
                (None, TagWire::String) => tag.text.clone(),
                (None, TagWire::Int) => String::new(),
            }),
        };
        let Some(name) = named.filter(|name| naming::is_snake(name) && naming::is_free_variant(name)) else {
            let (span, message) = match node.get("name") {
                // A name that is not in snake_case was already reported.
                Some(given) if !given.text().is_some_and(naming::is_snake) => return None,
                Some(given) => (given.span, format!("`{}` cannot be the name of a variant", given.inline())),
                None => (tag.span, "the variant needs a name".to_owned()),
            };
            let fault = Diagnostic::new(Code::BadName, &file.path, span, message);
            self.report(fault.help("add `name:` with a name in snake_case other than `unknown`"));
            return None;
        };
        let has_value = ["type", "object", "objects"].iter().any(|key| node.get(key).is_some());
        let ty = if has_value { Some(self.value_type(context, tag, &name, node)?) } else { None };
        let (field, flat) = match (wire_name, ty) {
            (Some(wire), Some(ty)) => {
                (Some(VariantField { wire: wire.to_owned(), ty, item: text(node, "item") }), None)
            }
            (_, ty) => (None, ty),
        };
        Some(Variant {
            tag: value?,
            name,
            field,
            flat,
            doc: text(node, "doc"),
            label: text(node, "label"),
            errata: Vec::new(),
        })
    }

    /// Reports a second choice in an object.
    pub(super) fn choices(&mut self, context: Context<'_, 'a>, members: &[Member], written: &[(&Key, &Node)]) {
        let choices = members.iter().filter(|member| matches!(member, Member::Choice(_))).count();
        let mut written = written.iter().filter(|(_, node)| node.get("choice").is_some()).map(|(key, _)| key.span);
        if choices > 1
            && let (Some(first), Some(last)) = (written.next(), written.next_back())
        {
            self.report(
                Diagnostic::new(Code::BadChoice, &context.file.path, last, "an object can have only one choice")
                    .help("write one of the two as plain fields")
                    .also(first, "the other one"),
            );
        }
    }
}
