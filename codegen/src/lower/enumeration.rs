//! Enums: their wire type and their values.

use std::collections::BTreeMap;

use super::{
    lowering::{Lowering, flag, share, text},
    places::{Place, Site},
    scalar,
    scope::{Declared, Scopes, Sort, Visible},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Enum, EnumValue, Primitive, TypeName, WireValue},
    naming,
    syntax::{
        File,
        describe::describe,
        node::{Key, Kind, Node},
    },
};

impl<'a> Lowering<'a> {
    pub(super) fn enums(&mut self, scopes: &Scopes<'a>) {
        for (visible, declared) in scopes.all() {
            if declared.sort == Sort::Enum {
                self.enumeration(visible, declared, &mut Vec::new());
            }
        }
    }

    /// Lowers an enum, after the one that it is derived from. `trail` has the enums that are being derived from this one.
    pub(super) fn enumeration<'s>(
        &mut self,
        visible: Visible<'s, 'a>,
        declared: &'s Declared<'a>,
        trail: &mut Vec<&'s Declared<'a>>,
    ) {
        let Declared { file, node, key, name, .. } = declared;
        if self.is_lowered(declared) {
            return;
        }
        trail.push(declared);
        let base = self.base(visible, declared, trail);
        trail.pop();
        if self.is_lowered(declared)
            || self.broken.contains(&name.to_string())
            || !self.reserve(name, file, key.span, &share(&name.scope))
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

    /// Whether this declaration of an enum, and not another one of its name, is in the model or has faults.
    fn is_lowered(&self, declared: &Declared<'a>) -> bool {
        let site = self.places.of(&Place::Enum(declared.name.clone()));
        site.is_some_and(|site| std::ptr::eq(site.node, declared.node))
    }

    /// Adds the values that the enum itself lists to the inherited ones.
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
            let fault = Diagnostic::new(Code::BadEnumValue, &file.path, key.span, "an enum needs values");
            self.report(fault.help("add `values: { english_name: { value: … } }`"));
        }
        let mut variants: BTreeMap<String, String> =
            values.iter().map(|value| (naming::upper_camel([value.name.as_str()]), value.name.clone())).collect();
        let mut wires: BTreeMap<WireValue, String> =
            values.iter().map(|value| (value.wire.clone(), value.name.clone())).collect();
        for (key, value) in own {
            if !naming::is_free_variant(&key.text) {
                let message = format!("`{}` cannot be the name of a value", key.text);
                let help = "choose another, such as `unspecified`: `Unknown` is for values that the docs don't list";
                self.report(Diagnostic::new(Code::BadName, &file.path, key.span, message).help(help));
                continue;
            }
            if let Some(other) = variants.insert(naming::upper_camel([key.text.as_str()]), key.text.clone()) {
                let first = self.listed_at(name, base, &other);
                self.report(same_name(file, key, &other, first));
                continue;
            }
            let Some(on_wire) = self.wire_value(file, value, wire) else { continue };
            if let Some(other) = wires.get(&on_wire) {
                let first = self.listed_at(name, base, other);
                self.report(same_value(file, key, value, &on_wire, other, first));
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

    /// Where a value of an enum is listed: in the enum, or in one that it is derived from.
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
        let bounds = wire.integer_bounds();
        let help = match (&node.kind, bounds) {
            (Kind::Int(value), Some((least, greatest))) if (least..=greatest).contains(&(*value).into()) => {
                return Some(WireValue::Int(*value));
            }
            (Kind::Text(value), None) => return Some(WireValue::Text(value.clone())),
            (_, None) => "put it in quotes".to_owned(),
            (Kind::Text(_), Some(_)) => "write an integer without quotes, or use `wire: string`".to_owned(),
            (_, Some((least, greatest))) => {
                format!("write an integer from {least} to {greatest}, or choose another `wire`")
            }
        };
        let message = format!("{} is not a value of type {}", describe(node), wire.as_str());
        self.report(Diagnostic::new(Code::BadEnumValue, &file.path, node.span, message).help(help));
        None
    }
}

/// Two values with one name in Rust.
fn same_name(file: &File, key: &Key, other: &str, first: Option<Site<'_>>) -> Diagnostic {
    let message = match other == key.text {
        true => format!("there is already a value `{other}`"),
        false => format!("`{}` and `{other}` are the same in Rust", key.text),
    };
    Diagnostic::new(Code::NameClash, &file.path, key.span, message)
        .help("rename one of the two")
        .also_in(first.map(Site::key_span), "first here")
}

/// Two values that are the same on the wire.
fn same_value(
    file: &File,
    key: &Key,
    value: &Node,
    wire: &WireValue,
    other: &str,
    first: Option<Site<'_>>,
) -> Diagnostic {
    let span = value.get("value").map_or(key.span, |value| value.span);
    let message = format!("`{other}` and `{}` have the same value {wire}", key.text);
    Diagnostic::new(Code::BadEnumValue, &file.path, span, message)
        .help("correct the value that is wrong, or remove one of the two")
        .also_in(first.map(|site| site.value_span("value")), "first here")
}
