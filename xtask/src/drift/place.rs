//! The places of the schemas that facts are about.

use codegen::{
    Source, locate,
    members::members,
    model::{Model, Owner},
};
use facts::{Direction, Id, Part};

/// A place of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file below the folder of the schemas.
    pub(crate) file: String,
    /// The schema path.
    pub(crate) at: String,
    /// Line and column, 1-based.
    pub(crate) position: Option<(usize, usize)>,
}

/// Finds the places in the schemas of the member that a fact is about, or of its endpoint or event. Returns nothing for a
/// fact about the page.
pub(crate) fn places(model: &Model, sources: &[Source], id: &Id) -> Vec<Place> {
    let Some(part) = &id.part else { return Vec::new() };
    let Some(owner) = model.owners().find(|owner| name_of(*owner) == *part) else { return Vec::new() };
    let mut found: Vec<(String, String)> = Vec::new();
    if let (Some(direction), Some(path)) = (id.direction, &id.path) {
        for message in owner.messages().into_iter().filter(|message| kind(message.kind) == direction) {
            let own = members(model, owner, message).into_iter().filter(|member| member.path == *path);
            found.extend(own.filter_map(|member| member.place.map(|(file, at)| (file.to_owned(), at))));
        }
    }
    found.sort();
    found.dedup();
    if found.is_empty() {
        let name = owner.name().rsplit('.').next().unwrap_or_default();
        found.push((owner.file().to_owned(), name.to_owned()));
    }
    let position = |file: &str, at: &str| locate(sources.iter().find(|source| source.path == file)?, at);
    found.into_iter().map(|(file, at)| Place { position: position(&file, &at), file, at }).collect()
}

/// The name that facts have for an endpoint or an event.
pub(crate) fn name_of(owner: Owner<'_>) -> String {
    let part = match owner {
        Owner::Endpoint(_, endpoint) => Part {
            method: Some(endpoint.method.as_str().to_owned()),
            path: Some(endpoint.path.clone()),
            ..Part::default()
        },
        Owner::Event(_, event) => Part { event: Some(event.tags.join("/")), ..Part::default() },
    };
    part.name()
}

fn kind(kind: codegen::model::MessageKind) -> Direction {
    match kind {
        codegen::model::MessageKind::Request => Direction::Request,
        codegen::model::MessageKind::Response => Direction::Reply,
        codegen::model::MessageKind::Event => Direction::Event,
    }
}
