//! Choices: a tag and the member that it selects.

use super::{Lowering, Place, flag, object::Context, text};
use crate::{
    diagnostic::Code,
    model::{Choice, Member, TagWire, TypeName, Variant, VariantField, WireValue},
    naming,
    syntax::node::{Key, Node},
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
            let help = "remove it: of a choice, this cannot be said";
            self.must_not_have(context.file, node, misfit, "a choice", help);
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
            .help = Some("add `name:` and another name in snake_case".to_owned());
        }
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

    fn variants(&mut self, context: Context<'_, 'a>, key: &Key, node: &'a Node, wire: TagWire) -> Vec<Variant> {
        let entries = node.get("of").map(Node::entries).unwrap_or_default();
        let at = format!("{}.{}", context.at, key.text);
        let context = Context { at: &at, ..context };
        let mut variants: Vec<Variant> = Vec::new();
        for (tag, node) in entries {
            let Some(variant) = self.variant(context, tag, node, wire) else { continue };
            let rust = naming::upper_camel([variant.name.as_str()]);
            let same = |same: &dyn Fn(&Variant) -> bool| {
                let at = variants.iter().position(same)?;
                self.places.of(&Place::Variant(context.name.clone(), at)).map(|site| site.key.span)
            };
            if let Some(first) = same(&|other| naming::upper_camel([other.name.as_str()]) == rust) {
                let fault =
                    self.add(Code::NameClash, context.file, tag.span, format!("two variants are called `{rust}`"));
                fault.relate(first, "first here");
                fault.help = Some("add another `name:` to one of them".to_owned());
                continue;
            }
            if let Some(first) = same(&|other| other.tag == variant.tag) {
                let message = format!("there are two variants for the tag {}", variant.tag);
                let fault = self.add(Code::BadChoice, context.file, tag.span, message);
                fault.relate(first, "first here");
                fault.help = Some("remove one of the two, or mend the tag that is wrong".to_owned());
                continue;
            }
            let clash = |other: &Variant| {
                let both = variant.field.as_ref().zip(other.field.as_ref());
                both.is_some_and(|(field, other)| field.wire == other.wire && field.ty != other.ty)
            };
            if let Some(first) = same(&clash) {
                let member = variant.field.as_ref().map_or("", |field| &field.wire);
                let message = format!("two tags select the member `{member}` with different types");
                let fault = self.add(Code::BadChoice, context.file, tag.span, message);
                fault.relate(first, "the other one");
                fault.help = Some("declare one type under `types` and use it in both".to_owned());
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
                Some("write the integer that is on the wire, or say `wire: string` if the tags are texts".to_owned());
        }
        let wire_name = node.get("field").and_then(Node::text);
        let named = match node.get("name") {
            Some(given) => given.text().map(str::to_owned),
            // A variant without a name and a field was reported.
            None => Some(naming::snake(wire_name?).unwrap_or_default()),
        };
        let name = named.filter(|name| naming::is_snake(name) && naming::is_free_variant(name));
        let Some(name) = name else {
            let (span, message) = match node.get("name") {
                // A name that is not snake_case was reported.
                Some(given) if !given.text().is_some_and(naming::is_snake) => return None,
                Some(given) => (given.span, format!("`{}` cannot be a variant's name", given.inline())),
                None => (tag.span, "the variant needs a name".to_owned()),
            };
            self.add(Code::BadName, file, span, message).help =
                Some("add `name:` and a name in snake_case, other than `unknown`".to_owned());
            return None;
        };
        let field = match wire_name {
            Some(wire) => {
                let ty = self.value_type(context, tag, &name, node)?;
                Some(VariantField { wire: wire.to_owned(), ty })
            }
            None => None,
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
        let mut written = written.iter().filter(|(_, node)| node.get("choice").is_some()).map(|(key, _)| key.span);
        if choices > 1
            && let (Some(first), Some(last)) = (written.next(), written.next_back())
        {
            let fault = self.add(Code::BadChoice, context.file, last, "an object holds one choice at the most");
            fault.relate(first, "the other one");
            fault.help = Some("write one of the two as plain fields".to_owned());
        }
    }
}
