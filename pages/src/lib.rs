//! Reads doc pages.
//!
//! A page comes in one of several forms: HTML as a browser saves it, Markdown of a converter, text. Each form is first read
//! as a sequence of [blocks](block), with their places in the page. This library does no IO.

pub mod block;
pub mod example;
pub mod facts;
mod html;
mod markdown;
mod plain;
mod read;
mod render;
pub mod text;
pub mod vocabulary;

/// The blocks of a page, in whatever form it is.
#[must_use]
pub fn blocks(page: &str) -> block::Blocks {
    match page.trim_start() {
        text if text.starts_with('<') => html::blocks(page),
        _ if plain::is_plain(page) => plain::blocks(page),
        _ => markdown::blocks(page),
    }
}

/// What a page states.
#[must_use]
pub fn read(page: &str) -> facts::Page {
    read::facts(blocks(page))
}
