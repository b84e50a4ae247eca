//! Compares how endpoints are read page by page.

use super::{
    Rule,
    comparison::{Comparison, Subject},
    show,
};
use crate::model::{Endpoint, Model, PagingForm, Type, notation};

impl Comparison<'_> {
    pub(super) fn paging(
        &mut self,
        subject: &Subject,
        (old, new): (&Endpoint, &Endpoint),
        new_wire: &dyn Fn(&str) -> String,
    ) {
        let texts = (old.paging.as_ref().map(notation::paging), new.paging.as_ref().map(notation::paging));
        let (expected, found) = match (&old.paging, &new.paging) {
            (None, None) => return,
            (None, Some(_)) => return self.report(subject, Rule::EndpointPagingAdded, texts.0, texts.1),
            (Some(_), None) => return self.report(subject, Rule::EndpointPagingRemoved, texts.0, texts.1),
            (Some(old), Some(new)) => (old.renamed(new_wire), new),
        };
        if expected.form != found.form {
            self.report(subject, Rule::EndpointPagingChanged, texts.0, texts.1);
        }
        let cursors = cursor_type(self.old.model, old).zip(cursor_type(self.new.model, new));
        if let Some((old, new)) = cursors.filter(|(old, new)| !self.pairs.same_type(old, new)) {
            self.report(subject, Rule::EndpointPagingCursorChanged, Some(show::ty(old)), Some(show::ty(new)));
        }
        let rule = match (&expected.items, &found.items) {
            (None, Some(_)) => Rule::EndpointPagingItemsAdded,
            (Some(_), None) => Rule::EndpointPagingItemsRemoved,
            (old, new) if old != new => Rule::EndpointPagingItemsChanged,
            _ => return,
        };
        let text = |items: &Option<String>| items.as_ref().map(|items| format!("items: {items}"));
        self.report(subject, rule, text(&expected.items), text(&found.items));
    }
}

/// The type of the field that selects a page.
fn cursor_type<'m>(model: &'m Model, endpoint: &Endpoint) -> Option<&'m Type> {
    let name = match &endpoint.paging.as_ref()?.form {
        PagingForm::Cursor { cursor, .. } => cursor,
        PagingForm::NextOffset { offset, .. } | PagingForm::Offset { offset, .. } => offset,
    };
    let request = model.objects.get(&endpoint.request.object)?;
    Some(&request.field(name)?.ty)
}
