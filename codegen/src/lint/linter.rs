//! The state of linting, which all lints share.

use crate::{
    diagnostic::{Code, Diagnostic, FileSpan},
    lower::{Place, Places, Site},
    model::Model,
    syntax::{File, Syntax},
};

/// The state of linting one model.
pub(super) struct Linter<'a> {
    pub(super) model: &'a Model,
    pub(super) places: &'a Places<'a>,
    pub(super) syntax: &'a Syntax,
    pub(super) found: Vec<Diagnostic>,
}

impl<'a> Linter<'a> {
    /// Where a part of the model comes from; `None` if it is inherited from another part.
    pub(super) fn site(&self, place: Place) -> Option<Site<'a>> {
        self.places.of(&place)
    }

    /// Whether several pages can see the declarations of a file.
    pub(super) fn is_shared(&self, file: &File) -> bool {
        file.root.get("endpoints").is_none()
    }

    pub(super) fn warn(
        &mut self,
        code: Code,
        place: FileSpan<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report(Diagnostic::new(code, place.file, place.span, message).help(help));
    }

    pub(super) fn report(&mut self, warning: Diagnostic) {
        self.found.push(warning);
    }
}

/// The span of a nested key of a site: of the key itself at the first level, of its value below. A key that does not
/// exist is replaced by the last one that does.
pub(super) fn nested<'a>(site: Site<'a>, path: &[&str]) -> FileSpan<'a> {
    let mut node = site.node;
    let mut span = site.key.span;
    for (depth, name) in path.iter().enumerate() {
        let (Some(key), Some(value)) = (node.key(name), node.get(name)) else { break };
        span = if depth + 1 == path.len() && depth > 0 { value.span } else { key.span };
        node = value;
    }
    site.span(span)
}
