//! Reads doc pages.
//!
//! A page comes in one of several forms: HTML as a browser saves it, Markdown of a converter, text. Each form is first read
//! as a sequence of [blocks](block), with their places in the page. This library does no IO.

pub mod block;
mod claims;
pub mod example;
mod html;
mod labels;
mod limits;
mod markdown;
mod name;
pub mod page;
mod parts;
mod paths;
mod plain;
mod read;
mod scan;
mod state;
pub mod text;
mod xml;

/// The blocks of a page, in whatever form it is.
#[must_use]
pub fn blocks(page: &str) -> block::Blocks {
    match page.trim_start() {
        text if text.starts_with('<') => html::blocks(page),
        _ if plain::is_plain(page) => plain::blocks(page),
        _ => markdown::blocks(page),
    }
}

/// A page as it is written.
#[must_use]
pub fn read(page: &str) -> page::Page {
    read::page(blocks(page), page)
}

/// What a page states.
#[must_use]
pub fn facts(text: &str) -> facts::Facts {
    state::facts(&read(text), text)
}
