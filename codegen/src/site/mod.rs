//! The reference site: pages about everything in the model, as texts.
//!
//! All pages are in one folder, so links are names of files and work from any place, also from a disk. The text of a page
//! is made with [`html`](crate::html), which escapes it. Errata and members are collected while pages are made, so that the
//! index of errata and the search lead to the places where they are shown.

mod changelog;
mod changes;
mod codes;
mod context;
mod errata;
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
    html::PALETTE,
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
        search::file(model, &pages),
        File { path: STYLE.to_owned(), text: format!("{PALETTE}{}", include_str!("style.css")) },
        File { path: SCRIPT.to_owned(), text: include_str!("site.js").to_owned() },
    ];
    files.extend(pages.into_iter().map(|made| shell::file(&site, made.body)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colours of the light scheme and of the dark one, by name.
    fn schemes() -> [Vec<(String, [u8; 3])>; 2] {
        let css = format!("{PALETTE}{}", include_str!("style.css"));
        let mut schemes = [Vec::new(), Vec::new()];
        for block in css.split(":root {").skip(1).take(4).enumerate() {
            let declarations = block.1.split('}').next().unwrap_or_default().split(';');
            let colours = declarations.filter_map(|declaration| {
                let (name, value) = declaration.trim().strip_prefix("--")?.split_once(": #")?;
                let digits: String = match value.len() {
                    3 => value.chars().flat_map(|digit| [digit, digit]).collect(),
                    _ => value.to_owned(),
                };
                let [_, red, green, blue] = u32::from_str_radix(&digits, 16).ok()?.to_be_bytes();
                Some((name.to_owned(), [red, green, blue]))
            });
            schemes[block.0 % 2].extend(colours);
        }
        schemes
    }

    fn luminance(colour: [u8; 3]) -> f64 {
        let linear = colour.map(|part| match f64::from(part) / 255.0 {
            part if part <= 0.03928 => part / 12.92,
            part => ((part + 0.055) / 1.055).powf(2.4),
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// The contrast that WCAG asks of text.
    #[test]
    fn all_text_has_enough_contrast() {
        let mut pairs = 0;
        for scheme in schemes() {
            let colour = |name: &str| scheme.iter().find(|(own, _)| own == name).map(|(_, colour)| luminance(*colour));
            for text in ["ink", "quiet", "link", "accent", "must", "note"] {
                for paper in ["paper", "card", "note-paper", "mark"] {
                    let [text_colour, paper_colour] =
                        [text, paper].map(|name| colour(name).unwrap_or_else(|| panic!("{name}")));
                    let (light, dark) = (text_colour.max(paper_colour), text_colour.min(paper_colour));
                    let contrast = (light + 0.05) / (dark + 0.05);
                    assert!(contrast >= 4.5, "{text} on {paper}: {contrast:.2}");
                    pairs += 1;
                }
            }
        }
        assert_eq!(pairs, 48);
    }
}
