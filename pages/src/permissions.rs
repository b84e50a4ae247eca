//! Permissions in sentences: who may call an endpoint, and what is needed.

use facts::{
    text::normalized,
    vocabulary::{APPS, BEFORE_PERMISSIONS, REMARKS},
};

use crate::{scan::Scan, text::Text};

/// What a line about permissions states.
#[derive(Default)]
pub(crate) struct Stated {
    /// A kind of app, and the sentence about it.
    pub(crate) permissions: Vec<(Text, Text)>,
    /// Sentences that name no kind of app.
    pub(crate) others: Vec<Text>,
}

/// Reads a line of a section about permissions. A sentence about several kinds of apps is stated of each.
pub(crate) fn of_line(line: &Text) -> Stated {
    let mut stated = Stated::default();
    let scan = Scan::new(&line.text);
    let is_end = |at: &usize| scan.at(*at).is_some_and(|c| "。;!\n".contains(c));
    let mut start = 0;
    while start < scan.chars.len() {
        let end = (start..scan.chars.len()).find(is_end).unwrap_or(scan.chars.len());
        let sentence = Text::new(scan.slice(&(start..end)), line.at.clone());
        let apps = apps(&scan, start, end);
        let introduces = scan.at(end.saturating_sub(1)) == Some(':')
            || (start..end).any(|at| scan.word(at, BEFORE_PERMISSIONS).is_some());
        match apps.is_empty() {
            false => {
                let apps = apps.into_iter().map(|app| (Text::new(app, line.at.clone()), sentence.clone()));
                stated.permissions.extend(apps);
            }
            true if introduces || sentence.is_empty() => {}
            true => stated.others.push(sentence),
        }
        start = end + 1;
    }
    stated
}

/// Whether a line is a remark, and no permission.
pub(crate) fn is_remark(line: &Text) -> bool {
    let text = normalized(&line.text.replace('*', ""));
    let begins = |word: &str| text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
    REMARKS.iter().any(|word| begins(word))
}

/// Reads the row of a table: what an app needs, and what other kinds of apps need that the cell names, too.
pub(crate) fn of_row(app: Text, needs: Text) -> Vec<(Text, Text)> {
    let scan = Scan::new(&needs.text);
    let others = apps(&scan, 0, scan.chars.len()).into_iter().filter(|other| *other != app.text);
    let others: Vec<(Text, Text)> = others.map(|other| (Text::new(other, needs.at.clone()), needs.clone())).collect();
    std::iter::once((app, needs)).chain(others).collect()
}

/// The kinds of apps that some characters name, each once.
fn apps(scan: &Scan<'_>, start: usize, end: usize) -> Vec<&'static str> {
    let mut found: Vec<&str> = Vec::new();
    let mut at = start;
    while at < end {
        match scan.meaning(at, APPS) {
            Some((after, apps)) => {
                apps.iter().for_each(|app| {
                    if !found.contains(app) {
                        found.push(app);
                    }
                });
                at = after;
            }
            None => at += 1,
        }
    }
    found
}
