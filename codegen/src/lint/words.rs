//! Texts that are cut off, and members that nothing explains.

use super::linter::Linter;
use crate::{
    diagnostic::{Code, FileSpan, Span},
    lower::Place,
    model::{Field, Member, Object, TypeName},
    syntax::{File, node::Node},
};

/// Names that explain a member only to readers who already know it.
const VAGUE: &[&str] = &[
    "attr", "code", "config", "content", "count", "data", "date", "detail", "details", "end", "ext", "extra", "flag",
    "from", "id", "ids", "idx", "index", "info", "item", "items", "key", "kind", "level", "list", "mode", "num",
    "number", "obj", "object", "option", "options", "param", "params", "reason", "result", "scene", "source", "start",
    "state", "status", "str", "tag", "tags", "time", "to", "type", "val", "value",
];

/// Keys whose values are prose, or maps and lists of prose.
const PROSE: &[&str] =
    &["because", "decision", "deprecated", "doc", "label", "needs", "note", "omitted", "says", "summary", "title"];

impl Linter<'_> {
    pub(super) fn words(&mut self) {
        for (name, object) in &self.model.objects {
            self.unexplained(name, object);
        }
        let syntax = self.syntax;
        for file in syntax.files() {
            self.cut_texts(file, &file.root, false);
        }
    }

    /// Warns of prose that ends where YAML sees a comment.
    fn cut_texts(&mut self, file: &File, node: &Node, is_prose: bool) {
        for (key, value) in node.entries() {
            let key = key.text.strip_prefix('$').unwrap_or(&key.text);
            self.cut_texts(file, value, is_prose || PROSE.contains(&key));
        }
        node.elements().iter().for_each(|element| self.cut_texts(file, element, is_prose));
        let is_followed_by_space = matches!(file.text.as_bytes().get(node.span.end), Some(b' ' | b'\t'));
        if !is_prose || !is_followed_by_space || node.text().is_none() {
            return;
        }
        let written = file.text.get(node.span.start..node.span.end).unwrap_or_default();
        if written.starts_with(['"', '\'']) || written.contains('\n') {
            return;
        }
        let rest = file.text[node.span.end..].lines().next().unwrap_or_default();
        if rest.trim_start().starts_with('#') {
            let start = node.span.end + rest.len() - rest.trim_start().len();
            let span = Span { start, end: node.span.end + rest.trim_end().len() };
            let message = "this is not part of the text before it: ` #` begins a comment";
            let help = "put all of the text in quotes, or move the comment to its own line";
            self.warn(Code::CutText, FileSpan::new(&file.path, span), message, help);
        }
    }

    /// Warns of members that have neither `doc` nor `label`, nor a type or a name that says what they are.
    fn unexplained(&mut self, name: &TypeName, object: &Object) {
        for member in &object.members {
            let (wire, names, place, is_explained) = match member {
                Member::Field(field) => {
                    let is_explained = field.doc.is_some() || field.label.is_some() || self.type_explains(field);
                    let place = Place::Field(name.clone(), field.wire.clone());
                    (&field.wire, [&field.wire, &field.name], place, is_explained)
                }
                Member::Choice(choice) => {
                    let is_explained = choice.doc.is_some() || choice.label.is_some();
                    (&choice.name, [&choice.name, &choice.name], Place::Choice(name.clone()), is_explained)
                }
            };
            if is_explained || !names.iter().all(|name| is_vague(name)) {
                continue;
            }
            if let Some(site) = self.site(place) {
                let message = format!("nothing explains what `{wire}` is");
                let help = "add the page's term as `label:`, and the meaning as `doc:`";
                self.warn(Code::UnexplainedField, site.key_span(), message, help);
            }
        }
    }

    /// Whether the named type of a field has a text, or every value of its enum does.
    fn type_explains(&self, field: &Field) -> bool {
        let Some(name) = field.ty.named() else { return false };
        let scalar = self.model.scalars.get(name).is_some_and(|decl| decl.doc.is_some() || decl.label.is_some());
        let object = self.model.objects.get(name).is_some_and(|decl| decl.doc.is_some() || decl.label.is_some());
        let enumeration = self.model.enums.get(name).is_some_and(|decl| {
            let has_texts = decl.values.iter().all(|value| value.doc.is_some() || value.label.is_some());
            decl.doc.is_some() || decl.label.is_some() || has_texts
        });
        scalar || object || enumeration
    }
}

/// Whether a name consists only of vague words.
fn is_vague(name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric())
        .all(|word| word.is_ascii() && word.len() < 3 || VAGUE.contains(&word.to_ascii_lowercase().as_str()))
}
