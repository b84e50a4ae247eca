//! Reads the emitted OpenAPI descriptions as a JSON Schema 2020-12 tool does.

use std::collections::BTreeMap;

use codegen::{emit, model::Model};
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

/// The description of a vendor's API.
pub struct Api(pub Value);

/// A parameter and its schema.
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// Whether a request must have it.
    pub required: bool,
    /// Its schema.
    pub schema: Validator,
}

/// The schemas of an endpoint.
pub struct Schemas {
    /// The parameters in the query and in headers.
    pub parameters: Vec<Parameter>,
    /// The schema of the body. `None` if the endpoint has only parameters.
    pub body: Option<Validator>,
    /// The schema of the reply, with its envelope.
    pub reply: Validator,
}

/// The description of each vendor's API, by the vendor's name.
///
/// # Panics
/// If one is not JSON.
#[must_use]
pub fn apis(model: &Model) -> BTreeMap<String, Api> {
    let described = emit::pieces(model).into_iter().filter_map(|piece| {
        let name = piece.path.strip_prefix("openapi/")?.strip_suffix(".json")?.to_owned();
        let text = piece.draft().print();
        let document = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", piece.path));
        Some((name, Api(document)))
    });
    described.collect()
}

impl Api {
    /// Every operation with its path and method.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        let paths = self.0["paths"].as_object().into_iter().flatten();
        paths.flat_map(|(path, methods)| {
            let methods = methods.as_object().into_iter().flatten();
            methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
        })
    }

    /// The operation of an endpoint.
    ///
    /// # Panics
    /// If it does not exist.
    #[must_use]
    pub fn operation(&self, endpoint: &str) -> &Value {
        let mut operations = self.operations();
        let found = operations.find(|(_, _, operation)| operation["operationId"] == endpoint);
        found.unwrap_or_else(|| panic!("there is no operation {endpoint}")).2
    }

    /// A validator for a schema of the description. `format` is only an annotation, as in the specification.
    ///
    /// # Panics
    /// If it is not a schema.
    #[must_use]
    pub fn validator(&self, schema: &Value) -> Validator {
        let root = json!({ "components": self.needed_by(schema), "allOf": [schema] });
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(false);
        options.build(&root).unwrap_or_else(|error| panic!("not a schema: {error}\n{schema:#}"))
    }

    /// The components to which a schema leads. A validator reads all that it is given, so all of a large vendor would take long.
    fn needed_by(&self, schema: &Value) -> Value {
        let mut needed = json!({});
        let mut pending = references(schema);
        while let Some(reference) = pending.pop() {
            let Some((kind, name)) = reference.strip_prefix("#/components/").and_then(|rest| rest.split_once('/'))
            else {
                panic!("`{reference}` leads to no component");
            };
            if needed[kind].get(name).is_none() {
                let found = &self.0["components"][kind][name];
                assert!(!found.is_null(), "`{reference}` leads to nothing");
                pending.extend(references(found));
                needed[kind][name] = found.clone();
            }
        }
        needed
    }

    /// The schemas of an endpoint.
    #[must_use]
    pub fn schemas(&self, endpoint: &str) -> Schemas {
        let operation = self.operation(endpoint);
        let parameters = operation["parameters"].as_array().into_iter().flatten().map(|parameter| Parameter {
            name: parameter["name"].as_str().unwrap_or_default().to_owned(),
            required: parameter["required"] == true,
            schema: self.validator(&parameter["schema"]),
        });
        let body = operation.get("requestBody").map(|body| self.validator(&media(body)["schema"]));
        let reply = self.validator(&media(&operation["responses"]["200"])["schema"]);
        Schemas { parameters: parameters.collect(), body, reply }
    }
}

/// The media type object of a body or a reply: that for JSON, or that of a form.
#[must_use]
pub fn media(of: &Value) -> &Value {
    let content = &of["content"];
    content.get("application/json").unwrap_or(&content["multipart/form-data"])
}

/// All references in a schema.
fn references(schema: &Value) -> Vec<&str> {
    match schema {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str);
            own.into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(elements) => elements.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
