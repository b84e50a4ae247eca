//! Random pages with their endpoints and errata.

use std::collections::BTreeSet;

use codegen::Source;
use serde_json::{Map, Value, json};

use super::{
    declare::Declared,
    fields::{about, fields},
    names::upper_camel,
    pools::{PATTERNS, REFUSED_UPPER, WIRES},
    rules::{both_ways, empty},
    schema::HEADS,
    types::{Part, Place, Scope, Ty},
    vendor::Vendor,
};

impl Vendor {
    pub(crate) fn erratum(&mut self, at: &str, used: Option<Value>) -> Value {
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

    /// Writes a page with `count` endpoints.
    pub(crate) fn page(&mut self, number: usize, above: &Declared, endpoints: &mut BTreeSet<String>, count: usize) {
        let folders = match self.names.random.below(4) {
            0 => String::new(),
            1 => format!("{}/", self.names.module()),
            2 => format!("{}/{}/", self.names.module(), self.names.module()),
            _ => "area/".to_owned(),
        };
        let stem = format!("{}/{folders}page{number}", self.name);
        let above = self.area(&folders, above);
        let declared = self.declared(above);
        let mut list = Map::new();
        let mut errata = Vec::new();
        for _ in 0..count {
            let name = self.names.endpoint(endpoints);
            let (endpoint, found) = self.endpoint(&name, &declared.types, &list, &stem);
            errata.extend(found);
            list.insert(name, endpoint);
        }
        if self.names.random.chance(30) {
            errata.push(self.erratum("page", None));
        }
        let mut file = json!({ "page": self.head(), "endpoints": list, "errata": errata });
        if self.events.is_some() && self.names.random.chance(60) {
            file["events"] = self.random_events(&declared.types);
        }
        if self.names.random.chance(40) {
            let adds = self.additions(number, &declared.types);
            file["adds"] = Value::Object(adds);
        }
        let below = folders.replace('/', ".");
        let own = file["endpoints"].as_object().into_iter().flatten();
        let own = own.filter(|(_, endpoint)| endpoint.get("area").is_none());
        self.endpoints.extend(own.map(|(name, _)| format!("{below}{name}")));
        for (key, section) in declared.sections {
            file[key] = section;
        }
        if self.names.random.chance(50) {
            self.travels_both_ways(&mut file);
        }
        // Last, because nothing can be added to a reply that is a file.
        if count < 10 && self.names.random.chance(25) {
            let name = self.names.endpoint(endpoints);
            file["endpoints"][&name] = self.file_endpoint(&declared.types);
        }
        self.write(format!("{stem}.yaml"), &file);
    }

    /// Events with unique names and tags.
    fn random_events(&mut self, types: &[Ty]) -> Value {
        // In XML, an object that contains itself is refused.
        let fits = |ty: &&Ty| !self.names.in_xml || matches!(ty, Ty::Scalar(..) | Ty::Enum(..));
        let types: Vec<Ty> = types.iter().filter(fits).cloned().collect();
        let types = &types[..];
        let mut events = Map::new();
        let mut taken = self.events.take().unwrap_or_default();
        for _ in 0..=self.names.random.below(3) {
            let mut name = self.names.endpoint(&mut taken);
            // An event is a type, too.
            if REFUSED_UPPER.contains(&upper_camel(&name).as_str()) {
                name += "_happened";
            }
            let mut event = self.about_endpoint(&Map::new());
            if let Some(about) = event.as_object_mut() {
                ["reads", "errors", "area"].iter().for_each(|key| drop(about.remove(*key)));
            }
            let names = &mut self.names;
            event["tags"] = json!([format!("tag {}", taken.len()), names.text()]);
            let mut scope = Scope::default();
            scope.wires.extend(HEADS.map(str::to_owned));
            let body = fields(names, &mut scope, Place { types, prefix: "", depth: 0 }, Part::Body);
            event["body"] = Value::Object(body);
            events.insert(name, event);
        }
        self.events = Some(taken);
        Value::Object(events)
    }

    /// Lets an object with fields that depend on the direction travel both ways.
    fn travels_both_ways(&mut self, file: &mut Value) {
        let endpoints = file["endpoints"].as_object_mut().into_iter().flat_map(Map::values_mut);
        let Some(endpoint) = endpoints.into_iter().find(|endpoint| endpoint.get("body").is_some()) else { return };
        let name = self.names.upper();
        for part in ["body", "response"] {
            endpoint[part]["travels both ways"] = json!({ "type": name, "name": "travels_both_ways" });
        }
        file["types"][&name] = both_ways(&mut self.names);
    }

    /// Sometimes writes the `area.yaml` of a folder, and returns the types that its pages can use.
    fn area(&mut self, folders: &str, above: &Declared) -> Declared {
        let above = Declared { types: above.types.clone(), enums: above.enums.clone(), ..Declared::default() };
        let path = format!("{}/{folders}area.yaml", self.name);
        let exists = self.sources.iter().any(|source| source.path == path);
        if folders.is_empty() || exists || self.names.random.chance(50) {
            return above;
        }
        let declared = self.declared(above);
        let mut area = self.defaults();
        for key in ["doc", "label"] {
            if let Some(text) = self.names.maybe_text(50) {
                area.insert(key.to_owned(), json!(text));
            }
        }
        let mut file = json!({ "area": area });
        if self.names.random.chance(30) {
            file["errata"] = json!([self.erratum("area", None)]);
        }
        for (key, section) in &declared.sections {
            file[key] = section.clone();
        }
        self.write(path, &file);
        declared
    }

    /// Fields that a page adds to replies of earlier pages and to declared objects.
    fn additions(&mut self, number: usize, types: &[Ty]) -> Map<String, Value> {
        let objects = types.iter().filter_map(|ty| match ty {
            Ty::Object(name) => Some(name.clone()),
            _ => None,
        });
        let replies = self.endpoints.iter().map(|endpoint| format!("{endpoint}.response"));
        let targets: Vec<String> = objects.chain(replies).collect();
        let mut adds = Map::new();
        for (at, target) in targets.into_iter().enumerate() {
            if !types.is_empty() && self.names.random.chance(30) {
                let mut added = Map::new();
                let name = format!("added_{at}_on_page_{number}");
                let ty = types[self.names.random.below(types.len())].json();
                added.insert(name, json!({ "type": ty, "doc": self.names.text() }));
                adds.insert(target, Value::Object(added));
            }
        }
        adds
    }

    /// Writes a page that describes nothing but types.
    pub(crate) fn page_of_types(&mut self, above: &Declared) {
        let above = Declared { types: above.types.clone(), enums: above.enums.clone(), ..Declared::default() };
        let declared = self.declared(above);
        let mut file = json!({ "page": self.head() });
        for (key, section) in declared.sections {
            file[key] = section;
        }
        self.write(format!("{}/area/types_only.yaml", self.name), &file);
    }

    /// Permissions and notes: those of an endpoint, or defaults of a page or an area.
    fn defaults(&mut self) -> Map<String, Value> {
        let names = &mut self.names;
        let mut defaults = Map::new();
        if names.random.chance(40) {
            let permissions = [
                json!([{ "app": names.text(), "needs": names.text() }]),
                json!([{ "app": names.text(), "supported": false }, { "app": names.text(), "supported": true }]),
                json!([]),
            ];
            defaults.insert("permissions".to_owned(), permissions[names.random.below(3)].clone());
        }
        if names.random.chance(40) {
            let notes = json!([{ "text": names.text(), "since": names.date() }, { "text": names.text() }]);
            defaults.insert("notes".to_owned(), notes);
        }
        defaults
    }

    pub(crate) fn head(&mut self) -> Value {
        let mut head = Value::Object(self.defaults());
        let names = &mut self.names;
        head["title"] = json!(names.text());
        head["url"] = json!(names.url());
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
    fn endpoint(&mut self, name: &str, types: &[Ty], earlier: &Map<String, Value>, stem: &str) -> (Value, Vec<Value>) {
        let mut endpoint = self.about_endpoint(earlier);
        let names = &mut self.names;
        let get = names.random.chance(40);
        let path = names.random.pick(&["/", "/a/b", "/async/fn.json", "/~x/-y_z", "/A/1", "//x"]).to_owned();
        endpoint["route"] = json!(format!("{} {path}", if get { "GET" } else { "POST" }));
        let place = Place { types, prefix: "", depth: 0 };
        let mut sent = Scope::default();
        let parts = [("query", Part::Query, 50), ("headers", Part::Headers, 30), ("body", Part::Body, 90)];
        for (key, part, percent) in parts {
            if names.random.chance(percent) && !(get && part == Part::Body) {
                let mut map = fields(names, &mut sent, place, part);
                empty(names, &mut map);
                endpoint[key] = Value::Object(map);
            }
        }
        let mut received = Scope::default();
        received.wires.extend(names.envelope.map(str::to_owned));
        let mut response = fields(names, &mut received, place, Part::Body);
        about(names, &mut response);
        endpoint["response"] = Value::Object(response);
        let part = if get { "query" } else { "body" };
        if names.random.chance(20) {
            let (keys, least) = match names.random.below(3) {
                0 => (["offset", "limit", "items"], 3),
                1 => (["offset", "next_offset", "total"], 2),
                _ => (["offset", "next_offset", "items"], 2),
            };
            let integer = names.random.pick(&["int32", "int64", "uint32"]);
            for key in keys.into_iter().take(least + names.random.below(4 - least)) {
                let is_sent = matches!(key, "offset" | "limit");
                let (part, scope) = if is_sent { (part, &mut sent) } else { ("response", &mut received) };
                let (wire, name) = (names.trimmed_wire(&mut scope.wires), names.snake(&mut scope.rust));
                let ty = if key == "items" { json!(["string"]) } else { json!(integer) };
                endpoint[part][&wire] = json!({ "type": ty, "name": name, "required": names.random.chance(30) });
                if key == "limit" && names.random.chance(50) {
                    endpoint[part][&wire]["default"] = json!(10);
                    endpoint[part][&wire]["range"] = json!({ "max": 1000 });
                }
                endpoint["paging"][key] = json!(wire);
            }
        } else if names.random.chance(25) {
            for (part, key, scope) in [(part, "cursor", &mut sent), ("response", "next", &mut received)] {
                let (wire, name) = (names.trimmed_wire(&mut scope.wires), names.snake(&mut scope.rust));
                endpoint[part][&wire] = json!({ "type": "string", "name": name });
                endpoint["paging"][key] = json!(wire);
            }
            if names.random.chance(50) {
                let (wire, name) = (names.trimmed_wire(&mut received.wires), names.snake(&mut received.rust));
                let ty = names.random.pick(&["bool", "int32", "int64", "uint32"]);
                endpoint["response"][&wire] = json!({ "type": ty, "name": name, "required": names.random.chance(50) });
                endpoint["paging"]["more"] = json!(wire);
            }
        }
        self.example(&mut endpoint, stem, name);
        let errata = self.errata(name, &mut endpoint);
        (endpoint, errata)
    }

    pub(crate) fn about_endpoint(&mut self, earlier: &Map<String, Value>) -> Value {
        let mut endpoint = Value::Object(self.defaults());
        let names = &mut self.names;
        endpoint["summary"] = json!(names.text());
        if names.random.chance(10) {
            endpoint["area"] = json!(format!("{}.elsewhere", names.module()));
        }
        for key in ["label", "doc"] {
            if let Some(text) = names.maybe_text(50) {
                endpoint[key] = json!(text);
            }
        }
        if names.random.chance(40) {
            endpoint["url"] = json!(names.url());
        }
        if names.random.chance(25) {
            let other = earlier.keys().next().cloned();
            let replacement = other.filter(|_| names.random.chance(70)).unwrap_or_else(|| names.text());
            endpoint["deprecated"] = json!({ "replacement": replacement, "note": names.text(), "since": names.date() });
        }
        if names.random.chance(30) {
            endpoint["reads"] = json!(names.random.chance(50));
        }
        if names.random.chance(50) {
            endpoint["errors"] = json!(self.codes);
        }
        endpoint
    }

    /// Adds an empty example request and a wrong one, if no field is required.
    fn example(&mut self, endpoint: &mut Value, stem: &str, name: &str) {
        let asks =
            |part: &str| endpoint[part].to_string().contains("required") || endpoint[part].to_string().contains("$");
        if !self.names.random.chance(30) || ["query", "headers", "body"].into_iter().any(asks) {
            return;
        }
        let file = format!("{name}.json");
        let wrong = format!("{name}_wrong.json");
        endpoint["examples"] = json!({ "request": [file, { "file": wrong, "wrong": self.names.text() }] });
        self.sources.push(Source { path: format!("{stem}/{file}"), bytes: b"{}".to_vec() });
        self.sources.push(Source { path: format!("{stem}/{wrong}"), bytes: b"1".to_vec() });
    }

    /// Errata about fields that a path can refer to.
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
