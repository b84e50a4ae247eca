//! The descriptions have all published examples, and each fits its schema.

use codegen::model::Encoding;
use serde_json::Value;
use tests::openapi::media;

use super::{all, fits};

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
    assert!(checked > 40, "only {checked} examples");
}

#[test]
fn descriptions_have_every_published_example() {
    for (model, apis) in all() {
        for (name, endpoint) in &model.endpoints {
            let operation = apis[&endpoint.vendor].operation(name);
            let replies: Vec<&Value> =
                examples(media(&operation["responses"]["200"])).map(|(_, value)| value).collect();
            // A file has no form in JSON: only its text may be an example.
            let is_file = endpoint.response.encoding == Encoding::File;
            for example in endpoint.response.examples.iter().filter(|_| !is_file) {
                assert!(replies.contains(&&example.value), "{name} lacks {}", example.file);
            }
            for example in &endpoint.request.examples {
                let is_shown = |value: &Value| value.get("content").is_none_or(Value::is_string);
                let members = example.value.as_object().expect("a request is an object");
                if endpoint.request.encoding == Encoding::Form && !members.values().all(is_shown) {
                    continue;
                }
                for (wire, value) in members {
                    let value = match endpoint.request.encoding {
                        Encoding::Form => value.get("content").unwrap_or(value),
                        _ => value,
                    };
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

/// The values of a map of examples.
fn examples(of: &Value) -> impl Iterator<Item = (&String, &Value)> {
    of["examples"].as_object().into_iter().flatten().map(|(name, example)| (name, &example["value"]))
}
