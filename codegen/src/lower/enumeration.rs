//! Enums, and enums that are derived from others.

use std::collections::BTreeMap;

use super::{
    Lowering, Place,
    declare::{Declared, Scopes, Seen, Sort},
    flag, scalar, text, texts,
};
use crate::{
    diagnostic::Code,
    model::{Enum, EnumValue, Primitive, TypeName, WireValue},
    naming,
    syntax::{
        File,
        grammar::{ENUM_ORIGINS, describe, given},
        yaml::{Kind, Node},
    },
};

impl<'a> Lowering<'a> {
    pub(super) fn enums(&mut self, scopes: &Scopes<'a>) {
        for (seen, declared) in scopes.all(&self.syntax.pages) {
            if declared.sort == Sort::Enum {
                self.enumeration(seen, declared, &mut Vec::new());
            }
        }
    }

    /// Lowers an enum, after the one that it is derived from.
    fn enumeration(&mut self, seen: Seen<'_, 'a>, declared: &Declared<'a>, trail: &mut Vec<TypeName>) {
        let Declared { file, node, key, name, .. } = declared;
        if self.model.enums.contains_key(name) {
            return;
        }
        trail.push(name.clone());
        let base = self.base(seen, declared, trail);
        trail.pop();
        if self.model.enums.contains_key(name)
            || self.broken.contains(&name.to_string())
            || !self.take(name, file, key.span, "rename one of the two")
        {
            return;
        }
        self.place(file, key, node, Place::Enum(name.clone()));
        if node.get("from").is_some() && base.is_none() {
            self.broken.insert(name.to_string());
            return;
        }
        let before = self.faults.len();
        let wire = self.wire(file, node, key.span, base.as_ref().map(|(_, base)| base.wire));
        let mut values = self.inherited(file, node, base.as_ref().map(|(_, base)| base));
        self.values(declared, wire, &mut values);
        if wire != Primitive::String {
            values.sort_by(|a, b| a.wire.cmp(&b.wire));
        }
        let doc = text(node, "doc").or_else(|| base.as_ref().and_then(|(_, base)| base.doc.clone()));
        let lowered = Enum {
            file: file.path.clone(),
            doc,
            label: text(node, "label"),
            wire,
            closed: flag(node, "closed") || base.as_ref().is_some_and(|(_, base)| base.closed),
            from: base.map(|(name, _)| name),
            values,
            errata: Vec::new(),
        };
        if self.faults.len() > before {
            self.broken.insert(name.to_string());
        }
        self.model.enums.insert(name.clone(), lowered);
    }

    /// The enum that `from` names.
    fn base(
        &mut self,
        seen: Seen<'_, 'a>,
        declared: &Declared<'a>,
        trail: &mut Vec<TypeName>,
    ) -> Option<(TypeName, Enum)> {
        let from = declared.node.get("from")?;
        let wanted = from.text()?;
        let file = declared.file;
        let found = seen.find(wanted).or_else(|| seen.find_foreign(wanted));
        let Some(found) = found.filter(|found| found.sort == Sort::Enum) else {
            if found.is_some() {
                self.add(Code::BadDerivation, file, from.span, format!("`{wanted}` is not an enum")).help =
                    Some("name an enum, or list the values here".to_owned());
            } else if !self
                .syntax
                .is_doubtful_vendor(wanted.split_once('.').map_or(seen.vendor(), |(vendor, _)| vendor))
            {
                let near = naming::nearest(wanted, seen.names()).map(|near| format!("did you mean `{near}`?"));
                let help = "it can be an enum of this page or vendor, or `<vendor>.<Enum>` of another vendor.yaml";
                self.add(Code::BadDerivation, file, from.span, format!("there is no enum `{wanted}`")).help =
                    Some(near.unwrap_or_else(|| help.to_owned()));
            }
            return None;
        };
        if trail.contains(&found.name) {
            self.add(Code::BadDerivation, file, from.span, format!("`{wanted}` is derived from this enum")).help =
                Some("list the values in one of the two".to_owned());
            return None;
        }
        self.enumeration(seen.within_file_of(found), found, trail);
        self.model.enums.get(&found.name).map(|base| (found.name.clone(), base.clone()))
    }

    fn wire(&mut self, file: &File, node: &Node, span: crate::diagnostic::Span, base: Option<Primitive>) -> Primitive {
        match (scalar::primitive(node), base) {
            (Some(_), Some(base)) => {
                let span = node.key("wire").map_or(span, |key| key.span);
                self.add(Code::BadDerivation, file, span, "a derived enum has the type of the other").help =
                    Some("remove `wire`".to_owned());
                base
            }
            (Some(wire), None) | (None, Some(wire)) => wire,
            (None, None) => {
                if given(node, ENUM_ORIGINS).is_empty() {
                    self.add(Code::MissingKey, file, span, "an enum needs the key `wire`").help =
                        Some("`wire:` string, int32, int64 or uint32; or `from:` another enum".to_owned());
                }
                Primitive::Int64
            }
        }
    }

    /// The base's values without the removed ones.
    fn inherited(&mut self, file: &File, node: &Node, base: Option<&Enum>) -> Vec<EnumValue> {
        let mut values = base.map(|base| base.values.clone()).unwrap_or_default();
        values.iter_mut().for_each(|value| value.errata.clear());
        for (name, span) in texts(node, "remove") {
            let before = values.len();
            values.retain(|value| value.name != name);
            if values.len() == before && (base.is_some() || node.get("from").is_none()) {
                let near = naming::nearest(name, values.iter().map(|value| value.name.as_str()))
                    .map(|near| format!("did you mean `{near}`?"));
                self.add(Code::BadDerivation, file, span, format!("there is no value `{name}` to remove")).help = near;
            }
        }
        values
    }

    /// Adds the values that the enum lists itself.
    fn values(&mut self, declared: &Declared<'a>, wire: Primitive, values: &mut Vec<EnumValue>) {
        let Declared { file, node, key, name, .. } = declared;
        let listed = node.get("values").map(Node::entries).unwrap_or_default();
        if listed.is_empty() && values.is_empty() && node.get("from").is_none() && node.get("wire").is_some() {
            self.add(Code::BadEnumValue, file, key.span, "an enum needs values").help =
                Some("`values:` a map of English names, each with its `value`".to_owned());
        }
        let mut variants: BTreeMap<String, String> =
            values.iter().map(|value| (naming::upper_camel([value.name.as_str()]), value.name.clone())).collect();
        let mut wires: BTreeMap<WireValue, String> =
            values.iter().map(|value| (value.wire.clone(), value.name.clone())).collect();
        for (key, value) in listed {
            let variant = naming::upper_camel([key.text.as_str()]);
            if !naming::is_free_variant(&key.text) {
                self.add(Code::BadName, file, key.span, format!("`{}` cannot be a value's name", key.text)).help =
                    Some("`Unknown` is for what the docs don't list; say what is not known: `unspecified`".to_owned());
                continue;
            }
            if let Some(other) = variants.insert(variant, key.text.clone()) {
                let message = format!("`{}` and `{other}` are the same in Rust", key.text);
                self.add(Code::NameClash, file, key.span, message).help = Some("rename one of the two".to_owned());
                continue;
            }
            let Some(on_wire) = self.wire_value(file, value, wire) else { continue };
            if let Some(other) = wires.get(&on_wire) {
                let message = format!("`{other}` and `{}` have the same value {on_wire}", key.text);
                self.add(Code::BadEnumValue, file, key.span, message).help = Some("remove one of the two".to_owned());
                continue;
            }
            wires.insert(on_wire.clone(), key.text.clone());
            self.place(file, key, value, Place::EnumValue(name.clone(), key.text.clone()));
            values.push(EnumValue {
                name: key.text.clone(),
                wire: on_wire,
                label: text(value, "label"),
                doc: text(value, "doc"),
                errata: Vec::new(),
            });
        }
    }

    fn wire_value(&mut self, file: &File, value: &Node, wire: Primitive) -> Option<WireValue> {
        let node = value.get("value")?;
        let found = match (&node.kind, wire.integer_bounds()) {
            (Kind::Int(value), Some((least, greatest))) if (least..=greatest).contains(value) => {
                Some(WireValue::Int(*value))
            }
            (Kind::Text(value), None) => Some(WireValue::Text(value.clone())),
            _ => None,
        };
        if found.is_none() {
            let text = node.text().is_some();
            let kind = if text { "the text " } else { "" };
            let message = format!("{kind}{} is no value of type {}", describe(node), wire.as_str());
            let help = match (wire.integer_bounds(), text) {
                (None, _) => Some("put it in quotes".to_owned()),
                (Some(_), true) => Some("remove the quotes, or say `wire: string`".to_owned()),
                (Some((least, greatest)), false) => Some(format!("it goes from {least} to {greatest}")),
            };
            self.add(Code::BadEnumValue, file, node.span, message).help = help;
        }
        found
    }
}
