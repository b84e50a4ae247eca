//! Sentences that the reader of pages does not understand: a person acknowledges each once, in the page's head.

use std::collections::BTreeMap;

use facts::text;

use super::page::Page;
use crate::{
    diagnostic::{Code, Diagnostic, FileSpan, Span},
    syntax::{
        FactsFile,
        node::{Key, Node},
    },
};

/// The greatest number of sentences in the entry that a message suggests.
const SUGGESTED: usize = 12;

impl<'a> Page<'a> {
    /// Sentences that nobody acknowledged, and acknowledgements without a sentence.
    pub(super) fn sentences(&self) -> Vec<Diagnostic> {
        let mut unread = self.stated();
        let mut found = Vec::new();
        for (key, _) in self.acknowledged() {
            if unread.remove(key.text.as_str()).is_none() {
                let message = format!("the page has no unread sentence `{}`", key.text);
                let help = "remove the entry; if the sentence changed, read it again";
                found.push(Diagnostic::new(Code::SentenceUnread, &self.file.path, key.span, message).help(help));
            }
        }
        found.extend(self.unread(unread));
        found
    }

    /// The digests of the sentences that nobody acknowledged, each with the facts that have it and its line.
    pub(super) fn unacknowledged(&self) -> BTreeMap<&'a str, (&'a FactsFile, usize)> {
        let mut unread = self.stated();
        for (key, _) in self.acknowledged() {
            unread.remove(key.text.as_str());
        }
        unread
    }

    fn stated(&self) -> BTreeMap<&'a str, (&'a FactsFile, usize)> {
        let mut stated: BTreeMap<&str, (&FactsFile, usize)> = BTreeMap::new();
        for facts in &self.facts {
            let of_parts = facts.facts.parts.iter().flat_map(|part| &part.unclaimed);
            for sentence in of_parts.chain(&facts.facts.unclaimed) {
                stated.entry(&sentence.text).or_insert((facts, sentence.line));
            }
        }
        stated
    }

    fn acknowledged(&self) -> &'a [(Key, Node)] {
        let head = self.file.root.get("page");
        head.and_then(|head| head.get("sentences")).map(Node::entries).unwrap_or_default()
    }

    fn unread(&self, unread: BTreeMap<&str, (&FactsFile, usize)>) -> Option<Diagnostic> {
        let mut unread: Vec<(&str, (&FactsFile, usize))> = unread.into_iter().collect();
        unread.sort_by_key(|(digest, (facts, line))| (!facts.is_own(), facts.path.as_str(), *line, *digest));
        let (count, (_, (_, line))) = (unread.len(), unread.first()?);
        let message = match count {
            1 => {
                format!("the page has a sentence with the marks of a rule that no pattern understands, in line {line}")
            }
            _ => format!(
                "the page has {count} sentences with the marks of rules that no pattern understands, the first in line {line}"
            ),
        };
        let entries = unread.iter().take(SUGGESTED).map(|(digest, _)| format!("{}: …", text::scalar(digest)));
        let more = if count > SUGGESTED { ", …" } else { "" };
        let help = format!(
            "read each, and say under `page` what became of it: `sentences: {{ {}{more} }}`",
            entries.collect::<Vec<_>>().join(", ")
        );
        let span = self.file.root.key("page").map_or_else(Span::default, |key| key.span);
        let fault = Diagnostic::new(Code::SentenceUnread, &self.file.path, span, message).help(help);
        Some(unread.into_iter().fold(fault, |fault, (digest, (facts, line))| {
            let place = facts.place_of(line, &[digest]).map(|span| FileSpan::new(&facts.path, span));
            fault.also_in(place, format!("line {line}"))
        }))
    }
}
