//! The OpenAPI descriptions are complete: they have every endpoint and every field with its limits, and every example
//! fits its schema.
//!
//! `cargo xtask interop` also checks them with other tools.

mod examples;
mod fields;
mod rules;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::LazyLock,
};

use codegen::model::{Access, Model};
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};
use tests::{
    corner_model, fixture_model, model,
    openapi::{Api, apis},
    workspace,
};

/// The models of the schemas, the fixture and the corner cases, with their descriptions.
fn all() -> &'static [(&'static Model, BTreeMap<String, Api>); 3] {
    static ALL: LazyLock<[(&Model, BTreeMap<String, Api>); 3]> =
        LazyLock::new(|| [model(), fixture_model(), corner_model()].map(|model| (model, apis(model))));
    &ALL
}

fn fixture() -> &'static BTreeMap<String, Api> {
    &all()[1].1
}

#[track_caller]
fn fits(schema: &Validator, value: &Value, what: &str) {
    let errors: Vec<String> = schema.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{what} does not fit its schema:\n{}", errors.join("\n"));
}

/// The specification's schema does not check the JSON Schemas in a description, so they are checked separately.
#[test]
fn descriptions_are_openapi_and_their_schemas_are_json_schema() {
    let text = fs::read_to_string(workspace("tests/vendored/openapi-3.1.json")).expect("the file exists");
    let specification = serde_json::from_str(&text).expect("it is JSON");
    let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(false);
    let specification = options.build(&specification).expect("it is a schema");
    for (_, apis) in all() {
        for (vendor, api) in apis {
            fits(&specification, &api.0, vendor);
            for (name, schema) in api.0["components"]["schemas"].as_object().expect("schemas") {
                let fault = jsonschema::draft202012::meta::validate(schema).err();
                assert!(fault.is_none(), "{vendor} {name}: {fault:?}");
            }
            let mut broken = api.0.clone();
            broken["paths"]["no-slash"] = json!({});
            assert!(!specification.is_valid(&broken), "the specification's schema rejects an invalid description");
        }
    }
}

#[test]
fn every_event_is_a_webhook() {
    let mut count = 0;
    for (model, apis) in all() {
        for (vendor, api) in apis {
            let webhooks: BTreeSet<&str> =
                api.0["webhooks"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
            let events = model.events.iter().filter(|(_, event)| event.vendor == *vendor);
            assert_eq!(webhooks, events.map(|(name, _)| name.as_str()).collect(), "{vendor}");
        }
        for (name, event) in &model.events {
            count += 1;
            let webhook = &apis[&event.vendor].0["webhooks"][name]["post"];
            assert_eq!(webhook["summary"], event.summary);
            let content = &webhook["requestBody"]["content"];
            let media = content.as_object().into_iter().flatten().map(|(_, media)| media).next().expect("a body");
            let text = media["schema"].to_string();
            assert!(event.tags.iter().all(|tag| text.contains(&format!("{{\"const\":{tag:?}}}"))), "{name}: {text}");
            let examples = media["examples"].as_object().map_or(0, |examples| examples.len());
            assert_eq!(examples, event.message.examples.len(), "{name}");
        }
    }
    assert!(count > 15, "{count}");
}

#[test]
fn every_endpoint_is_an_operation() {
    for (model, apis) in all() {
        assert_eq!(apis.keys().collect::<Vec<_>>(), model.vendors.keys().collect::<Vec<_>>());
        for (vendor, api) in apis {
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
                assert!(tags.contains(&&operation["tags"][0]), "{name} has a tag without a description");
                let about = operation["description"].as_str().unwrap_or_default();
                for permission in &endpoint.permissions {
                    let access = match &permission.access {
                        Access::Needs(needs) => needs.as_str(),
                        Access::Supported => "supported",
                        Access::Unsupported => "not supported",
                    };
                    assert!(about.contains(&format!("{}: {access}", permission.app)), "{name}: {about}");
                }
                for note in &endpoint.notes {
                    assert!(about.contains(note.text.trim()), "{name}: {about}");
                }
            }
        }
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
    assert_eq!(schemas["AddRequestMeat"]["properties"]["sexes"]["items"]["$ref"], "#/components/schemas/Sex");
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
fn security_schemes_and_servers() {
    let apis = &all()[0].1;
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
fn each_kind_of_credential_has_a_scheme() {
    let apis = fixture();
    let schemes = &apis["acme"].0["components"]["securitySchemes"];
    assert_eq!(schemes["credential"]["name"], "token");
    let keeper = &schemes["keeper_credential"];
    assert_eq!((&keeper["in"], &keeper["name"]), (&json!("query"), &json!("keeper_token")));
    assert!(keeper["description"].as_str().is_some_and(|words| words.contains("管理员凭证")), "{keeper}");
    assert_eq!(apis["other"].0["components"]["securitySchemes"]["painter_credential"]["in"], "header");
    let security = |name: &str| apis["acme"].operation(name)["security"].clone();
    assert_eq!(security("acme.zoo.open_gate"), json!([{ "keeper_credential": [] }]));
    assert_eq!(security("acme.zoo.visitor_token"), json!([{ "keeper_credential": [] }]));
    assert_eq!(security("acme.zoo.keeper_login"), json!([]));
    assert_eq!(security("acme.zoo.mood"), json!(null));
    let grants = |name: &str| apis["acme"].operation(name)["x-grants"].clone();
    let granted = json!({ "credential": "keeper_token", "expires_in": "expires_in", "scheme": "keeper_credential" });
    assert_eq!(grants("acme.zoo.keeper_login"), granted);
    assert_eq!(grants("acme.zoo.visitor_token"), json!({ "credential": "token", "expires_in": "expires_in" }));
    let ways = |name: &str| {
        let schema =
            tests::openapi::media(&apis["acme"].operation(name)["responses"]["200"])["schema"]["oneOf"].clone();
        schema.as_array().map(Vec::len)
    };
    assert_eq!((ways("acme.zoo.keeper_login"), ways("acme.zoo.open_gate")), (Some(3), Some(2)));
}

#[test]
fn rules_without_a_keyword_are_in_descriptions_and_extensions() {
    let apis = fixture();
    let schemas = &apis["acme"].0["components"]["schemas"];
    let remark = &schemas["AddRequestMeat"]["properties"]["remark"];
    assert_eq!((&remark["x-bytes"], &remark["maxLength"]), (&json!({ "max": 10 }), &json!(5)));
    // Four bytes are at least one character.
    assert_eq!((&schemas["Password"]["minLength"], &schemas["Password"]["format"]), (&json!(1), &json!("password")));
    assert_eq!(schemas["AddRequestMeat"]["properties"]["password"]["writeOnly"], true);
    assert_eq!(schemas["AddRequestMeat"]["properties"]["colour"]["default"], 1);
    assert_eq!(schemas["MatchResponse"]["properties"]["old_names"]["deprecated"], true);
    assert_eq!(schemas["AnimalId"]["x-label"], "动物ID");
    assert!(schemas["AnimalId"]["description"].as_str().is_some_and(|words| words.contains("动物ID")));
    let errata = schemas["Place"]["properties"]["name"]["x-errata"][0].as_str().unwrap_or_default();
    assert!(errata.contains("table: name; example: title") && errata.contains("both were seen"), "{errata}");
    assert!(schemas["Place"]["properties"]["title"].is_object(), "the aliases of a field are described");
    let listed = apis["acme"].operation("acme.zoo.list");
    assert_eq!(listed["x-paging"], json!({ "cursor": "cursor", "next": "next", "more": "more", "items": "animals" }));
}

/// The targets of all references in a part of a description.
fn references<'a>(part: &'a Value, found: &mut BTreeSet<&'a str>) {
    match part {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|part| references(part, found));
        }
        Value::Array(parts) => parts.iter().for_each(|part| references(part, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_to_a_component_and_every_component_is_used() {
    for (_, apis) in all() {
        for (vendor, api) in apis {
            let mut found = BTreeSet::new();
            references(&api.0, &mut found);
            let schemas = api.0["components"]["schemas"].as_object().expect("schemas");
            let made: BTreeSet<String> = schemas.keys().map(|name| format!("#/components/schemas/{name}")).collect();
            assert_eq!(found, made.iter().map(String::as_str).collect(), "{vendor}");
        }
    }
}

/// Generators of clients lose members that are beside alternatives or references.
#[test]
fn no_members_are_beside_alternatives_or_references() {
    fn check(part: &Value, place: &str) {
        if part["properties"].is_object() {
            let parts = part["allOf"].as_array().into_iter().flatten();
            let is_alone = part.get("oneOf").is_none() && part.get("$ref").is_none();
            assert!(is_alone && parts.into_iter().all(|part| part.get("$ref").is_none()), "{place}: {part:#}");
        }
        match part {
            Value::Object(members) => members.iter().for_each(|(name, part)| check(part, &format!("{place}/{name}"))),
            Value::Array(parts) => parts.iter().for_each(|part| check(part, place)),
            _ => {}
        }
    }
    for (_, apis) in all() {
        apis.iter().for_each(|(vendor, api)| check(&api.0, vendor));
    }
}

#[test]
fn names_of_components_are_short_and_unique() {
    let apis = &all()[0].1;
    let schemas = apis["wecom"].0["components"]["schemas"].as_object().expect("schemas");
    for name in ["Customer", "BatchgetRequest", "ExternalcontactWechatChannels", "KfWechatChannels", "Error"] {
        assert!(schemas.contains_key(name), "{name} is missing: {:?}", schemas.keys());
    }
}

#[test]
fn descriptions_of_the_fixture() {
    let files = codegen::emit::files(fixture_model());
    for vendor in ["acme", "other"] {
        let path = format!("openapi/{vendor}.json");
        let file = files.iter().find(|file| file.path == path).expect("it is made");
        insta::with_settings!({ snapshot_path => "../../snapshots/openapi", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(vendor, file.text);
        });
    }
}
