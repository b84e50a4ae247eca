//! Choices: a tag and the member that it selects.

use super::{Lowering, Place, flag, object::Context, text};
use crate::{
    diagnostic::Code,
    model::{Choice, Member, TagWire, TypeName, Variant, VariantField, WireValue},
    naming,
    syntax::{
        grammar::{VALUE_KINDS, given},
        yaml::{Key, Node},
    },
};

impl<'a> Lowering<'a> {
    pub(super) fn choice(
        &mut self,
        context: Context<'_, 'a>,
        key: &'a Key,
        node: &'a Node,
        name: String,
    ) -> Option<Choice> {
        let misfits = [
            "default",
            "wire",
            "deprecated",
            "items",
            "chars",
            "bytes",
            "range",
            "pattern",
            "unique",
            "required_if",
            "forbidden_unless",
        ];
        for misfit in misfits {
            self.must_not_have(context.file, node, misfit, "a choice does not take it");
        }
        let head = node.get("choice")?;
        let wire = if head.get("wire")?.text()? == "int" { TagWire::Int } else { TagWire::String };
        let type_name = naming::upper_camel([context.prefix, name.as_str()]);
        let full = TypeName::new(&context.name.scope, &type_name);
        let help = "add `name:` to the choice or `$name` to the object";
        if self.hides(context, &full, key.span, help) || !self.take(&full, context.file, key.span, help) {
            return None;
        }
        if !naming::is_free_type(&type_name) {
            self.add(
                Code::BadName,
                context.file,
                key.span,
                format!("`{type_name}` cannot be the name of a Rust type"),
            )
            .help = Some("add another `name:`".to_owned());
        }
        let variants = self.variants(context, key, node, wire);
        self.place(context.file, key, node, Place::Choice(context.name.clone()));
        Some(Choice {
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

    fn variants(&mut self, context: Context<'_, 'a>, key: &Key, node: &'a Node, wire: TagWire) -> Vec<Variant> {
        let entries = node.get("of").map(Node::entries).unwrap_or_default();
        if entries.is_empty() {
            self.add(Code::BadChoice, context.file, key.span, "a choice needs variants").help =
                Some("`of:` a map of tags, each with the `field` that it selects".to_owned());
        }
        let mut variants: Vec<Variant> = Vec::new();
        for (tag, node) in entries {
            let Some(variant) = self.variant(context, tag, node, wire) else { continue };
            let rust = naming::upper_camel([variant.name.as_str()]);
            if variants.iter().any(|other| naming::upper_camel([other.name.as_str()]) == rust) {
                self.add(Code::NameClash, context.file, tag.span, format!("two variants are called `{rust}`")).help =
                    Some("add another `name:` to one of them".to_owned());
                continue;
            }
            if variants.iter().any(|other| other.tag == variant.tag) {
                self.add(
                    Code::BadChoice,
                    context.file,
                    tag.span,
                    format!("there are two variants for the tag {}", variant.tag),
                )
                .help = Some("remove one of the two".to_owned());
                continue;
            }
            let clash = variants.iter().filter_map(|other| other.field.as_ref()).any(|other| {
                variant.field.as_ref().is_some_and(|field| field.wire == other.wire && field.ty != other.ty)
            });
            if clash {
                let message = "two tags select one member with different types";
                self.add(Code::BadChoice, context.file, tag.span, message).help =
                    Some("name one type and use it in both".to_owned());
            }
            let at = variants.len();
            self.place(context.file, tag, node, Place::Variant(context.name.clone(), at));
            variants.push(variant);
        }
        variants
    }

    fn variant(&mut self, context: Context<'_, 'a>, tag: &Key, node: &'a Node, wire: TagWire) -> Option<Variant> {
        let file = context.file;
        let value = match wire {
            TagWire::String => Some(WireValue::Text(tag.text.clone())),
            TagWire::Int => tag.text.parse().ok().map(WireValue::Int),
        };
        if value.is_none() {
            self.add(Code::BadChoice, file, tag.span, format!("the tag `{}` is not an integer", tag.text)).help =
                Some("say `wire: string` if the tags are texts".to_owned());
        }
        let wire_name = node.get("field").and_then(Node::text);
        let named = node.get("name").and_then(Node::text).map(str::to_owned).or_else(|| naming::snake(wire_name?));
        let Some(name) = named.filter(|name| naming::is_snake(name) && naming::is_free_variant(name)) else {
            self.add(Code::BadName, file, tag.span, "the variant needs a name").help =
                Some("add `name:` and a name in snake_case, other than `unknown`".to_owned());
            return None;
        };
        let field = match (wire_name, given(node, VALUE_KINDS).len()) {
            (Some(wire), 1) => {
                let ty = self.value_type(context, tag, &name, node)?;
                Some(VariantField { wire: wire.to_owned(), ty })
            }
            (None, 0) => None,
            _ => {
                self.add(Code::BadChoice, file, tag.span, "a variant has a `field` and what it is, or neither").help =
                    Some("give it `field` and one of `type`, `object` or `objects`".to_owned());
                return None;
            }
        };
        Some(Variant {
            tag: value?,
            name,
            field,
            doc: text(node, "doc"),
            label: text(node, "label"),
            errata: Vec::new(),
        })
    }

    pub(super) fn choices(&mut self, context: Context<'_, 'a>, members: &[Member], written: &[(&Key, &Node)]) {
        let choices = members.iter().filter(|member| matches!(member, Member::Choice(_))).count();
        if choices > 1 {
            let last = written.iter().rev().find(|(_, node)| node.get("choice").is_some());
            if let Some((key, _)) = last {
                self.add(Code::BadChoice, context.file, key.span, "an object holds one choice at the most").help =
                    Some("model the other one as plain fields".to_owned());
            }
        }
    }
}
