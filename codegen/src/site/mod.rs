//! The reference site: pages about everything in the model, as texts.
//!
//! All pages are in one folder, so links are names of files and work from any place, also from a disk. The text of a page
//! is made with [`html`](crate::html), which escapes it. Contradictions and members are collected while pages are made, so
//! that the index of contradictions and the search lead to the places where they are shown.

mod changelog;
mod changes;
mod codes;
mod context;
mod examples;
mod fields;
mod made;
mod markdown;
mod owner;
mod parts;
mod scopes;
mod search;
mod shell;
mod types;

use self::{
    changelog::Changes,
    context::Site,
    made::Made,
    shell::{SCRIPT, STYLE},
};
use crate::{
    emit::File,
    model::{Declaration, Model, Owner},
    threads,
};

/// A page to be made.
enum Task<'m> {
    Owner(Owner<'m>),
    Type(Declaration<'m>),
    Vendor(&'m str),
    Area(String),
    Errors(&'m str),
}

/// All files of the site. `changelog` is the text of the changelog, if there is one.
#[must_use]
pub fn files(model: &Model, changelog: Option<&str>) -> Vec<File> {
    let site = Site::new(model, changelog.map(Changes::new).unwrap_or_default());
    let vendors = || model.vendors.keys().map(String::as_str);
    let mut tasks: Vec<Task<'_>> = model.owners().map(Task::Owner).collect();
    tasks.extend(site.declared().map(Task::Type));
    tasks.extend(vendors().map(Task::Vendor));
    tasks.extend(vendors().flat_map(|vendor| site.areas(vendor)).map(|area| Task::Area(area.to_owned())));
    let with_errors = vendors().filter(|vendor| !model.vendors[*vendor].errors.is_empty());
    tasks.extend(with_errors.map(Task::Errors));
    let mut pages: Vec<Made<'_>> = threads::each(&tasks, |task| match task {
        Task::Owner(Owner::Endpoint(name, endpoint)) => owner::endpoint(&site, name, endpoint),
        Task::Owner(Owner::Event(name, event)) => owner::event(&site, name, event),
        Task::Type(declaration) => types::declaration(&site, *declaration),
        Task::Vendor(name) => scopes::vendor(&site, name, &model.vendors[*name]),
        Task::Area(name) => scopes::area(&site, name),
        Task::Errors(name) => codes::errors(&site, name, &model.vendors[*name]),
    });
    let errata = codes::count(&pages);
    pages.push(codes::errata(&site, &pages));
    pages.push(changes::all(&site));
    pages.push(scopes::front(&site, errata));
    let mut files = vec![
        search::file(&pages),
        File { path: STYLE.to_owned(), text: include_str!("style.css").to_owned() },
        File { path: SCRIPT.to_owned(), text: include_str!("site.js").to_owned() },
    ];
    files.extend(pages.into_iter().map(|made| shell::file(&site, made.body)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
