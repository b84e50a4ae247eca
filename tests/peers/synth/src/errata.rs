//! Generates errata, each about a place of its page.

use fastrand::Rng;

use crate::{
    draw::{happens, one},
    mix,
    syntax::{Object, Shape, Ty},
    tree::{Tree, bare, map, text},
    words,
};

/// A place that an erratum can be about.
pub(crate) struct Place {
    path: String,
    /// The `use` of the erratum; `None` if it has a `decision` instead.
    used: Option<Tree>,
    /// The wire name of a field with a type.
    wire: Option<String>,
    is_text: bool,
}

/// Adds the places of an object's fields, whose paths start with `path`.
pub(crate) fn places(path: &str, object: &Object, to: &mut Vec<Place>) {
    for field in &object.fields {
        let path = format!("{path}.{}", field.wire);
        let used = match &field.shape {
            Shape::Plain(ty) => map([("type", ty.schema())]),
            Shape::Choice(tag, _) => map([("choice", map([("tag", bare(tag)), ("wire", bare("int"))]))]),
            Shape::Object(_) | Shape::Objects(_) => map([("name", bare(&field.wire))]),
        };
        let wire = matches!(field.shape, Shape::Plain(_)).then(|| field.wire.clone());
        let is_text = matches!(field.shape, Shape::Plain(Ty::Primitive("string")));
        to.push(Place { path: path.clone(), used: Some(used), wire, is_text });
        if let Shape::Object(inner) | Shape::Objects(inner) = &field.shape {
            places(&path, inner, to);
        }
    }
}

/// The errata of a page: about its fields while any are left, then about its endpoints.
pub(crate) fn errata(rng: &mut Rng, endpoints: &[String], mut places: Vec<Place>) -> Vec<Tree> {
    rng.shuffle(&mut places);
    let count = one(rng, mix::ERRATA_OF_PAGE);
    (0..count).map(|_| erratum(rng, endpoints, places.pop())).collect()
}

fn erratum(rng: &mut Rng, endpoints: &[String], place: Option<Place>) -> Tree {
    let mut says = vec![said(rng, "table"), said(rng, "example")];
    if happens(rng, mix::ERRATUM_HAS_THIRD) {
        says.push(said(rng, "another copy of the page"));
    }
    let uses = happens(rng, mix::ERRATUM_USES);
    let because = one(rng, mix::BECAUSE);
    let because = text(words::prose(rng, because));
    let place = place.unwrap_or_else(|| Place {
        path: endpoints[rng.usize(..endpoints.len())].clone(),
        used: None,
        wire: None,
        is_text: false,
    });
    let mut entries = vec![("at".to_owned(), bare(&place.path)), ("says".to_owned(), Tree::Map(says))];
    match place.used.filter(|_| uses) {
        Some(used) => {
            entries.push(("use".to_owned(), used));
            // A query parameter has one name only.
            let is_query = place.path.contains(".query.");
            if let Some(wire) = place.wire.filter(|_| !is_query && happens(rng, mix::ERRATUM_ACCEPTS)) {
                let accepted =
                    if place.is_text { ("types", bare("number")) } else { ("names", bare(format!("{wire}_v0"))) };
                entries.push(("also_accept".to_owned(), map([(accepted.0, Tree::List(vec![accepted.1]))])));
            }
        }
        None => entries.push(("decision".to_owned(), text(words::prose(rng, 60)))),
    }
    entries.push(("because".to_owned(), because));
    Tree::Map(entries)
}

fn said(rng: &mut Rng, place: &str) -> (String, Tree) {
    let bytes = one(rng, mix::SAYS);
    (place.to_owned(), text(words::prose(rng, bytes)))
}
