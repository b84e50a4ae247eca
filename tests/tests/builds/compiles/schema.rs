//! Random schemas of one vendor, with every feature of the language.

use std::collections::BTreeSet;

use codegen::Source;
use serde_json::{Map, Value, json};

use super::{
    fields::{Part, Place, Scope, Ty, about, fields, limits, object},
    names::Names,
    pools::{PATTERNS, WIRES},
    random::Random,
    yaml,
};

/// The files of the case `case`: of a vendor of its own and, sometimes, of one whose enum it uses.
pub(crate) fn sources(seed: u64, case: u64, vendor: &str) -> Vec<Source> {
    let random = Random::new(seed, case);
    let mut vendor =
        Vendor { names: Names::new(random, vendor), name: vendor.to_owned(), codes: Vec::new(), sources: Vec::new() };
    let other = vendor.names.random.chance(25).then(|| vendor.other());
    let types = vendor.own(other.as_deref());
    let mut endpoints: BTreeSet<String> = BTreeSet::new();
    for page in 0..1 + vendor.names.random.below(2) {
        vendor.page(page, &types, &mut endpoints);
    }
    vendor.sources
}

/// Named types of a file, as the file has them and as fields can use them.
#[derive(Default)]
struct Declared {
    sections: Map<String, Value>,
    types: Vec<Ty>,
    /// Enums: what `from` calls them, whether texts stand for their values, and the values' names.
    enums: Vec<(String, bool, Vec<String>)>,
}

struct Vendor {
    names: Names,
    name: String,
    codes: Vec<i64>,
    sources: Vec<Source>,
}

impl Vendor {
    fn write(&mut self, path: String, file: &Value) {
        let mut text = yaml::document(file, &mut self.names.random);
        if self.names.random.chance(5) {
            text = text.replace('\n', "\r\n");
        }
        if self.names.random.chance(5) {
            text.insert(0, '\u{feff}');
        }
        self.sources.push(Source { path, bytes: text.into_bytes() });
    }

    /// A second vendor with one enum; how that is called.
    fn other(&mut self) -> String {
        let other = format!("{}_other", self.name);
        let file = json!({
            "vendor": {
                "title": self.names.text(), "url": self.names.url(), "base_url": "given",
                "credential": { "query": "t" }, "envelope": { "code": "c", "message": "m" },
            },
            "enums": { "Shade": { "wire": "int32", "values": { "dark": { "value": 1 }, "light": { "value": 2 } } } },
        });
        self.write(format!("{other}/vendor.yaml"), &file);
        format!("{other}.Shade")
    }

    /// Writes `vendor.yaml`; the types that pages can use.
    fn own(&mut self, other: Option<&str>) -> Declared {
        let names = &mut self.names;
        let [code, message, data, trace] = names.envelope;
        let mut envelope = json!({ "code": code, "message": message });
        if names.random.chance(50) {
            envelope["data"] = json!(data);
        }
        if names.random.chance(50) {
            envelope["trace"] = json!(trace);
        }
        if names.random.chance(50) {
            envelope["success"] = json!([0, -1, 200, i64::MIN][names.random.below(4)]);
        }
        let credential =
            [json!({ "query": "access token" }), json!({ "header": "X-Cred`ential" }), json!({ "query": "令牌" })];
        let base = ["given", "https://api.example", "http://api.example:8080/a/b*c", "https://api.example/_x_"];
        let mut vendor = json!({
            "title": names.text(), "url": names.url(), "base_url": names.random.pick(&base),
            "credential": credential[names.random.below(3)], "envelope": envelope,
        });
        if let Some(doc) = names.maybe_text(60) {
            vendor["doc"] = json!(doc);
        }
        let errors = self.errors();
        let mut base = Declared::default();
        base.enums.extend(other.map(|other| (other.to_owned(), false, vec!["dark".to_owned(), "light".to_owned()])));
        let declared = self.declared(base);
        let mut file = json!({ "vendor": vendor, "errors": errors });
        if self.names.random.chance(40) {
            file["errata"] = json!([self.erratum("vendor", None)]);
        }
        for (key, section) in &declared.sections {
            file[key] = section.clone();
        }
        self.write(format!("{}/vendor.yaml", self.name), &file);
        declared
    }

    fn errors(&mut self) -> Value {
        let mut errors = Map::new();
        let mut taken: BTreeSet<String> = ["Unknown".to_owned(), "Self".to_owned()].into();
        for _ in 0..self.names.random.below(4) {
            let code = [1, -1, 40001, 45009, i64::MAX, i64::MIN, 0][self.names.random.below(7)];
            let mut error = json!({ "name": self.names.snake(&mut taken) });
            for key in ["doc", "label"] {
                if let Some(text) = self.names.maybe_text(50) {
                    error[key] = json!(text);
                }
            }
            if self.names.random.chance(60) {
                error["advice"] =
                    json!(self.names.random.pick(&["refresh_token", "retry_later", "fix_request", "ask_permission"]));
            }
            errors.insert(code.to_string(), error);
        }
        self.codes = errors.keys().filter_map(|code| code.parse().ok()).collect();
        Value::Object(errors)
    }

    /// Random scalars, enums and types, beside those that can be seen already.
    fn declared(&mut self, above: Declared) -> Declared {
        let Declared { types: mut seen, mut enums, .. } = above;
        let mut sections = Map::new();
        let mut types = Vec::new();
        let mut scalars = Map::new();
        for _ in 0..self.names.random.below(3) {
            let (name, scalar, ty) = self.scalar();
            scalars.insert(name, scalar);
            types.push(ty);
        }
        let mut section = Map::new();
        for _ in 0..self.names.random.below(3) {
            let (name, decl, wire_is_text, values) = self.enumeration(&enums);
            section.insert(name.clone(), decl);
            enums.push((name.clone(), wire_is_text, values.clone()));
            types.push(Ty::Enum(name, values));
        }
        // Named first, so that objects can contain themselves and one another.
        let objects: Vec<String> = (0..self.names.random.below(3)).map(|_| self.names.upper()).collect();
        types.extend(objects.iter().cloned().map(Ty::Object));
        seen.extend(types);
        let mut named = Map::new();
        for name in objects {
            let place = Place { types: &seen, prefix: &name, depth: 1 };
            let object = object(&mut self.names, place);
            named.insert(name, Value::Object(object));
        }
        for (key, section) in [("scalars", scalars), ("enums", section), ("types", named)] {
            if !section.is_empty() {
                sections.insert(key.to_owned(), Value::Object(section));
            }
        }
        Declared { sections, types: seen, enums }
    }

    fn scalar(&mut self) -> (String, Value, Ty) {
        let names = &mut self.names;
        let wire = names.random.pick(&["string", "string", "int32", "int64", "uint32"]);
        let wire: &'static str =
            ["string", "int32", "int64", "uint32"].into_iter().find(|known| *known == wire).unwrap_or("string");
        let (name, mut scalar) = (names.upper(), Map::new());
        scalar.insert("wire".to_owned(), json!(wire));
        for key in ["doc", "label"] {
            if let Some(text) = names.maybe_text(60) {
                scalar.insert(key.to_owned(), json!(text));
            }
        }
        let ty = Ty::Scalar(name.clone(), wire);
        if names.random.chance(50) {
            limits(names, &mut scalar, &ty);
        }
        if wire == "string" && names.random.chance(25) {
            scalar.insert("secret".to_owned(), json!(true));
        }
        (name, Value::Object(scalar), ty)
    }

    /// An enum, sometimes derived from one that is there: its name, itself, whether it is of texts, and its values' names.
    fn enumeration(&mut self, before: &[(String, bool, Vec<String>)]) -> (String, Value, bool, Vec<String>) {
        let names = &mut self.names;
        let name = names.upper();
        let mut decl = Map::new();
        let base = names.random.any(before).filter(|(_, _, values)| !values.is_empty()).cloned();
        let mut taken: BTreeSet<String> = ["Unknown".to_owned(), "Self".to_owned()].into();
        let mut all = Vec::new();
        let text = match base.filter(|_| names.random.chance(50)) {
            Some((base, text, mut values)) => {
                decl.insert("from".to_owned(), json!(base));
                taken.extend(values.iter().map(|value| super::names::upper_camel(value)));
                if names.random.chance(50) {
                    let gone = values.remove(names.random.below(values.len()));
                    decl.insert("remove".to_owned(), json!([gone]));
                }
                all = values;
                text
            }
            None => {
                let wire = names.random.pick(&["string", "int32", "int64", "uint32"]);
                decl.insert("wire".to_owned(), json!(wire));
                wire == "string"
            }
        };
        for (key, percent) in [("doc", 60), ("label", 60)] {
            if let Some(text) = names.maybe_text(percent) {
                decl.insert(key.to_owned(), json!(text));
            }
        }
        if names.random.chance(30) {
            decl.insert("closed".to_owned(), json!(true));
        }
        let mut values = Map::new();
        let mut wires: BTreeSet<String> = BTreeSet::new();
        for at in 0..1 + names.random.below(5) {
            let value = names.snake(&mut taken);
            // Beyond those that the base can have.
            let wire =
                if text { json!(names.wire(&mut wires) + &all.len().to_string()) } else { json!(100 * all.len() + at) };
            let mut entry = json!({ "value": wire });
            for key in ["doc", "label"] {
                if let Some(text) = names.maybe_text(50) {
                    entry[key] = json!(text);
                }
            }
            values.insert(value.clone(), entry);
        }
        all.extend(values.keys().cloned());
        decl.insert("values".to_owned(), Value::Object(values));
        (name, Value::Object(decl), text, all)
    }

    fn erratum(&mut self, at: &str, used: Option<Value>) -> Value {
        let names = &mut self.names;
        let said = [json!(1.5), json!(true), json!(names.text())][names.random.below(3)].clone();
        let mut erratum = json!({
            "at": at,
            "says": { "table": names.text(), names.random.pick(WIRES): said },
            "because": names.text(),
        });
        match used {
            Some(used) => erratum["use"] = used,
            None => erratum["decision"] = json!(names.text()),
        }
        erratum
    }

    fn page(&mut self, number: usize, above: &Declared, endpoints: &mut BTreeSet<String>) {
        let folders = match self.names.random.below(4) {
            0 => String::new(),
            1 => format!("{}/", self.names.module()),
            2 => format!("{}/{}/", self.names.module(), self.names.module()),
            _ => "area/".to_owned(),
        };
        let stem = format!("{}/{folders}page{number}", self.name);
        let above = Declared { types: above.types.clone(), enums: above.enums.clone(), ..Declared::default() };
        let declared = self.declared(above);
        let mut list = Map::new();
        let mut errata = Vec::new();
        for _ in 0..1 + self.names.random.below(3) {
            let name = self.names.endpoint(endpoints);
            let (endpoint, found) = self.endpoint(&name, &declared.types, &list, &stem);
            errata.extend(found);
            list.insert(name, endpoint);
        }
        if self.names.random.chance(30) {
            errata.push(self.erratum("page", None));
        }
        let mut file = json!({ "page": self.head(), "endpoints": list, "errata": errata });
        for (key, section) in declared.sections {
            file[key] = section;
        }
        self.write(format!("{stem}.yaml"), &file);
    }

    fn head(&mut self) -> Value {
        let names = &mut self.names;
        let mut head = json!({ "title": names.text(), "url": names.url() });
        head[names.random.pick(&["updated", "read"])] = json!(names.date());
        if names.random.chance(30) {
            head["sources"] = json!([
                { "title": names.text() },
                { "title": names.text(), "url": names.url(), "updated": names.date() },
            ]);
        }
        if names.random.chance(30) {
            head["omitted"] = json!({ "left_out": names.text() });
        }
        head
    }

    /// An endpoint, and errata about its fields.
    fn endpoint(&mut self, name: &str, types: &[Ty], before: &Map<String, Value>, stem: &str) -> (Value, Vec<Value>) {
        let mut endpoint = self.about_endpoint(before);
        let names = &mut self.names;
        let get = names.random.chance(40);
        let path = names.random.pick(&["/", "/a/b", "/async/fn.json", "/~x/-y_z", "/A/1", "//x"]).to_owned();
        endpoint["route"] = json!(format!("{} {path}", if get { "GET" } else { "POST" }));
        let place = Place { types, prefix: "", depth: 0 };
        let mut sent = Scope::default();
        let parts = [("query", Part::Query, 50), ("headers", Part::Headers, 30), ("body", Part::Body, 90)];
        for (key, part, percent) in parts {
            if names.random.chance(percent) && !(get && part == Part::Body) {
                endpoint[key] = Value::Object(fields(names, &mut sent, place, part));
            }
        }
        let mut received = Scope::default();
        received.wires.extend(names.envelope.map(str::to_owned));
        let mut response = fields(names, &mut received, place, Part::Body);
        about(names, &mut response);
        endpoint["response"] = Value::Object(response);
        if names.random.chance(25) {
            let part = if get { "query" } else { "body" };
            for (part, key, scope) in [(part, "cursor", &mut sent), ("response", "next", &mut received)] {
                let (wire, name) = (names.trimmed_wire(&mut scope.wires), names.snake(&mut scope.rust));
                endpoint[part][&wire] = json!({ "type": "string", "name": name });
                endpoint["paging"][key] = json!(wire);
            }
        }
        self.example(&mut endpoint, stem, name);
        let errata = self.errata(name, &mut endpoint);
        (endpoint, errata)
    }

    fn about_endpoint(&mut self, before: &Map<String, Value>) -> Value {
        let names = &mut self.names;
        let mut endpoint = json!({ "summary": names.text() });
        for key in ["label", "doc"] {
            if let Some(text) = names.maybe_text(50) {
                endpoint[key] = json!(text);
            }
        }
        if names.random.chance(40) {
            endpoint["url"] = json!(names.url());
        }
        if names.random.chance(40) {
            endpoint["permissions"] = json!([{ "app": names.text(), "needs": names.text() }]);
        }
        if names.random.chance(25) {
            let other = before.keys().next().cloned();
            let replacement = other.filter(|_| names.random.chance(70)).unwrap_or_else(|| names.text());
            endpoint["deprecated"] = json!({ "replacement": replacement, "note": names.text(), "since": names.date() });
        }
        if names.random.chance(50) {
            endpoint["errors"] = json!(self.codes);
        }
        endpoint
    }

    /// Adds the example of an empty request, where nothing is asked for.
    fn example(&mut self, endpoint: &mut Value, stem: &str, name: &str) {
        let asks =
            |part: &str| endpoint[part].to_string().contains("required") || endpoint[part].to_string().contains("$");
        if !self.names.random.chance(30) || ["query", "headers", "body"].into_iter().any(asks) {
            return;
        }
        let file = format!("{name}.json");
        endpoint["examples"] = json!({ "request": [file] });
        self.sources.push(Source { path: format!("{stem}/{file}"), bytes: b"{}".to_vec() });
    }

    /// Errata about fields that a path can lead to.
    fn errata(&mut self, name: &str, endpoint: &mut Value) -> Vec<Value> {
        let mut errata = Vec::new();
        for part in ["query", "headers", "body", "response"] {
            let Some(fields) = endpoint[part].as_object() else { continue };
            let plain = fields.iter().find(|(wire, field)| !wire.contains(['.', '$']) && field.get("type").is_some());
            let Some((wire, field)) = plain.filter(|_| self.names.random.chance(40)) else { continue };
            let used = [
                json!({ "type": field["type"] }),
                json!({ "name": wire }),
                json!({ "name": wire, "type": field["type"] }),
            ];
            let used = used[self.names.random.below(3)].clone();
            let mut erratum = self.erratum(&format!("{name}.{part}.{wire}"), Some(used));
            if matches!(part, "body" | "response") && field["type"] == "string" {
                let names = [self.names.random.pick(PATTERNS), "also named so"];
                erratum["also_accept"] = json!({ "names": names, "types": ["string", "number"] });
            }
            errata.push(erratum);
        }
        errata
    }
}
