//! Writes the report as one self-contained page, without scripts and external resources.

use std::path::{Component, Path, PathBuf};

use codegen::{
    html::{PALETTE, verbatim},
    visible::{is_link, visible},
};

use super::{
    effects::{Audience, Weight, all},
    report::{Counts, Item, Page, Report},
};
use crate::terminal::counted;

const STYLE: &str = include_str!("report.css");

/// Writes the page. `out` is the file that it will be in: links to schemas are relative to it.
pub(crate) fn write(report: &Report, out: Option<&Path>) -> String {
    let links = Links::new(out);
    let mut body = head(report);
    if report.pages.len() > 1 {
        let entries: String = report.pages.iter().enumerate().map(|(at, page)| entry(at, page)).collect();
        body.push_str(&format!("<nav aria-label=\"Pages\">\n<ul>\n{entries}</ul>\n</nav>\n"));
    }
    for (at, page) in report.pages.iter().enumerate() {
        body.push_str(&section(report, &links, at, page));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>What this change does</title>\n<style>\n{PALETTE}{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

fn head(report: &Report) -> String {
    let counts = report.counts();
    let class = if counts.breaking > 0 { "verdict breaks" } else { "verdict" };
    let many = counted(counts.changes, "change");
    let what = match (counts.changes, counts.breaking) {
        (0, _) => String::new(),
        (_, 0) => format!("<b>{many}, none of them breaking.</b> "),
        (_, breaking) => format!("<b>{many}, {breaking} of them breaking.</b> "),
    };
    let accepted = if counts.accepted > 0 { format!(" {} accepted.", counts.accepted) } else { String::new() };
    let verdict = sentence(&report.verdict());
    let mut text = format!(
        "<header>\n<h1>What this change does</h1>\n<p class=\"quiet\">{}</p>\n\
         <p class=\"{class}\">{what}{}{accepted}</p>\n{}</header>\n",
        escape(&format!("{} {}", report.sides.new.name, report.base_line())),
        escape(&verdict),
        table(&counts),
    );
    let partial = report.sides.partial.as_ref().map(|partial| report.partial_note(partial));
    for note in partial.into_iter().chain(report.stale.iter().map(|entry| report.stale_line(entry))) {
        text.push_str(&format!("<p class=\"note\">{}</p>\n", escape(&note)));
    }
    text
}

/// Adds a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

fn table(counts: &Counts) -> String {
    let rows = [
        (Audience::Wire, vec![(counts.wire_breaks, "break", true), (counts.wire_compatible, "compatible", false)]),
        (Audience::Rust, vec![(counts.rust_breaks, "break", true), (counts.rust_compiles, "compile", false)]),
        (
            Audience::Behaviour,
            vec![
                (counts.stricter, "stricter", false),
                (counts.other, "other", false),
                (counts.looser, "looser", false),
            ],
        ),
        (Audience::Docs, vec![(counts.docs, "changed", false)]),
    ];
    let rows = rows.into_iter().map(|(audience, kinds)| {
        let counts: String = kinds
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, word, breaks)| {
                let class = if *breaks { " class=\"breaks\"" } else { "" };
                format!("<span{class}>{count} {word}</span>")
            })
            .collect();
        let counts = if counts.is_empty() { "<span>nothing</span>".to_owned() } else { counts };
        format!("<li><b>{}</b>{counts}</li>\n", audience.title())
    });
    format!("<ul class=\"counts\">\n{}</ul>\n", rows.collect::<String>())
}

fn entry(at: usize, page: &Page) -> String {
    let breaking = page.items.iter().filter(|item| item.breaks()).count();
    let verdict = if breaking > 0 { format!(", {breaking} breaking") } else { String::new() };
    let name = page.title.as_ref().unwrap_or(&page.file);
    format!(
        "<li><a href=\"#page-{at}\">{}</a> <span class=\"quiet\">{}{verdict}</span></li>\n",
        isolated(name),
        counted(page.items.len(), "change")
    )
}

fn section(report: &Report, links: &Links, at: usize, page: &Page) -> String {
    let name = page.title.as_ref().unwrap_or(&page.file);
    let title = link(page.url.as_deref().filter(|url| is_link(url)), &isolated(name));
    let mut text = format!(
        "<section id=\"page-{at}\">\n<h2>{title}</h2>\n<p class=\"quiet\"><code>{}</code></p>\n",
        parts(&page.file)
    );
    for audience in Audience::ALL {
        let mut items = page.items.iter().filter(|item| item.audience() == audience).peekable();
        if items.peek().is_some() {
            text.push_str(&format!("<h3>{}</h3>\n", audience.title()));
            items.for_each(|item| text.push_str(&article(report, links, item)));
        }
    }
    text.push_str("</section>\n");
    text
}

fn article(report: &Report, links: &Links, item: &Item) -> String {
    let change = &item.change;
    let tags: String = tags(item).iter().map(|(class, word)| format!("<li class=\"{class}\">{word}</li>")).collect();
    let place = link(links.to(report, item).as_deref(), &format!("<code>{}</code>", parts(&item.place(&report.sides))));
    let mut text = format!(
        "<article class=\"{}\">\n<h4><code>{}</code></h4>\n<p>{}</p>\n<ul class=\"tags\">{tags}</ul>\n\
         <div class=\"values\">{}{}</div>\n<p class=\"quiet\">{place}</p>\n",
        class(item.weight()),
        parts(&change.at),
        escape(change.rule.meaning()),
        value("Old", change.old.as_deref()),
        value("New", change.new.as_deref()),
    );
    if !change.endpoints.is_empty() {
        let names: Vec<String> = change.endpoints.iter().map(|name| format!("<code>{}</code>", parts(name))).collect();
        text.push_str(&format!("<p class=\"quiet\">Endpoints: {}</p>\n", names.join(", ")));
    }
    if let Some(accepted) = &item.accepted {
        let reason = isolated(&accepted.reason);
        text.push_str(&format!("<p>Accepted on {}: {reason}</p>\n", escape(&accepted.date)));
    }
    text.push_str("</article>\n");
    text
}

/// The rule and the effects, with their classes.
fn tags(item: &Item) -> Vec<(&'static str, String)> {
    let mut tags = vec![("rule", format!("<code>{}</code>", item.change.rule))];
    if item.change.effects().docs_only() {
        tags.push(("none", "docs only".to_owned()));
    }
    let noticed = all(item.change.effects()).into_iter().filter(|effect| effect.weight > Weight::Nothing);
    tags.extend(noticed.map(|effect| (class(effect.weight), format!("{}: {}", effect.audience.title(), effect.word))));
    tags.extend(item.accepted.iter().map(|_| ("fine", "accepted".to_owned())));
    tags
}

fn class(weight: Weight) -> &'static str {
    match weight {
        Weight::Nothing => "none",
        Weight::Fine => "fine",
        Weight::Look => "look",
        Weight::Breaks => "breaks",
    }
}

fn value(title: &str, value: Option<&str>) -> String {
    let value = match value {
        Some(value) => format!("<bdi class=\"value\">{}</bdi>", escape(value).replace(" ⏎ ", "<br>")),
        None => "<span class=\"value none\">nothing</span>".to_owned(),
    };
    format!("<div><b>{title}</b>{value}</div>")
}

fn link(href: Option<&str>, inner: &str) -> String {
    href.map_or_else(|| inner.to_owned(), |href| format!("<a href=\"{}\">{inner}</a>", escape(href)))
}

/// A text that cannot change the direction of the text around it.
fn isolated(text: &str) -> String {
    format!("<bdi>{}</bdi>", escape(text))
}

/// A name or a path, which may be wrapped between its parts.
fn parts(text: &str) -> String {
    escape(text).replace('.', ".<wbr>").replace('_', "_<wbr>").replace('/', "/<wbr>")
}

/// Escapes a text for an element or an attribute.
fn escape(text: &str) -> String {
    verbatim(&visible(text)).into_text()
}

/// The targets of links to files.
enum Links {
    /// A commit on a server: the address of the repository, and the commit of the new files.
    Server(String, String),
    /// The files on disk, relative to the folder of the page.
    Disk(PathBuf),
}

impl Links {
    fn new(out: Option<&Path>) -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let names = ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"].map(variable);
        if let [Some(server), Some(repository), Some(commit)] = names {
            return Self::Server(format!("{server}/{repository}"), commit);
        }
        let folder = out.and_then(Path::parent).unwrap_or_else(|| Path::new(""));
        Self::Disk(resolved(folder))
    }

    /// The address of a change's line; `None` if the file no longer exists.
    fn to(&self, report: &Report, item: &Item) -> Option<String> {
        let side = report.sides.side(item.which);
        let line = item.position.map(|(line, _)| format!("#L{line}")).unwrap_or_default();
        let path = side.folder.join(&item.change.file);
        match self {
            Self::Server(repository, commit) => {
                let commit = side.commit.as_ref().unwrap_or(commit);
                let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
                plain.then(|| format!("{repository}/blob/{commit}/{}{line}", address(&path)))
            }
            Self::Disk(_) if side.commit.is_some() => None,
            Self::Disk(folder) => Some(format!("{}{line}", address(&relative(folder, &resolved(&path))))),
        }
    }
}

/// The absolute path.
fn resolved(path: &Path) -> PathBuf {
    let here = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    here.canonicalize().or_else(|_| std::path::absolute(here)).unwrap_or_else(|_| here.to_path_buf())
}

/// The relative path from a folder to a file.
fn relative(folder: &Path, file: &Path) -> PathBuf {
    let common = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    up.chain(file.components().skip(common)).collect()
}

/// Percent-encodes a path for an address.
fn address(path: &Path) -> String {
    let parts = path.components().map(|part| {
        let bytes = part.as_os_str().to_string_lossy().into_owned().into_bytes();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        bytes
            .into_iter()
            .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect::<String>()
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_texts_are_escaped() {
        let text = escape("<script>alert('x')</script> \"&\" \u{202e}evil");
        assert_eq!(text, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &quot;&amp;&quot; \\u{202e}evil");
        assert_eq!(link(Some("https://a/\"onclick=\"x"), "a"), "<a href=\"https://a/&quot;onclick=&quot;x\">a</a>");
    }

    #[test]
    fn links_are_relative_to_the_page() {
        let way = relative(Path::new("/a/out"), Path::new("/a/schemas/客户 b/c.yaml"));
        assert_eq!(address(&way), "../schemas/%E5%AE%A2%E6%88%B7%20b/c.yaml");
    }
}
