//! The other names and JSON types that an erratum accepts for a field.

use super::{
    errata::field_mut,
    in_xml::{NAME_OF_AN_ELEMENT, no_element},
    lowering::{Lowering, texts},
    places::Place,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Form, JsonType, Location, Primitive, Type, TypeName},
    syntax::{File, node::Node},
    xml,
};

impl Lowering<'_> {
    /// Adds what an erratum accepts to its field, and returns it as texts.
    pub(super) fn also_accept(&mut self, file: &File, node: &Node, part: &Place) -> Vec<String> {
        let Some(accepted) = node.get("also_accept") else { return Vec::new() };
        let Place::Field(object, wire) = part else {
            let fault =
                Diagnostic::new(Code::ErratumAccepts, &file.path, accepted.span, "`also_accept` is only for fields");
            self.report(fault.help("remove it, or change `at` to the path of a field"));
            return Vec::new();
        };
        let (names, types) = (texts(accepted, "names"), texts(accepted, "types"));
        let all: Vec<String> = names.iter().chain(&types).map(|(text, _)| (*text).to_owned()).collect();
        self.free_names(file, object, &names);
        self.elements_called(file, object, &names);
        let Some(field) = field_mut(&mut self.model, object, wire) else { return all };
        let ty = field.ty.clone();
        match names.first() {
            Some((_, span)) if field.location != Location::Body => {
                let message = "a parameter in a query or a header is only read under its own name";
                let fault = Diagnostic::new(Code::ErratumAccepts, &file.path, *span, message);
                self.report(fault.help("remove `names`, or correct the name of the field"));
                return all;
            }
            Some((_, span)) if ty == Type::File => {
                let fault = Diagnostic::new(Code::ErratumAccepts, &file.path, *span, "a file has one name only");
                self.report(fault.help("remove `names`, or correct the name of the field"));
                return all;
            }
            _ => field.also_names.extend(names.into_iter().map(|(name, _)| name.to_owned())),
        }
        for (name, span) in types {
            let json = match name {
                "string" => JsonType::String,
                "number" => JsonType::Number,
                _ => JsonType::Bool,
            };
            if self.can_read(&ty, json) {
                field_mut(&mut self.model, object, wire).into_iter().for_each(|field| field.also_types.push(json));
                continue;
            }
            let site = self.places.of(part);
            let typed = site.map(|site| site.value_span("type").span);
            let message = format!("a value of type {ty} cannot be read from a {name}");
            self.report(
                Diagnostic::new(Code::ErratumAccepts, &file.path, span, message)
                    .help(format!("remove `{name}`, or change the field's type to `json`"))
                    .also(typed, "the field's type"),
            );
        }
        all
    }

    /// Reports other names of a field that belong to another member.
    fn free_names(&mut self, file: &File, object: &TypeName, names: &[(&str, Span)]) {
        let Some(decl) = self.model.objects.get(object) else { return };
        let endpoint = self.model.endpoints.get(&object.scope).filter(|endpoint| endpoint.response.object == *object);
        let mut taken: Vec<&str> = decl.wire_names();
        taken.extend(decl.fields().flat_map(|field| &field.also_names).map(String::as_str));
        taken.extend(endpoint.into_iter().flat_map(|endpoint| self.envelope_beside(endpoint)));
        let vendor = object.scope.split('.').next().unwrap_or_default();
        let faults: Vec<_> = names
            .iter()
            .filter(|(name, _)| taken.contains(name))
            .map(|(name, span)| {
                let field = self.places.of(&Place::Field(object.clone(), (*name).to_owned()));
                let other = field.map(|site| site.key_span()).or_else(|| self.envelope_at(vendor, name));
                Diagnostic::new(Code::ErratumAccepts, &file.path, *span, format!("there is already a member `{name}`"))
                    .help("remove it: a name can belong to only one member")
                    .also_in(other, "the member")
            })
            .collect();
        self.faults.extend(faults);
    }

    /// Reports other names of a field of an event in XML that no element can have.
    fn elements_called(&mut self, file: &File, object: &TypeName, names: &[(&str, Span)]) {
        let bad: Vec<_> = names.iter().filter(|(name, _)| !xml::is_name(name)).collect();
        if bad.is_empty() || !self.objects_in_xml().contains(object) {
            return;
        }
        for (name, span) in bad {
            let fault = Diagnostic::new(Code::ErratumAccepts, &file.path, *span, no_element(name));
            self.report(fault.help(NAME_OF_AN_ELEMENT));
        }
    }

    /// Whether lenient readers can read a value of a type from a JSON type. For a list or a map, its elements count.
    fn can_read(&self, ty: &Type, json: JsonType) -> bool {
        let primitive = match self.underlying(ty) {
            Type::List(of) | Type::Map(of) => return self.can_read(&of, json),
            Type::Primitive(primitive) => primitive,
            Type::JsonString(_) => Primitive::String,
            Type::Enum(name) => self.model.enums.get(&name).map_or(Primitive::String, |decl| decl.wire),
            Type::Object(_) | Type::Scalar(_) | Type::File => return false,
        };
        match json {
            JsonType::String | JsonType::Number => true,
            JsonType::Bool => match primitive.form() {
                Form::Bool | Form::Integer(..) | Form::Float | Form::Any => true,
                Form::Text => false,
            },
        }
    }
}
