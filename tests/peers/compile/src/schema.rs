//! The crate that typify generates from JSON Schema for the same types, with one module per vendor.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use codegen::{
    emit::File,
    model::{Choice, Field, Limits, Member, Model, Object, Primitive, Range, Role, TagWire, Type, TypeName},
};
use serde_json::{Map, Value, json};
use typify::{TypeSpace, TypeSpaceSettings};

use crate::{
    layout::file,
    structs::{ident, slots},
};

/// The source files of the crate.
pub(crate) fn files(model: &Model) -> Result<Vec<File>> {
    let mut root = String::new();
    let mut files = Vec::new();
    for vendor in model.vendors.keys() {
        root.push_str(&format!("#[cfg(feature = \"{vendor}\")]\npub mod {};\n", ident(vendor)));
        files.push(file(&format!("src/{vendor}.rs"), module(model, vendor)?));
    }
    files.push(file("src/lib.rs", root));
    Ok(files)
}

/// The name of a type, unique within its vendor, in typify's spelling.
pub(crate) fn name_of(name: &TypeName) -> String {
    let areas = name.scope.split(['.', '_']).skip(1).filter(|part| !part.is_empty());
    let camel = |part: &str| part[..1].to_uppercase() + &part[1..];
    areas.map(camel).collect::<String>() + &name.name
}

fn module(model: &Model, vendor: &str) -> Result<String> {
    let definitions: BTreeMap<String, Value> = definitions(model, vendor);
    let schema = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "definitions": definitions });
    let schema = serde_json::from_value(schema).context("no schema for typify")?;
    let mut space = TypeSpace::new(&TypeSpaceSettings::default());
    space.add_root_schema(schema).context("typify does not take the schema")?;
    let tokens = space.to_stream();
    Ok(prettyplease::unparse(&syn::parse2(tokens).context("typify wrote no Rust")?))
}

fn definitions(model: &Model, vendor: &str) -> BTreeMap<String, Value> {
    let own = |name: &TypeName| name.scope.split('.').next() == Some(vendor);
    let objects = model.objects.iter().filter(|(name, _)| own(name)).map(|(name, it)| (name_of(name), object(it)));
    let enums = model.enums.iter().filter(|(name, _)| own(name)).map(|(name, it)| {
        let values: Vec<_> = it.values.iter().map(|value| json!(value.wire)).collect();
        let is = if it.wire == Primitive::String { "string" } else { "integer" };
        (name_of(name), json!({ "type": is, "enum": values }))
    });
    let scalars = model.scalars.iter().filter(|(name, _)| own(name)).map(|(name, it)| {
        let mut schema = primitive(it.wire);
        limit(&mut schema, &it.limits);
        (name_of(name), schema)
    });
    objects.chain(enums).chain(scalars).collect()
}

fn object(object: &Object) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for member in &object.members {
        match member {
            Member::Field(it) => {
                properties.insert(it.wire.clone(), field(it));
                required.extend(it.required.then_some(&it.wire));
            }
            Member::Choice(it) => {
                choice(it, &mut properties);
                required.extend(it.required.then_some(&it.tag));
            }
        }
    }
    if object.role == Role::Both {
        required.clear();
    }
    // Without a property, typify would generate a map.
    let closed = properties.is_empty().then_some(("additionalProperties".to_owned(), json!(false)));
    let mut schema = json!({ "type": "object", "properties": properties, "required": required });
    if let Value::Object(schema) = &mut schema {
        schema.extend(closed);
    }
    schema
}

fn field(field: &Field) -> Value {
    if field.bool_as_int {
        return json!({ "type": "integer", "format": "uint8" });
    }
    let mut schema = self::schema(&field.ty);
    match (&field.ty, &mut schema) {
        (Type::List(_), Value::Object(list)) => {
            if let Some(items) = list.get_mut("items") {
                limit(items, &field.limits);
            }
        }
        (Type::Primitive(_), schema) => limit(schema, &field.limits),
        _ => {}
    }
    schema
}

/// A tag, and beside it the members that it can select, all optional.
fn choice(choice: &Choice, properties: &mut Map<String, Value>) {
    let tag = match choice.wire {
        TagWire::Int => Primitive::Int64,
        TagWire::String => Primitive::String,
    };
    properties.insert(choice.tag.clone(), primitive(tag));
    properties.extend(slots(choice).into_iter().map(|(wire, ty)| (wire.to_owned(), schema(ty))));
}

fn schema(ty: &Type) -> Value {
    match ty {
        Type::Primitive(it) => primitive(*it),
        Type::Scalar(name) | Type::Enum(name) | Type::Object(name) => {
            json!({ "$ref": format!("#/definitions/{}", name_of(name)) })
        }
        Type::List(of) => json!({ "type": "array", "items": schema(of) }),
        Type::JsonString(_) => json!({ "type": "string" }),
        // The synthetic schemas have none.
        Type::File => json!(true),
        Type::Map(of) => json!({ "type": "object", "additionalProperties": schema(of) }),
    }
}

fn primitive(primitive: Primitive) -> Value {
    match primitive {
        Primitive::String => json!({ "type": "string" }),
        Primitive::Bool => json!({ "type": "boolean" }),
        Primitive::Int32 => json!({ "type": "integer", "format": "int32" }),
        Primitive::Int64 | Primitive::Timestamp | Primitive::TimestampMs | Primitive::ErrorCode => {
            json!({ "type": "integer", "format": "int64" })
        }
        Primitive::Uint32 => json!({ "type": "integer", "format": "uint32" }),
        Primitive::Uint64 => json!({ "type": "integer", "format": "uint64" }),
        Primitive::Float => json!({ "type": "number", "format": "double" }),
        Primitive::Json => json!(true),
    }
}

/// The limits of a string, which typify checks with a separate type. It does not check limits of numbers.
fn limit(schema: &mut Value, limits: &Limits) {
    let Value::Object(schema) = schema else { return };
    if schema.contains_key("$ref") {
        return;
    }
    if let Some(chars) = limits.chars {
        schema.extend(chars.min.map(|min| ("minLength".to_owned(), json!(min))));
        schema.extend(chars.max.map(|max| ("maxLength".to_owned(), json!(max))));
    }
    schema.extend(limits.pattern.as_ref().map(|it| ("pattern".to_owned(), json!(format!("^(?:{it})$")))));
    if let Some(Range::Int { min, max }) = limits.range {
        schema.extend(min.map(|min| ("minimum".to_owned(), json!(min))));
        schema.extend(max.map(|max| ("maximum".to_owned(), json!(max))));
    }
}
