//! Descriptions in OpenAPI 3 and Swagger 2, as JSON and as YAML.

use facts::{Direction, Facts};
use pages::text::line_of;

const YAML: &str = r##"openapi: 3.0.1
info: { title: Zoo, version: "1" }
servers: [{ url: "https://api.example.com/open" }]
paths:
  /zoo/feed:
    post:
      summary: Feeds an animal
      parameters:
        - { name: access_token, in: query, required: true, schema: { type: string } }
        - { name: X-Id, in: header, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema: { $ref: "#/components/schemas/Meal" }
            example: { animal_id: a1, foods: [{ kind: 1 }] }
      responses:
        "200":
          content:
            application/json:
              schema:
                allOf:
                  - $ref: "#/components/schemas/Envelope"
                  - type: object
                    properties:
                      fed: { type: boolean, default: false }
              examples: { ok: { value: { code: 0, fed: true } } }
components:
  schemas:
    Envelope:
      type: object
      required: [code]
      properties: { code: { type: integer } }
    Meal:
      type: object
      required: [animal_id]
      properties:
        animal_id: { type: string, minLength: 1, maxLength: 64, description: 动物 }
        foods:
          type: array
          maxItems: 9
          items: { $ref: "#/components/schemas/Food" }
        names: { type: array, items: { type: string } }
        notes: { type: object, additionalProperties: { type: string } }
    Food:
      type: object
      properties:
        kind: { type: integer, enum: [1, 2], x-enum-descriptions: [草, 肉] }
        grams: { type: integer, minimum: 1, maximum: 100, exclusiveMaximum: true, description: 重量，默认为5 }
"##;

const SWAGGER: &str = r##"{
  "swagger": "2.0",
  "info": { "title": "Zoo" },
  "host": "api.example.com",
  "basePath": "/open",
  "paths": { "/zoo/feed": { "post": {
    "summary": "Feeds an animal",
    "parameters": [
      { "name": "access_token", "in": "query", "required": true, "type": "string" },
      { "name": "body", "in": "body", "schema": { "$ref": "#/definitions/Meal" } }
    ],
    "responses": { "200": {
      "schema": { "allOf": [{ "$ref": "#/definitions/Envelope" }, { "properties": { "fed": { "type": "boolean", "default": false } } }] },
      "examples": { "application/json": { "code": 0, "fed": true } }
    } }
  } } },
  "definitions": {
    "Envelope": { "type": "object", "required": ["code"], "properties": { "code": { "type": "integer" } } },
    "Meal": { "type": "object", "required": ["animal_id"], "example": { "animal_id": "a1", "foods": [{ "kind": 1 }] }, "properties": {
      "animal_id": { "type": "string", "minLength": 1, "maxLength": 64, "description": "动物" },
      "foods": { "type": "array", "maxItems": 9, "items": { "$ref": "#/definitions/Food" } },
      "names": { "type": "array", "items": { "type": "string" } },
      "notes": { "type": "object", "additionalProperties": { "type": "string" } }
    } },
    "Food": { "type": "object", "properties": {
      "kind": { "type": "integer", "enum": [1, 2], "x-enum-descriptions": ["草", "肉"] },
      "grams": { "type": "integer", "minimum": 1, "maximum": 100, "exclusiveMaximum": true, "description": "重量，默认为5" }
    } }
  }
}"##;

/// The rows of a message as in the committed form, without digests and lines.
fn rows(facts: &Facts, direction: Direction) -> Vec<String> {
    let rows = facts.parts[0].rows(direction).iter().map(|row| {
        let claims: Vec<String> = row.claims.iter().map(|claim| format!("{claim:?}")).collect();
        let words = [row.type_word.as_deref(), row.required_word.as_deref()].map(Option::unwrap_or_default);
        format!("{} {} {}", row.path, words.join(" "), claims.join(" "))
    });
    rows.map(|row| row.replace("Bounds ", "").trim_end().to_owned()).collect()
}

#[test]
fn both_versions_in_both_languages_give_the_same_facts() {
    for text in [YAML, SWAGGER] {
        let page = pages::read(text);
        assert_eq!(page.notes, []);
        let facts = pages::facts(text);
        assert_eq!(facts.title.as_deref(), Some("Zoo"));
        let [part] = facts.parts.as_slice() else { panic!("{facts:#?}") };
        assert_eq!(part.name(), "POST /open/zoo/feed");
        assert_eq!(part.query, ["access_token"]);
        assert_eq!(
            rows(&facts, Direction::Request),
            [
                "access_token string required",
                "animal_id string required Chars({ min: Some(1), max: Some(64) })",
                "foods array[object] optional Items({ min: None, max: Some(9) })",
                "foods.kind integer optional Values([\"1\", \"2\"])",
                "foods.grams integer optional Range({ min: Some(1), max: Some(99) }) Default(\"5\")",
                "names array[string] optional",
                "notes object optional",
                "notes.* string optional",
            ],
            "{text}"
        );
        assert_eq!(
            rows(&facts, Direction::Reply),
            ["code integer required", "fed boolean optional Default(\"false\")"]
        );
        let of: Vec<Direction> = part.examples.iter().map(|example| example.direction).collect();
        assert_eq!(of, [Direction::Request, Direction::Reply]);
        let kind = &page.parts[0].tables[1].rows[2];
        assert_eq!(kind.values.iter().map(|(_, label)| label.text.as_str()).collect::<Vec<_>>(), ["草", "肉"]);
        facts::Facts::from_yaml(&facts.to_yaml()).expect("the facts can be read");
    }
}

#[test]
fn every_row_has_its_line() {
    for text in [YAML, SWAGGER] {
        for row in pages::read(text).parts[0].tables.iter().flat_map(|table| &table.rows) {
            let line = text.lines().nth(line_of(text, row.at.start) - 1).unwrap_or_default();
            assert!(row.name.text == "*" || line.contains(&row.name.text), "{}: {line}", row.path);
        }
    }
}

/// A description whose request has one schema, and others.
fn with(schemas: &str) -> String {
    format!(
        "openapi: 3.1.0\npaths:\n  /a:\n    post:\n      requestBody: {{ content: {{ j: {{ schema: {{ $ref: \"#/components/schemas/A\" }} }} }} }}\n\
         components:\n  schemas:\n{schemas}"
    )
}

fn notes(text: &str) -> Vec<String> {
    pages::read(text).notes.into_iter().map(|note| note.text).collect()
}

#[test]
fn references_end() {
    let circle = with(
        "    A: { properties: { b: { $ref: \"#/components/schemas/B\" } } }\n    B: { properties: { a: { $ref: \"#/components/schemas/A\" }, n: { type: string } } }\n",
    );
    assert_eq!(rows(&pages::facts(&circle), Direction::Request).len(), 3);
    assert_eq!(notes(&circle), ["`#/components/schemas/A` contains itself; its members are listed once"]);
    let own = with("    A: { $ref: \"#/components/schemas/A\" }\n");
    assert_eq!(rows(&pages::facts(&own), Direction::Request), [""; 0]);
    let missing =
        with("    A: { properties: { b: { $ref: \"#/components/schemas/C\" }, c: { $ref: \"other.yaml#/C\" } } }\n");
    assert_eq!(
        notes(&missing),
        [
            "`#/components/schemas/C` refers to nothing in this description",
            "`other.yaml#/C` refers to nothing in this description"
        ]
    );
}

#[test]
fn schemas_that_grow_are_cut_and_reported() {
    let twice = |n: usize| {
        format!("{{ a: {{ $ref: \"#/components/schemas/L{n}\" }}, b: {{ $ref: \"#/components/schemas/L{n}\" }} }}")
    };
    let levels: String = (1..30).map(|n| format!("    L{n}: {{ properties: {} }}\n", twice(n + 1))).collect();
    let text = with(&format!("    A: {{ properties: {} }}\n{levels}    L30: {{ type: string }}\n", twice(1)));
    assert_eq!(pages::facts(&text).parts[0].request.len(), 5_000);
    assert_eq!(notes(&text), ["only the first 5000 members of a message were read"]);
    let deep = format!("openapi: 3.1.0\npaths: {}{}\n", "{ a: ".repeat(300), "}".repeat(300));
    assert_eq!(notes(&deep).len(), 1, "{:?}", notes(&deep));
    let deep = format!("{{\"openapi\": 3, \"paths\": {}{}}}", "[".repeat(3_000), "]".repeat(3_000));
    assert_eq!(notes(&deep).len(), 1, "{:?}", notes(&deep));
}

#[test]
fn variants_and_types_of_the_newest_version() {
    let text = with(
        "    A:\n      required: [kind]\n      properties: { kind: { type: [string, \"null\"], const: a } }\n      oneOf: [{ required: [b], properties: { b: { type: thing } } }, { properties: { c: { type: number } } }]\n",
    );
    assert_eq!(
        rows(&pages::facts(&text), Direction::Request),
        ["kind string required Fixed(\"a\")", "b thing optional", "c number optional"]
    );
    assert_eq!(notes(&text), ["`thing` is an unknown word"]);
}

#[test]
fn webhooks_are_events() {
    let text = "openapi: 3.1.0\nwebhooks:\n  born:\n    post:\n      requestBody:\n        content: { j: { schema: { properties: { id: { type: string } } } } }\n";
    let facts = pages::facts(text);
    assert_eq!(facts.parts[0].name(), "born");
    assert_eq!(facts.parts[0].content[0].path, "id");
}
