//! Reads doc pages.
//!
//! A page comes in one of several forms: HTML as a browser saves it, Markdown of a converter, text. Each form is first read
//! as a sequence of [blocks](block), with their places in the page. A description in OpenAPI 3 or Swagger 2, as JSON or YAML,
//! has its structure already; all lines of it are known. This library does no IO.

pub mod block;
mod claims;
pub mod example;
mod html;
mod labels;
mod limits;
mod markdown;
mod name;
mod openapi;
pub mod page;
mod parts;
mod paths;
mod permissions;
mod plain;
mod read;
mod scan;
mod schema;
mod state;
pub mod summary;
pub mod text;
mod tree;
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
    let mut read = match openapi::is_openapi(page) {
        true => openapi::page(page),
        false => read::page(blocks(page)),
    };
    claims::complete(&mut read, page);
    read
}

/// What a page states.
#[must_use]
pub fn facts(text: &str) -> facts::Facts {
    facts_of(&read(text), text)
}

/// What a page states that was read from a text.
#[must_use]
pub fn facts_of(page: &page::Page, text: &str) -> facts::Facts {
    state::facts(page, text)
}
