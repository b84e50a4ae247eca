//! Defaults: facts about endpoints that areas and pages may state for all of theirs.

use super::lowering::{flag, text};
use crate::{
    model::{Access, Note, Permission},
    naming,
    syntax::{Page, Syntax, node::Node},
};

/// The value of a key for an endpoint: its own or, without one, that of its page, then of the nearest area that has the
/// key. Values are not merged.
fn nearest<'n>(syntax: &'n Syntax, page: &'n Page, endpoint: &'n Node, key: &str) -> &'n [Node] {
    let scope = page.scope();
    let areas = naming::scopes_around(&scope).filter_map(|scope| syntax.areas.get(scope)?.root.get("area"));
    let mut around = [Some(endpoint), page.file.root.get("page")].into_iter().flatten().chain(areas);
    around.find_map(|node| node.get(key)).map(Node::elements).unwrap_or_default()
}

/// Who may call an endpoint.
pub(super) fn permissions(syntax: &Syntax, page: &Page, endpoint: &Node) -> Vec<Permission> {
    let access = |permission: &Node| match (text(permission, "needs"), permission.get("supported")) {
        (Some(needs), _) => Some(Access::Needs(needs)),
        (None, Some(_)) if flag(permission, "supported") => Some(Access::Supported),
        (None, Some(_)) => Some(Access::Unsupported),
        (None, None) => None,
    };
    let permissions = nearest(syntax, page, endpoint, "permissions").iter();
    permissions
        .filter_map(|permission| Some(Permission { app: text(permission, "app")?, access: access(permission)? }))
        .collect()
}

/// The notes about an endpoint.
pub(super) fn notes(syntax: &Syntax, page: &Page, endpoint: &Node) -> Vec<Note> {
    let notes = nearest(syntax, page, endpoint, "notes").iter();
    notes.filter_map(|note| Some(Note { text: text(note, "text")?, since: text(note, "since") })).collect()
}
