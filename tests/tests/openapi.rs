//! The OpenAPI descriptions, looked at as somebody would who has nothing else: every endpoint and field is there with what
//! holds for it, and every example fits its schema.
//!
//! `cargo xtask interop` holds them against other people's tools as well.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    Source,
    model::{Field, Location, Model, Primitive, Range, Type},
};
use jsonschema::Validator;
use serde_json::{Value, json};
use tests::{
    fixture_model, model,
    openapi::{Api, apis, media},
};

/// Our own models and the fixture's, each with its descriptions.
fn all() -> Vec<(Model, BTreeMap<String, Api>)> {
    [model(), fixture_model()].map(|model| (apis(&model), model)).map(|(apis, model)| (model, apis)).into()
}

fn fixture() -> BTreeMap<String, Api> {
    apis(&fixture_model())
}

#[track_caller]
fn fits(schema: &Validator, value: &Value, what: &str) {
    let errors: Vec<String> = schema.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{what} does not fit its schema:\n{}", errors.join("\n"));
}

/// The values of a map of examples.
fn examples(of: &Value) -> impl Iterator<Item = (&String, &Value)> {
    of["examples"].as_object().into_iter().flatten().map(|(name, example)| (name, &example["value"]))
}

#[test]
fn every_example_fits_its_schema() {
    let mut checked = 0;
    for (model, apis) in all() {
        for (name, endpoint) in &model.endpoints {
            let api = &apis[&endpoint.vendor];
            let (operation, schemas) = (api.operation(name), api.schemas(name));
            for (at, parameter) in schemas.parameters.iter().enumerate() {
                for (example, value) in examples(&operation["parameters"][at]) {
                    fits(&parameter.schema, value, &format!("{name}, {} of {example}", parameter.name));
                    checked += 1;
                }
            }
            for (example, value) in examples(media(&operation["requestBody"])) {
                fits(schemas.body.as_ref().expect("it has an example"), value, &format!("{name}, request {example}"));
                checked += 1;
            }
            for (example, value) in examples(media(&operation["responses"]["200"])) {
                fits(&schemas.reply, value, &format!("{name}, reply {example}"));
                checked += 1;
            }
        }
    }
    assert!(checked > 40, "there are examples: {checked}");
}

#[test]
fn every_published_example_is_there() {
    for (model, apis) in all() {
        for (name, endpoint) in &model.endpoints {
            let operation = apis[&endpoint.vendor].operation(name);
            let replies: Vec<&Value> =
                examples(media(&operation["responses"]["200"])).map(|(_, value)| value).collect();
            for example in &endpoint.examples.response {
                assert!(replies.contains(&&example.value), "{name} lacks {}", example.file);
            }
            for example in &endpoint.examples.request {
                for (wire, value) in example.value.as_object().expect("a request is an object") {
                    let parameters = operation["parameters"].as_array().into_iter().flatten();
                    let mut places = parameters.filter(|parameter| parameter["name"] == wire.as_str());
                    let found = match places.next() {
                        Some(parameter) => examples(parameter).any(|(_, found)| found == value),
                        None => {
                            examples(media(&operation["requestBody"])).any(|(_, body)| body.get(wire) == Some(value))
                        }
                    };
                    assert!(found, "{name} lacks {wire} of {}", example.file);
                }
            }
        }
    }
}

#[test]
fn every_endpoint_is_an_operation() {
    for (model, apis) in all() {
        assert_eq!(apis.keys().collect::<Vec<_>>(), model.vendors.keys().collect::<Vec<_>>());
        for (vendor, api) in &apis {
            let ids: BTreeSet<&str> = api.operations().filter_map(|(_, _, op)| op["operationId"].as_str()).collect();
            let endpoints = model.endpoints.iter().filter(|(_, endpoint)| endpoint.vendor == *vendor);
            assert_eq!(ids, endpoints.map(|(name, _)| name.as_str()).collect(), "{vendor}");
            let tags: Vec<&Value> = api.0["tags"].as_array().into_iter().flatten().map(|tag| &tag["name"]).collect();
            for (path, method, operation) in api.operations() {
                let name = operation["operationId"].as_str().expect("a name");
                let endpoint = &model.endpoints[name];
                assert_eq!((path, method), (endpoint.path.as_str(), &*endpoint.method.as_str().to_lowercase()));
                assert_eq!(operation["summary"], endpoint.summary);
                assert_eq!(operation["externalDocs"]["url"], endpoint.page.url);
                assert_eq!(operation["externalDocs"]["description"], endpoint.page.title);
                assert_eq!(operation["deprecated"] == true, endpoint.deprecated.is_some(), "{name}");
                assert!(tags.contains(&&operation["tags"][0]), "{name} has no tag that is described");
                let about = operation["description"].as_str().unwrap_or_default();
                for permission in &endpoint.permissions {
                    assert!(about.contains(&permission.app) && about.contains(&permission.needs), "{name}: {about}");
                }
            }
        }
    }
}

/// The schema that a field has where it stands, in a body, a reply or a parameter.
fn schema_of<'a>(api: &'a Api, object: &'a Value, operation: &'a Value, field: &Field) -> (&'a Value, bool) {
    if field.location == Location::Body {
        let required = object["required"].as_array().is_some_and(|names| names.contains(&json!(field.wire)));
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
    for way in schema["anyOf"].as_array().into_iter().flatten() {
        found.extend(says(api, way, key));
    }
    found
}

#[test]
fn every_field_is_there_with_presence_and_limits() {
    let mut seen = 0;
    for (model, apis) in all() {
        for (name, endpoint) in &model.endpoints {
            let api = &apis[&endpoint.vendor];
            let operation = api.operation(name);
            let roots = [&endpoint.request, &endpoint.response];
            model.visit(&roots, &mut |declaration| {
                let codegen::model::Declaration::Object(type_name, object) = declaration else { return };
                let component = component(api, operation, endpoint, type_name);
                for field in object.fields() {
                    let (schema, required) = schema_of(api, component, operation, field);
                    assert!(schema.is_object(), "{type_name} lacks {}", field.wire);
                    assert_eq!(required, field.required, "{type_name}.{}", field.wire);
                    limits(api, schema, field, &format!("{type_name}.{}", field.wire));
                    seen += 1;
                }
                if let Some(choice) = object.choice() {
                    assert!(component["properties"][&choice.tag].is_object(), "{type_name} lacks {}", choice.tag);
                    let ways: Vec<&Value> = component["oneOf"].as_array().expect("ways").iter().collect();
                    for variant in &choice.variants {
                        let tag = serde_json::to_value(&variant.tag).expect("a value");
                        let way = ways.iter().find(|way| way["properties"][&choice.tag]["const"] == tag);
                        let way = way.unwrap_or_else(|| panic!("{type_name} lacks the tag {tag}"));
                        let selected = variant.field.as_ref().map(|field| json!(field.wire));
                        let required = way["required"].as_array().expect("a list");
                        assert!(selected.is_none_or(|selected| required.contains(&selected)), "{type_name} {tag}");
                    }
                }
            });
        }
    }
    assert!(seen > 250, "{seen} fields");
}

/// The component of an object: what an operation refers to, or what stands under the object's own name.
fn component<'a>(
    api: &'a Api,
    operation: &'a Value,
    endpoint: &codegen::model::Endpoint,
    name: &codegen::model::TypeName,
) -> &'a Value {
    let schemas = &api.0["components"]["schemas"];
    let by_reference = |reference: &Value| {
        reference
            .as_str()
            .and_then(|reference| api.0.pointer(reference.trim_start_matches('#')))
            .unwrap_or(&Value::Null)
    };
    if *name == endpoint.request {
        return by_reference(&media(&operation["requestBody"])["schema"]["$ref"]);
    }
    if *name == endpoint.response {
        let success = &media(&operation["responses"]["200"])["schema"]["oneOf"][0];
        let properties = success["properties"].as_object().into_iter().flatten();
        let below = properties.flat_map(|(_, schema)| says_refs(schema));
        let references = says_refs(&success["allOf"][0]).into_iter().chain(below);
        return references.map(by_reference).next().expect("a reply has a payload");
    }
    let segments = name.scope.split('.').map(camel).collect::<Vec<_>>();
    let mut names = (0..=segments.len()).map(|from| format!("{}{}", segments[from..].concat(), name.name));
    names.find_map(|name| schemas.get(&name)).unwrap_or_else(|| panic!("{name} is no component"))
}

fn says_refs(schema: &Value) -> Vec<&Value> {
    let ways = schema["anyOf"].as_array().into_iter().flatten();
    schema.get("$ref").into_iter().chain(ways.filter_map(|way| way.get("$ref"))).collect()
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
    if let Some(chars) = limits.chars {
        chars.min.inspect(|min| expect("minLength", json!(min)));
        chars.max.inspect(|max| expect("maxLength", json!(max)));
    }
    if let Some(bytes) = limits.bytes {
        expect("x-bytes", serde_json::to_value(bytes).expect("a value"));
    }
    if let Some(items) = limits.items {
        let map = matches!(field.ty, Type::Map(_));
        items
            .min
            .filter(|min| *min > 0)
            .inspect(|min| expect(if map { "minProperties" } else { "minItems" }, json!(min)));
        items.max.inspect(|max| expect(if map { "maxProperties" } else { "maxItems" }, json!(max)));
    }
    match limits.range {
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
    if let Some(pattern) = &limits.pattern {
        expect("pattern", json!(format!("^(?:{pattern})$")));
    }
    if limits.unique {
        expect("uniqueItems", json!(true));
    }
    if field.ty == Type::Primitive(Primitive::Int32) {
        expect("format", json!("int32"));
    }
}

#[test]
fn enums_are_open_unless_a_request_may_only_carry_what_is_listed() {
    let apis = fixture();
    let schemas = &apis["acme"].0["components"]["schemas"];
    assert_eq!(schemas["Colour"]["x-extensible-enum"], json!([1, 2, 9]));
    assert_eq!(schemas["Colour"]["x-enum-varnames"], json!(["red", "green", "grey"]));
    assert_eq!(schemas["Colour"]["x-enum-descriptions"], json!(["红", "绿", "灰"]));
    assert!(schemas["Colour"]["type"] == "integer" && schemas["Colour"].get("enum").is_none());
    assert_eq!(schemas["Sex"]["enum"], json!([1, 2]));
    assert_eq!(schemas["SexReceived"]["x-extensible-enum"], json!([1, 2]));
    assert_eq!(schemas["AddRequest"]["properties"]["sexes"]["items"]["$ref"], "#/components/schemas/Sex");
    let received = &schemas["AddResponse"]["properties"]["sex"]["anyOf"][0]["$ref"];
    assert_eq!(*received, "#/components/schemas/SexReceived");
    for (_, apis) in all() {
        for api in apis.values() {
            for (name, schema) in api.0["components"]["schemas"].as_object().expect("schemas") {
                let values = schema.get("enum").or(schema.get("x-extensible-enum")).and_then(Value::as_array);
                let Some(values) = values else { continue };
                for key in ["x-enum-varnames", "x-enum-descriptions"] {
                    assert_eq!(schema[key].as_array().map(Vec::len), Some(values.len()), "{name} {key}");
                }
            }
        }
    }
}

#[test]
fn rules_are_conditions_of_json_schema() {
    let apis = fixture();
    let schema = apis["acme"].schemas("acme.zoo.add").body.expect("it has a body");
    let model = fixture_model();
    let good = &model.endpoints["acme.zoo.add"].examples.request[0].value;
    fits(&schema, good, "the example");
    let changes = [
        ("required_if", json!({ "trained": 1 })),
        ("forbidden_unless", json!({ "show": "s" })),
        ("at_least_one_of", json!({ "remark": "", "nicknames": [] })),
        ("exactly_one_of, both", json!({ "meadow": "m" })),
        ("exactly_one_of, none", json!({ "cage": null })),
        ("a tag that is not listed", json!({ "kind": "grass" })),
        ("a member that the tag does not select", json!({ "hay": { "weight": 1 } })),
        ("the member that the tag selects is missing", json!({ "meat": null })),
        ("closed enum", json!({ "sex": 3 })),
        ("unique", json!({ "nicknames": ["a", "a"] })),
        ("pattern, the whole value", json!({ "code": "xAB" })),
        ("32 bits", json!({ "big_show": 2_147_483_648_u64, "size": "l" })),
    ];
    for (rule, change) in changes {
        let mut bad = good.clone();
        for (name, value) in change.as_object().expect("an object") {
            bad[name] = value.clone();
        }
        assert!(!schema.is_valid(&bad), "{rule}: {change} is accepted");
    }
    for mend in
        [json!({ "trained": 1, "trainer": "t", "show": "s", "trick": "k" }), json!({ "cage": null, "meadow": "m" })]
    {
        let mut changed = good.clone();
        for (name, value) in mend.as_object().expect("an object") {
            changed[name] = value.clone();
        }
        fits(&schema, &changed, &mend.to_string());
    }
}

#[test]
fn a_reply_is_a_payload_or_an_error() {
    let apis = fixture();
    let inline = apis["acme"].schemas("acme.zoo.add").reply;
    let nested = apis["other"].schemas("other.mix").reply;
    let optional = apis["other"].schemas("other.clean").reply;
    let cases = [
        (&inline, json!({ "errcode": 0, "id": "cat1" }), true),
        (&inline, json!({ "errcode": 0 }), false),
        (&inline, json!({ "errcode": 40001, "errmsg": "no" }), true),
        (&inline, json!({ "errcode": 77777 }), true),
        (&inline, json!({ "id": "cat1" }), false),
        (&nested, json!({ "code": 200, "data": { "colour": 1 } }), true),
        (&nested, json!({ "code": 200, "data": null }), false),
        (&nested, json!({ "code": 200 }), false),
        (&nested, json!({ "code": 401, "data": null, "request_id": "r" }), true),
        (&optional, json!({ "code": 200 }), true),
        (&optional, json!({ "code": 200, "data": null }), true),
        (&optional, json!({ "code": 200, "data": { "done": "yes" } }), false),
    ];
    for (schema, reply, expected) in cases {
        assert_eq!(schema.is_valid(&reply), expected, "{reply}");
    }
    let code = &apis["acme"].0["components"]["schemas"]["Error"]["properties"]["errcode"];
    assert_eq!(code["x-extensible-enum"], json!([-1, 40001, 45009]));
    assert_eq!(code["x-enum-varnames"], json!(["busy", "bad_token", "rate_limited"]));
    let reply = &apis["acme"].operation("acme.zoo.add")["responses"]["200"];
    assert_eq!(reply["x-errors"], json!([40001, -1]));
    assert!(reply["description"].as_str().is_some_and(|words| words.contains("`40001` (bad_token)")), "{reply}");
    assert_eq!(media(reply)["examples"]["bad_token"]["value"]["errcode"], 40001);
}

#[test]
fn credentials_and_addresses() {
    let apis = apis(&model());
    let scheme = |vendor: &str| apis[vendor].0["components"]["securitySchemes"]["credential"].clone();
    assert_eq!(scheme("wecom"), json!({ "type": "apiKey", "in": "query", "name": "access_token" }));
    assert_eq!(scheme("xunjinet"), json!({ "type": "apiKey", "in": "header", "name": "Token" }));
    for api in apis.values() {
        assert_eq!(api.0["security"], json!([{ "credential": [] }]));
    }
    assert_eq!(apis["wecom"].0["servers"], json!([{ "url": "https://qyapi.weixin.qq.com" }]));
    let server = &apis["xunjinet"].0["servers"][0];
    assert_eq!(server["url"], "{base_url}");
    assert!(server["variables"]["base_url"]["default"].is_string());
}

#[test]
fn whatever_has_no_keyword_is_told_in_words_and_extensions() {
    let apis = fixture();
    let schemas = &apis["acme"].0["components"]["schemas"];
    let remark = &schemas["AddRequest"]["properties"]["remark"];
    assert_eq!((&remark["x-bytes"], &remark["maxLength"]), (&json!({ "max": 10 }), &json!(5)));
    // Four bytes are one character at least.
    assert_eq!((&schemas["Password"]["minLength"], &schemas["Password"]["format"]), (&json!(1), &json!("password")));
    assert_eq!(schemas["AddRequest"]["properties"]["password"]["writeOnly"], true);
    assert_eq!(schemas["AddRequest"]["properties"]["colour"]["default"], 1);
    assert_eq!(schemas["MatchResponse"]["properties"]["old_names"]["deprecated"], true);
    assert_eq!(schemas["AnimalId"]["x-label"], "动物ID");
    assert!(schemas["AnimalId"]["description"].as_str().is_some_and(|words| words.contains("动物ID")));
    let errata = schemas["Place"]["properties"]["name"]["x-errata"][0].as_str().unwrap_or_default();
    assert!(errata.contains("table: name; example: title") && errata.contains("both were seen"), "{errata}");
    assert!(schemas["Place"]["properties"]["title"].is_object(), "the other names of a field are there");
    let listed = apis["acme"].operation("acme.zoo.list");
    assert_eq!(listed["x-paging"], json!({ "cursor": "cursor", "next": "next" }));
}

/// A page whose rules are between parameters, and between a parameter and the body.
const RULES: &str = r"
page: { title: T, url: https://a.example/t, updated: 2026-01-01, documents: 2 }
endpoints:
  find:
    route: POST /find
    summary: Find.
    query:
      $at_least_one_of: [[name, id]]
      name: { type: string }
      id: { type: string }
    body:
      depth: { type: int32, required_if: name }
      width: { type: int32, required_if: depth }
  seek:
    route: POST /find
    summary: Seek.
    body:
      height: { type: int32 }
";

#[test]
fn rules_between_parameters_are_told_in_words() {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let vendor = "vendor: { title: A, url: https://a.example, base_url: given, credential: { header: T }, envelope: { code: c, message: m } }\n";
    let outcome = codegen::load(&[source("a/vendor.yaml", vendor), source("a/find.yaml", RULES)]);
    let model = outcome.model.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics));
    let apis = apis(&model);
    let words = apis["a"].operation("a.find")["description"].as_str().expect("a description").to_owned();
    assert!(words.contains("- At least one of `name`, `id` is given."), "{words}");
    assert!(words.contains("- `depth` is required if `name` is given."), "{words}");
    assert!(!words.contains("width"), "{words}");
    let body = &apis["a"].0["components"]["schemas"]["FindRequest"];
    assert_eq!(body["allOf"].as_array().map(Vec::len), Some(1), "{body}");
    // Two endpoints with one route are two operations.
    assert_eq!(apis["a"].operations().map(|(path, ..)| path).collect::<Vec<_>>(), ["/find", "/find#a.seek"]);
}

#[test]
fn names_of_components_are_short_and_unique() {
    let apis = apis(&model());
    let schemas = apis["wecom"].0["components"]["schemas"].as_object().expect("schemas");
    for name in ["Customer", "BatchgetRequest", "BatchgetWechatChannels", "GetWechatChannels", "Error"] {
        assert!(schemas.contains_key(name), "{name} is missing: {:?}", schemas.keys());
    }
}

#[test]
fn the_whole_description_of_a_vendor() {
    let files = codegen::emit::files(&fixture_model());
    for vendor in ["acme", "other"] {
        let path = format!("openapi/{vendor}.json");
        let file = files.iter().find(|file| file.path == path).expect("it is made");
        insta::with_settings!({ snapshot_path => "snapshots/openapi", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(vendor, file.text);
        });
    }
}
