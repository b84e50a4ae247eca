//! The crate that people would write by hand: structs with derives, one module per endpoint.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    emit::File,
    model::{Choice, Enum, Field, Member, Model, Object, Primitive, Role, Scalar, TagWire, Type, TypeName, WireValue},
};

use crate::{layout::file, rules};

/// The members that a tag can select, each once; the first type of a member that has several.
pub(crate) fn slots(choice: &Choice) -> Vec<(&str, &Type)> {
    let fields = || choice.variants.iter().filter_map(|variant| variant.field.as_ref());
    let ty = |name: &str| fields().find(|field| field.wire == name).map(|field| &field.ty);
    choice.slots().into_iter().filter_map(|name| Some((name, ty(name)?))).collect()
}

/// The style of the structs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Serde's derives only: enums and ids are `i64` or `String`.
    Bare,
    /// Our types: enums and ids are types of their own, with derives.
    Typed,
    /// Bare, with rules for garde's derive.
    Garde,
    /// Bare, with rules for validator's derive.
    Validator,
}

/// The source files of the crate.
pub(crate) fn files(model: &Model, style: Style) -> Vec<File> {
    let mut modules: BTreeMap<String, Module> = BTreeMap::new();
    let scopes = model.endpoints.values().map(|endpoint| endpoint.scope());
    let named = model.objects.keys().chain(model.enums.keys()).chain(model.scalars.keys());
    for scope in scopes.chain(named.map(|name| name.scope.as_str())) {
        let parts: Vec<&str> = scope.split('.').collect();
        for depth in 1..=parts.len() {
            let of = if depth == 1 { String::new() } else { parts[..depth - 1].join(".") };
            modules.entry(of).or_default().children.insert(parts[depth - 1].to_owned());
        }
        modules.entry(scope.to_owned()).or_default();
    }
    let writer = |scope: &str| Writer { model, style, scope: scope.to_owned(), uses: BTreeSet::new(), statics: vec![] };
    modules.iter().map(|(scope, module)| writer(scope).file(module)).collect()
}

/// A name as a Rust identifier.
pub(crate) fn ident(name: &str) -> String {
    match syn::parse_str::<syn::Ident>(name) {
        Ok(_) => name.to_owned(),
        Err(_) if ["crate", "self", "super"].contains(&name) => format!("{name}_"),
        Err(_) => format!("r#{name}"),
    }
}

#[derive(Default)]
struct Module {
    children: BTreeSet<String>,
}

struct Writer<'m> {
    model: &'m Model,
    style: Style,
    scope: String,
    uses: BTreeSet<&'m TypeName>,
    statics: Vec<String>,
}

impl<'m> Writer<'m> {
    fn file(mut self, module: &Module) -> File {
        let mut head = String::new();
        for child in &module.children {
            let feature =
                if self.scope.is_empty() { format!("#[cfg(feature = \"{child}\")]\n") } else { String::new() };
            head.push_str(&format!("{feature}pub mod {};\n", ident(child)));
        }
        let model = self.model;
        let here = |name: &TypeName| name.scope == self.scope;
        let objects: Vec<_> = model.objects.iter().filter(|(name, _)| here(name)).collect();
        let enums: Vec<_> = model.enums.iter().filter(|(name, _)| here(name)).collect();
        let scalars: Vec<_> = model.scalars.iter().filter(|(name, _)| here(name)).collect();
        let mut items: Vec<String> = objects.into_iter().map(|(name, object)| self.object(name, object)).collect();
        if self.style == Style::Typed {
            items.extend(enums.into_iter().map(|(name, decl)| enumeration(name, decl)));
            items.extend(scalars.into_iter().map(|(name, decl)| scalar(name, decl)));
        }
        if !items.is_empty() {
            head.push_str("\nuse serde::{Deserialize, Serialize};\n");
            head.push_str(rules::import(self.style));
        }
        for name in self.uses.iter().filter(|name| name.scope != self.scope) {
            let path: Vec<String> = name.scope.split('.').map(ident).collect();
            head.push_str(&format!("use crate::{}::{};\n", path.join("::"), name.name));
        }
        let path = match self.scope.as_str() {
            "" => "src/lib.rs".to_owned(),
            scope => format!("src/{}.rs", scope.replace('.', "/")),
        };
        file(&path, [vec![head], self.statics, items].concat().join("\n"))
    }

    fn object(&mut self, name: &TypeName, object: &'m Object) -> String {
        let mut fields = String::new();
        let mut default = true;
        for member in &object.members {
            match member {
                Member::Field(field) => {
                    default &= !field.required || object.role == Role::Both;
                    fields.push_str(&self.field(object, field));
                }
                Member::Choice(choice) => {
                    default &= !choice.required || object.role == Role::Both;
                    fields.push_str(&self.choice(object, choice));
                }
            }
        }
        let mut derives = vec!["Clone", "Debug"];
        derives.extend(default.then_some("Default"));
        derives.extend(["PartialEq", "Deserialize", "Serialize"]);
        derives.extend(rules::derive(self.style));
        let attribute = rules::attribute(self.style);
        format!("#[derive({})]\n{attribute}pub struct {} {{\n{fields}}}\n", derives.join(", "), name.name)
    }

    fn field(&mut self, object: &Object, field: &'m Field) -> String {
        let mut ty = if field.bool_as_int { "u8".to_owned() } else { self.ty(&field.ty) };
        if field.boxed {
            ty = format!("Box<{ty}>");
        }
        let option = is_optional(object.role, field.required) && empty(object.role, &field.ty).is_none();
        let name = name_of(&self.scope, object, field);
        let rules = rules::of(self.style, self.model, field, option, &mut self.statics, &name);
        let mut serde = Vec::new();
        if field.wire != field.name {
            serde.push(format!("rename = {:?}", field.wire));
        }
        serde.extend(field.also_names.iter().map(|name| format!("alias = {name:?}")));
        rules + &member(object.role, field.required, &field.ty, &field.name, &ty, serde)
    }

    /// A tag, and beside it the members that it can select, all optional.
    fn choice(&mut self, object: &Object, choice: &'m Choice) -> String {
        let (tag, is) = match choice.wire {
            TagWire::Int => ("i64", Primitive::Int64),
            TagWire::String => ("String", Primitive::String),
        };
        let lone = |wire: &str| if wire == plain(wire) { vec![] } else { vec![format!("rename = {wire:?}")] };
        let name = plain(&choice.tag);
        let mut out = member(object.role, choice.required, &Type::Primitive(is), &name, tag, lone(&choice.tag));
        for (wire, ty) in slots(choice) {
            let text = self.ty(ty);
            out.push_str(rules::of_slot(self.style, ty));
            out.push_str(&member(object.role, false, ty, &plain(wire), &text, lone(wire)));
        }
        out
    }

    fn ty(&mut self, ty: &'m Type) -> String {
        match ty {
            Type::Primitive(primitive) => primitive_type(*primitive).to_owned(),
            Type::Enum(name) if self.style != Style::Typed => bare(self.model.enums[name].wire).to_owned(),
            Type::Scalar(name) if self.style != Style::Typed => bare(self.model.scalars[name].wire).to_owned(),
            Type::Scalar(name) | Type::Enum(name) | Type::Object(name) => {
                self.uses.insert(name);
                name.name.clone()
            }
            Type::List(of) => format!("Vec<{}>", self.ty(of)),
            Type::JsonString(_) => "String".to_owned(),
            Type::File => "Vec<u8>".to_owned(),
            Type::Map(of) => format!("std::collections::BTreeMap<String, {}>", self.ty(of)),
        }
    }
}

/// An optional field, optional in the same way as ours: an absent list of a reply is an empty one.
fn member(role: Role, required: bool, of: &Type, name: &str, ty: &str, mut serde: Vec<String>) -> String {
    let mut ty = ty.to_owned();
    if is_optional(role, required) {
        match empty(role, of) {
            Some(empty) => serde.extend(["default".to_owned(), format!("skip_serializing_if = {empty:?}")]),
            None => {
                ty = format!("Option<{ty}>");
                serde.push("skip_serializing_if = \"Option::is_none\"".to_owned());
            }
        }
    }
    let attribute = if serde.is_empty() { String::new() } else { format!("    #[serde({})]\n", serde.join(", ")) };
    format!("{attribute}    pub {}: {ty},\n", ident(name))
}

fn is_optional(role: Role, required: bool) -> bool {
    !required || role == Role::Both
}

/// The condition of `skip_serializing_if` for types that need no `Option` to be absent.
fn empty(role: Role, of: &Type) -> Option<&'static str> {
    match of {
        Type::List(_) if role == Role::Received => Some("Vec::is_empty"),
        Type::Map(_) if role == Role::Received => Some("std::collections::BTreeMap::is_empty"),
        _ => None,
    }
}

/// The Rust name of a field with this name on the wire.
fn plain(wire: &str) -> String {
    let mut out = String::new();
    for letter in wire.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.push(if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' });
    }
    out
}

fn name_of(scope: &str, object: &Object, field: &Field) -> String {
    format!("{scope}_{}_{}", object.at, field.name)
}

fn enumeration(name: &TypeName, decl: &Enum) -> String {
    let camel = |name: &str| -> String {
        let part = |part: &str| part[..1].to_uppercase() + &part[1..];
        name.split('_').filter(|part| !part.is_empty()).map(part).collect()
    };
    let mut out = String::from("#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ");
    let int = decl.wire != Primitive::String;
    out.push_str(if int {
        "serde_repr::Deserialize_repr, serde_repr::Serialize_repr)]\n#[repr(i64)]\n"
    } else {
        "Deserialize, Serialize)]\n"
    });
    out.push_str(&format!("pub enum {} {{\n", name.name));
    for value in &decl.values {
        match &value.wire {
            WireValue::Int(wire) => out.push_str(&format!("    {} = {wire},\n", camel(&value.name))),
            WireValue::Text(wire) => {
                out.push_str(&format!("    #[serde(rename = {wire:?})]\n    {},\n", camel(&value.name)));
            }
        }
    }
    out + "}\n"
}

fn scalar(name: &TypeName, decl: &Scalar) -> String {
    let derives = "Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize";
    format!("#[derive({derives})]\n#[serde(transparent)]\npub struct {}(pub {});\n", name.name, bare(decl.wire))
}

fn bare(primitive: Primitive) -> &'static str {
    if primitive == Primitive::String { "String" } else { "i64" }
}

fn primitive_type(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::String => "String",
        Primitive::Bool => "bool",
        Primitive::Int32 => "i32",
        Primitive::Int64 | Primitive::Timestamp | Primitive::TimestampMs | Primitive::ErrorCode => "i64",
        Primitive::Uint64 => "u64",
        Primitive::Uint32 => "u32",
        Primitive::Float => "f64",
        Primitive::Json => "serde_json::Value",
    }
}
