//! Enums, and enums that are derived from others.

use std::collections::BTreeMap;

use super::{
    Lowering, Place, Site,
    declare::{Declared, Scopes, Seen, Sort},
    flag, scalar, text, texts,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Enum, EnumValue, Primitive, TypeName, WireValue},
    naming,
    syntax::{
        File,
        describe::{describe, listed},
        node::{Kind, Node},
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
    fn enumeration<'s>(&mut self, seen: Seen<'s, 'a>, declared: &'s Declared<'a>, trail: &mut Vec<&'s Declared<'a>>) {
        let Declared { file, node, key, name, .. } = declared;
        if self.model.enums.contains_key(name) {
            return;
        }
        trail.push(declared);
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
        let own = scalar::primitive(node).unwrap_or(Primitive::Int64);
        let wire = base.as_ref().map_or(own, |(_, base)| base.wire);
        let mut values = self.inherited(file, node, base.as_ref().map(|(_, base)| base));
        self.values(declared, base.as_ref().map(|(name, _)| name), wire, &mut values);
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
    fn base<'s>(
        &mut self,
        seen: Seen<'s, 'a>,
        declared: &'s Declared<'a>,
        trail: &mut Vec<&'s Declared<'a>>,
    ) -> Option<(TypeName, Enum)> {
        let from = declared.node.get("from")?;
        let wanted = from.text()?;
        let file = declared.file;
        let found = seen.find(wanted).or_else(|| seen.find_foreign(wanted));
        let Some(found) = found.filter(|found| found.sort == Sort::Enum) else {
            if let Some(other) = found {
                let fault =
                    Diagnostic::new(Code::BadDerivation, &file.path, from.span, format!("`{wanted}` is not an enum"))
                        .help("name an enum, or list the values here")
                        .also_in(&other.file.path, other.key.span, "declared here");
                self.fault(fault);
            } else if !self
                .syntax
                .is_doubtful_vendor(wanted.split_once('.').map_or(seen.vendor(), |(vendor, _)| vendor))
            {
                let bases: Vec<String> = seen.bases().into_iter().filter(|base| *base != declared.key.text).collect();
                let help = match naming::nearest(wanted, bases.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => {
                        "name an enum of this page or vendor, or `<vendor>.<Enum>` of another vendor.yaml".to_owned()
                    }
                };
                self.add(Code::BadDerivation, file, from.span, format!("there is no enum `{wanted}`")).help =
                    Some(help);
            }
            return None;
        };
        if let Some(start) = trail.iter().position(|earlier| earlier.name == found.name) {
            // Every enum of a circle leads into it; it is told once.
            if !self.broken.contains(&found.name.to_string()) {
                self.circle(declared, from, &trail[start..]);
            }
            return None;
        }
        self.enumeration(seen.within_file_of(found), found, trail);
        self.model.enums.get(&found.name).map(|base| (found.name.clone(), base.clone()))
    }

    /// Enums that are derived from one another; the last of them has `from`.
    fn circle(&mut self, declared: &Declared<'a>, from: &Node, circle: &[&Declared<'a>]) {
        let wanted = from.inline();
        let message = match circle.len() {
            1 => format!("`{}` is derived from itself", declared.key.text),
            _ => format!("`{wanted}` is itself derived from `{}`", declared.key.text),
        };
        let mut fault = Diagnostic::new(Code::BadDerivation, &declared.file.path, from.span, message)
            .help("remove `from` here, and list the values");
        for other in circle.iter().filter(|other| other.name != declared.name) {
            if let Some(from) = other.node.get("from") {
                fault =
                    fault.also_in(&other.file.path, from.span, format!("`{}` is derived from this", other.key.text));
            }
        }
        self.fault(fault);
    }

    /// The base's values without the removed ones.
    fn inherited(&mut self, file: &File, node: &Node, base: Option<&Enum>) -> Vec<EnumValue> {
        let mut values = base.map(|base| base.values.clone()).unwrap_or_default();
        values.iter_mut().for_each(|value| value.errata.clear());
        let removed = texts(node, "remove");
        for (at, (name, span)) in removed.iter().enumerate() {
            let before = values.len();
            values.retain(|value| value.name != *name);
            if values.len() < before || base.is_none() && node.get("from").is_some() {
                continue;
            }
            if let Some((_, first)) = removed[..at].iter().find(|(earlier, _)| earlier == name) {
                let fault = self.add(Code::BadDerivation, file, *span, format!("`{name}` is removed twice"));
                fault.relate(*first, "first here");
                fault.help = Some("remove one of the two".to_owned());
                continue;
            }
            let known: Vec<&str> = values.iter().map(|value| value.name.as_str()).collect();
            let help = match naming::nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if base.is_none() => "add `from:` and the enum that has it, or remove `remove`".to_owned(),
                None => format!("it can be {}", listed(&known)),
            };
            self.add(Code::BadDerivation, file, *span, format!("there is no value `{name}` to remove")).help =
                Some(help);
        }
        values
    }

    /// Adds the values that the enum lists itself.
    fn values(
        &mut self,
        declared: &Declared<'a>,
        base: Option<&TypeName>,
        wire: Primitive,
        values: &mut Vec<EnumValue>,
    ) {
        let Declared { file, node, key, name, .. } = declared;
        let own = node.get("values").map(Node::entries).unwrap_or_default();
        if own.is_empty() && values.is_empty() && node.get("from").is_none() && node.get("wire").is_some() {
            self.add(Code::BadEnumValue, file, key.span, "an enum needs values").help =
                Some("add `values: { english_name: { value: … } }`".to_owned());
        }
        let mut variants: BTreeMap<String, String> =
            values.iter().map(|value| (naming::upper_camel([value.name.as_str()]), value.name.clone())).collect();
        let mut wires: BTreeMap<WireValue, String> =
            values.iter().map(|value| (value.wire.clone(), value.name.clone())).collect();
        for (key, value) in own {
            let variant = naming::upper_camel([key.text.as_str()]);
            if !naming::is_free_variant(&key.text) {
                self.add(Code::BadName, file, key.span, format!("`{}` cannot be a value's name", key.text)).help = Some(
                    "choose another, such as `unspecified`: `Unknown` is for values that the docs don't list"
                        .to_owned(),
                );
                continue;
            }
            if let Some(other) = variants.insert(variant, key.text.clone()) {
                let message = match other == key.text {
                    true => format!("there is a value `{other}` already"),
                    false => format!("`{}` and `{other}` are the same in Rust", key.text),
                };
                let mut fault = Diagnostic::new(Code::NameClash, &file.path, key.span, message);
                if let Some(first) = self.listed_at(name, base, &other) {
                    fault = fault.also_in(&first.file.path, first.key.span, "first here");
                }
                self.fault(fault.help("rename one of the two"));
                continue;
            }
            let Some(on_wire) = self.wire_value(file, value, wire) else { continue };
            if let Some(other) = wires.get(&on_wire) {
                let message = format!("`{other}` and `{}` have the same value {on_wire}", key.text);
                let span = value.get("value").map_or(key.span, |value| value.span);
                let mut fault = Diagnostic::new(Code::BadEnumValue, &file.path, span, message);
                if let Some(first) = self.listed_at(name, base, other) {
                    let at = first.node.get("value").map_or(first.key.span, |value| value.span);
                    fault = fault.also_in(&first.file.path, at, "first here");
                }
                self.fault(fault.help("mend the value that is wrong, or remove one of the two"));
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

    /// Where a value of an enum is listed, be it by one that it is derived from.
    fn listed_at(&self, own: &TypeName, base: Option<&TypeName>, value: &str) -> Option<Site<'a>> {
        let mut found = self.places.of(&Place::EnumValue(own.clone(), value.to_owned()));
        let mut next = base;
        while let (None, Some(name)) = (found, next) {
            found = self.places.of(&Place::EnumValue(name.clone(), value.to_owned()));
            next = self.model.enums.get(name).and_then(|base| base.from.as_ref());
        }
        found
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
            let message = format!("{} is no value of type {}", describe(node), wire.as_str());
            let help = match (wire.integer_bounds(), text) {
                (None, _) => Some("put it in quotes".to_owned()),
                (Some(_), true) => Some("write an integer without quotes, or say `wire: string`".to_owned()),
                (Some((least, greatest)), false) => {
                    Some(format!("write an integer from {least} to {greatest}, or choose another `wire`"))
                }
            };
            self.add(Code::BadEnumValue, file, node.span, message).help = help;
        }
        found
    }
}
