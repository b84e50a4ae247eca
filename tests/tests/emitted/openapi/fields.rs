//! Every field and every choice, with its presence and its limits.

use codegen::model::{
    Declaration, Encoding, Endpoint, Field, Limits, Location, Primitive, Range, Type, TypeName, Unit,
};
use serde_json::{Value, json};
use tests::openapi::{Api, media};

use super::all;

#[test]
fn every_field_is_there_with_presence_and_limits() {
    let mut seen = 0;
    for (model, apis) in all() {
        for (name, endpoint) in &model.endpoints {
            let api = &apis[&endpoint.vendor];
            let operation = api.operation(name);
            let roots = endpoint.roots();
            let data = model.vendors[&endpoint.vendor].envelope.data.as_deref();
            let beside_tags = model.beside_tags(&roots);
            model.visit(&roots, &mut |declaration| {
                let Declaration::Object(type_name, object) = declaration else { return };
                let is_file = *type_name == endpoint.response.object && endpoint.response.encoding == Encoding::File;
                if beside_tags.contains(type_name) || is_file {
                    return;
                }
                let component = component(api, operation, endpoint, data, type_name);
                let wholes = alternatives(api, component);
                for (field, whole) in object.fields().flat_map(|field| wholes.iter().map(move |whole| (field, *whole)))
                {
                    let (schema, required) = schema_of(api, whole, operation, field);
                    assert!(schema.is_object(), "{type_name} lacks {}", field.wire);
                    assert_eq!(required, field.required, "{type_name}.{}", field.wire);
                    limits(api, schema, field, &format!("{type_name}.{}", field.wire));
                    let in_body = whole["properties"].get(&field.wire).is_some();
                    assert_eq!(
                        in_body,
                        field.location == Location::Body,
                        "{type_name}.{} is either in the body or a parameter",
                        field.wire
                    );
                    seen += 1;
                }
                if let Some(choice) = object.choice() {
                    assert!(component.get("properties").is_none(), "{type_name} has members beside its alternatives");
                    for variant in &choice.variants {
                        let tag = serde_json::to_value(&variant.tag).expect("a value");
                        let found = wholes.iter().find(|one| one["properties"][&choice.tag]["const"] == tag);
                        let found = found.unwrap_or_else(|| panic!("{type_name} lacks the tag {tag}"));
                        let selected = variant.field.as_ref().map(|field| json!(field.wire));
                        let required = found["required"].as_array().expect("a list");
                        assert!(required.contains(&json!(choice.tag)), "{type_name} {tag}");
                        if let Some(Type::Object(flat)) = &variant.flat {
                            for field in model.objects[flat].fields() {
                                let name = format!("{type_name} {tag} {}", field.wire);
                                let (schema, is_required) = schema_of(api, found, operation, field);
                                assert!(schema.is_object(), "{name}");
                                assert_eq!(is_required, field.required, "{name}");
                                limits(api, schema, field, &name);
                                seen += 1;
                            }
                        }
                        assert!(selected.is_none_or(|selected| required.contains(&selected)), "{type_name} {tag}");
                    }
                    let without_tag = wholes.iter().any(|one| one["properties"][&choice.tag]["type"] == "null");
                    assert_eq!(without_tag, !choice.required, "{type_name}.{}", choice.tag);
                }
            });
        }
    }
    assert!(seen > 250, "{seen} fields");
}

/// The schemas with the members of an object: its own, or those of its alternatives.
fn alternatives<'a>(api: &'a Api, component: &'a Value) -> Vec<&'a Value> {
    match component["oneOf"].as_array() {
        Some(ways) => ways.iter().map(|way| target(api, &way["$ref"])).collect(),
        None => vec![component],
    }
}

/// The target of a reference; null without one.
fn target<'a>(api: &'a Api, reference: &Value) -> &'a Value {
    let pointer = reference.as_str().map(|reference| reference.trim_start_matches('#'));
    pointer.and_then(|pointer| api.0.pointer(pointer)).unwrap_or(&Value::Null)
}

/// The schema of a field in a body, a reply or a parameter.
fn schema_of<'a>(api: &'a Api, object: &'a Value, operation: &'a Value, field: &Field) -> (&'a Value, bool) {
    if field.location == Location::Body {
        let names = |schema: &Value| schema["required"].as_array().is_some_and(|all| all.contains(&json!(field.wire)));
        // A field with aliases is required under any of its names.
        let mut rules = object["allOf"].as_array().into_iter().flatten().filter(|rule| rule.get("if").is_none());
        let by_rule = rules.any(|rule| rule["anyOf"].as_array().is_some_and(|any| any.iter().any(names)));
        let required = names(object) || (by_rule && !field.also_names.is_empty());
        return (&object["properties"][&field.wire], required);
    }
    let mut parameters = operation["parameters"].as_array().into_iter().flatten();
    let found = parameters.find(|parameter| parameter["name"] == field.wire.as_str());
    let parameter = found.unwrap_or_else(|| panic!("there is no parameter {}: {:#}", field.wire, api.0["paths"]));
    (&parameter["schema"], parameter["required"] == true)
}

/// What a schema says under a key, itself or in one of its alternatives or references.
fn says<'a>(api: &'a Api, schema: &'a Value, key: &str) -> Vec<&'a Value> {
    let mut found: Vec<&Value> = schema.get(key).into_iter().collect();
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        let target = api.0.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"));
        found.extend(target.get(key));
    }
    for alternative in schema["anyOf"].as_array().into_iter().flatten() {
        found.extend(says(api, alternative, key));
    }
    found
}

/// The component of an object: the one that an operation refers to, or the one with the object's own name.
fn component<'a>(
    api: &'a Api,
    operation: &'a Value,
    endpoint: &Endpoint,
    data: Option<&str>,
    name: &TypeName,
) -> &'a Value {
    let schemas = &api.0["components"]["schemas"];
    if *name == endpoint.request.object {
        return target(api, &media(&operation["requestBody"])["schema"]["$ref"]);
    }
    if *name == endpoint.response.object {
        let success = target(api, &media(&operation["responses"]["200"])["schema"]["oneOf"][0]["$ref"]);
        let Some(data) = data else { return success };
        let nested = &success["properties"][data];
        return target(api, nested.get("$ref").unwrap_or(&nested["anyOf"][0]["$ref"]));
    }
    let segments = name.scope.split('.').map(camel).collect::<Vec<_>>();
    let mut names = (0..=segments.len()).map(|from| format!("{}{}", segments[from..].concat(), name.name));
    names.find_map(|name| schemas.get(&name)).unwrap_or_else(|| panic!("{name} has no component"))
}

fn camel(snake: &str) -> String {
    snake.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

fn limits(api: &Api, schema: &Value, field: &Field, what: &str) {
    let expect = |key: &str, value: Value| {
        let found = says(api, schema, key);
        assert!(found.contains(&&value), "{what}: {key} is {found:?}, not {value}");
    };
    let limits = &field.limits;
    let Limits { chars: _, bytes: _, size: _, filename: _, items: _, range: _, pattern, unique, beyond: _, kinds: _ } =
        limits;
    let [chars, bytes, size, items] =
        [Unit::Chars, Unit::Bytes, Unit::Size, Unit::Items].map(|unit| limits.enforced(unit).0);
    let range = limits.enforced_range().0;
    if let Some(chars) = chars.or(size) {
        chars.min.inspect(|min| expect("minLength", json!(min)));
        chars.max.inspect(|max| expect("maxLength", json!(max)));
    }
    if let Some(bytes) = bytes {
        expect("x-bytes", serde_json::to_value(bytes).expect("a value"));
    }
    if let Some(items) = items {
        let map = matches!(field.ty, Type::Map(_));
        items
            .min
            .filter(|min| *min > 0)
            .inspect(|min| expect(if map { "minProperties" } else { "minItems" }, json!(min)));
        items.max.inspect(|max| expect(if map { "maxProperties" } else { "maxItems" }, json!(max)));
    }
    match range {
        Some(Range::Int { min, max }) => {
            min.inspect(|min| expect("minimum", json!(min)));
            max.inspect(|max| expect("maximum", json!(max)));
        }
        Some(Range::Float { min, max }) => {
            min.inspect(|min| expect("minimum", json!(min)));
            max.inspect(|max| expect("maximum", json!(max)));
        }
        None => {}
    }
    if let Some(pattern) = pattern {
        expect("pattern", json!(format!("^(?:{pattern})$")));
    }
    if *unique {
        expect("uniqueItems", json!(true));
    }
    if field.ty == Type::Primitive(Primitive::Int32) {
        expect("format", json!("int32"));
    }
}
