//! Members that depend on the direction in which their object travels.

use super::{
    lowering::{Lowering, flag},
    places::{Place, Site},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Direction, Object, Role, TypeName},
    syntax::{File, node::Node},
};

/// In which directions a field is required, and in which it occurs.
pub(super) struct Requirement {
    pub(super) required: bool,
    pub(super) required_in: Option<Direction>,
    pub(super) only: Option<Direction>,
}

impl Lowering<'_> {
    pub(super) fn requirement(&mut self, file: &File, node: &Node) -> Requirement {
        let (required, only) = (flag(node, "required"), direction(node, "only"));
        // What occurs in one direction is required in no other.
        let required_in = direction(node, "required").or(only.filter(|_| required));
        if let (Some(one), Some(other), Some(key)) = (required_in, only, node.key("required"))
            && one != other
        {
            let message =
                format!("a field that is `only: {}` cannot be required in {}", other.as_str(), one.messages());
            self.report(
                Diagnostic::new(Code::KeyDoesNotFit, &file.path, key.span, message)
                    .help(format!("write `required: true` if all {} have it", other.messages()))
                    .also(node.key("only").map(|key| key.span), "only in one direction"),
            );
        }
        Requirement { required: required && only.is_none(), required_in, only }
    }

    /// Reports keys about a direction in objects that travel in one direction alone.
    pub(super) fn directions(&mut self) {
        let mut faults = Vec::new();
        for (name, object) in &self.model.objects {
            faults.extend(self.empty_replies(name, object));
            let (word, help) = match object.role {
                Role::Sent => ("sent", "write `required: true` if it is required, and remove `only`"),
                Role::Received => ("received", "write `required: true` if it is promised, and remove `only`"),
                Role::Both => continue,
            };
            for field in object.fields().filter(|field| field.required_in.is_some() || field.only.is_some()) {
                let Some(site) = self.places.of(&Place::Field(name.clone(), field.wire.clone())) else { continue };
                let key = site.node.key("only").or_else(|| site.node.key("required")).unwrap_or(site.key);
                let message = format!("`{}` has no effect: the object is only {word}", key.text);
                faults.push(Diagnostic::new(Code::KeyDoesNotFit, &site.file.path, key.span, message).help(help));
            }
        }
        faults.into_iter().for_each(|fault| self.report(fault));
    }

    /// Faults of fields that say what an empty value means, although no client sends it.
    fn empty_replies(&self, name: &TypeName, object: &Object) -> Vec<Diagnostic> {
        if object.role.sent() {
            return Vec::new();
        }
        let fields = object.fields().filter(|field| field.empty.is_some());
        let sites = fields.filter_map(|field| self.places.of(&Place::Field(name.clone(), field.wire.clone())));
        let fault = |site: Site<'_>| {
            let span = site.node.key("empty").map_or(site.key.span, |key| key.span);
            let message = "`empty` has no effect: the object is only received";
            Diagnostic::new(Code::KeyDoesNotFit, &site.file.path, span, message)
                .help("remove it: in replies, an empty value is one like any other")
        };
        sites.map(fault).collect()
    }
}

fn direction(node: &Node, key: &str) -> Option<Direction> {
    let word = node.get(key)?.text()?;
    Direction::ALL.into_iter().find(|direction| direction.as_str() == word)
}
