//! Random schemas of one vendor, with every feature of the language.

use std::collections::BTreeSet;

use codegen::Source;
use serde_json::{Map, Value, json};

use super::{
    declare::{Declared, Enum},
    names::Names,
    random::Random,
    vendor::Vendor,
};

/// The files of a case: those of its vendor and, sometimes, of a second one whose enum it uses.
pub(crate) fn sources(seed: u64, case: u64, vendor: &str) -> Vec<Source> {
    let mut vendor = Vendor::new(Names::new(Random::new(seed, case), vendor), vendor);
    let other = vendor.names.random.chance(25).then(|| vendor.other());
    let types = vendor.own(other.as_deref());
    let mut endpoints: BTreeSet<String> = BTreeSet::new();
    for page in 0..1 + vendor.names.random.below(2) {
        let count = 1 + vendor.names.random.below(3);
        vendor.page(page, &types, &mut endpoints, count);
    }
    if vendor.names.random.chance(15) {
        vendor.page_of_types(&types);
    }
    vendor.sources
}

/// Members of the heads of messages, which may be elements of XML. No event has a member of such a name.
pub(crate) const HEADS: [&str; 4] = ["Event-", "Change-", "To-", "Time-"];

/// Sometimes how a vendor delivers events.
fn callbacks(names: &mut Names) -> Option<Value> {
    if names.random.chance(40) {
        return None;
    }
    let [event, change, to, time] = HEADS;
    let mut head = json!({ "tags": [event, change], "receiver": to, "time": time, "unit": "ms" });
    if names.random.chance(40) {
        head["fixed"] = json!({ "Kind-": names.text() });
    }
    let sealed = [json!({ "xml": "Sealed" }), json!({ "json": "sealed", "xml": "S" }), json!({ "json": "s" })];
    let sealed = &sealed[names.random.below(3)];
    names.in_xml = sealed.get("xml").is_some();
    let mut callbacks = json!({
        "sealed": sealed,
        "heads": { "one": head, "two": { "tags": ["Info-"], "others": [to] } },
        "ack": names.text(),
    });
    if names.random.chance(40) {
        callbacks["body"] = json!("the-event");
        callbacks["within"] = json!(5);
    }
    Some(callbacks)
}

impl Vendor {
    /// Writes a second vendor with one enum, and returns the name of the enum.
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

    /// Writes `vendor.yaml`, and returns the types that pages can use.
    pub(crate) fn own(&mut self, other: Option<&str>) -> Declared {
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
            envelope["absent"] = json!(["error", "success"][names.random.below(2)]);
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
        if let Some(callbacks) = callbacks(names) {
            vendor["callbacks"] = callbacks;
            self.events = Some(BTreeSet::new());
        }
        let errors = self.errors();
        let mut base = Declared::default();
        base.enums.extend(other.map(|other| Enum {
            name: other.to_owned(),
            is_text: false,
            values: vec!["dark".to_owned(), "light".to_owned()],
        }));
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
            // At most 18 digits.
            let code = [1, -1, 40001, 45009, 999_999_999_999_999_999_i64, -999_999_999_999_999_999, 0]
                [self.names.random.below(7)];
            let mut error = json!({ "name": self.names.snake(&mut taken) });
            for key in ["doc", "label"] {
                if let Some(text) = self.names.maybe_text(50) {
                    error[key] = json!(text);
                }
            }
            if self.names.random.chance(60) {
                error["advice"] = json!(self.names.random.pick(&[
                    "refresh_token",
                    "retry_later",
                    "slow_down",
                    "fix_request",
                    "ask_permission"
                ]));
            }
            errors.insert(code.to_string(), error);
        }
        self.codes = errors.keys().filter_map(|code| code.parse().ok()).collect();
        Value::Object(errors)
    }
}
