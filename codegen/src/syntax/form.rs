//! All that is wrong with a file's form, and nothing of its meaning: what an editor can tell as well.
//!
//! `check` finds most of it. The rest stands in the tables too, but is reported where files are lowered, with
//! more to say about it; here it is told in general terms.

use super::{
    check,
    grammar::{FIELD, HowMany, OBJECT, Record, Shape, listed},
    node::{Kind, Node},
    pattern::{self, Pattern},
};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn faults(path: &str, root: &Node, record: &'static Record) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    check::check(path, root, Shape::Record(record), &mut faults);
    Former { file: path, faults: &mut faults }.shape(root, Shape::Record(record));
    faults.sort_by_key(|fault| (fault.span, fault.code));
    faults
}

struct Former<'a> {
    file: &'a str,
    faults: &'a mut Vec<Diagnostic>,
}

impl Former<'_> {
    fn add(&mut self, code: Code, node: &Node, message: String) {
        self.faults.push(Diagnostic::new(code, self.file, node.span, message));
    }

    fn shape(&mut self, node: &Node, shape: Shape) {
        match shape {
            Shape::Name(names) => self.text(node, names.pattern(), Code::BadName),
            Shape::Route => self.text(node, &pattern::ROUTE, Code::BadRoute),
            Shape::BaseUrl => self.text(node, &pattern::BASE_URL, Code::BadUrl),
            Shape::Count if matches!(node.kind, Kind::Int(..0)) => {
                self.add(Code::BadLimit, node, "it counts from 0".to_owned());
            }
            Shape::AtLeast(least, of) => self.at_least(node, least, *of),
            Shape::List(of) => node.elements().iter().for_each(|element| self.shape(element, *of)),
            Shape::Map(_, of) => node.entries().iter().for_each(|(_, value)| self.shape(value, *of)),
            Shape::Record(record) => self.record(node, record),
            Shape::Fields => self.fields(node),
            _ => {}
        }
    }

    fn text(&mut self, node: &Node, pattern: &Pattern, code: Code) {
        if let Some(text) = node.text().filter(|text| !pattern.matches(text)) {
            let message = format!("`{text}` cannot stand here: {}", pattern.help);
            self.add(code, node, message);
        }
    }

    fn at_least(&mut self, node: &Node, least: usize, of: Shape) {
        if matches!(node.kind, Kind::List(_) | Kind::Map(_)) && node.elements().len() + node.entries().len() < least {
            self.add(Code::WrongType, node, format!("it has at least {least}"));
        }
        self.shape(node, of);
    }

    fn record(&mut self, node: &Node, record: &Record) {
        for (key, value) in node.entries() {
            if let Some(entry) = record.keys.iter().find(|entry| entry.key == key.text) {
                self.shape(value, entry.shape);
            }
        }
        if !matches!(node.kind, Kind::Map(_)) {
            return;
        }
        for rule in record.rules.iter().filter(|rule| !rule.holds(node)) {
            let what = match rule.of_those_with {
                Some(key) => format!("{} with `{key}`", record.what),
                None => record.what.to_owned(),
            };
            let count = match rule.count {
                HowMany::ExactlyOne => "exactly one",
                HowMany::AtLeastOne => "at least one",
            };
            self.add(rule.code, node, format!("{what} has {count} of {}", listed(rule.keys)));
        }
    }

    fn fields(&mut self, node: &Node) {
        for (key, value) in node.entries() {
            match OBJECT.keys.iter().find(|entry| entry.key == key.text) {
                Some(entry) => self.shape(value, entry.shape),
                None if key.text.starts_with('$') => {}
                None => self.record(value, &FIELD),
            }
        }
    }
}
