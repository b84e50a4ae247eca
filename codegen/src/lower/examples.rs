//! Examples are held against the schema of their endpoint: one that does not fit means that one of the two is wrong.

use super::{Lowering, texts};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    interpret::{self, Direction},
    model::{Endpoint, Example},
    syntax::yaml::Node,
};

/// So many findings of one example are told.
const SHOWN: usize = 20;

impl Lowering<'_> {
    pub(super) fn examples(&mut self) {
        let mut faults = Vec::new();
        for endpoint in self.model.endpoints.values() {
            let both = [
                (Direction::Request, "request", &endpoint.examples.request),
                (Direction::Response, "response", &endpoint.examples.response),
            ];
            for (direction, key, examples) in both {
                for example in examples {
                    let found = interpret::check(&self.model, endpoint, direction, &example.value);
                    let span = self.span_of(endpoint, key, example);
                    faults.extend(found.iter().take(SHOWN).map(|finding| {
                        let message = format!("`{}` does not fit: {finding}", example.file);
                        Diagnostic::new(Code::ExampleMisfit, &endpoint.file, span, message)
                            .help("mend the schema; if the page's own example breaks its rule, add an erratum")
                    }));
                }
            }
        }
        self.faults.append(&mut faults);
    }

    /// Where a page names an example.
    fn span_of(&self, endpoint: &Endpoint, key: &str, example: &Example) -> Span {
        let page = self.syntax.pages.iter().find(|page| page.file.path == endpoint.file);
        let node = page.and_then(|page| page.file.root.get("endpoints")?.get(&endpoint.name)?.get("examples"));
        let named: Vec<(&str, Span)> = node.map(|node: &Node| texts(node, key)).unwrap_or_default();
        let file = example.file.rsplit('/').next().unwrap_or_default();
        named.into_iter().find(|(name, _)| *name == file).map_or_else(Span::default, |(_, span)| span)
    }
}
