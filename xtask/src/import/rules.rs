//! Rules about several members, from sentences with a known form. A person still reads each sentence.

use facts::vocabulary::{AT_LEAST_ONE, SPANS};

use super::{
    layout::{Entries, Value, word},
    tree::Node,
};

/// The rules that sentences state about some members. `is_time`: whether a member is a time.
pub(super) fn rules(sentences: &[&str], nodes: &[Node<'_>], is_time: impl Fn(&Node<'_>) -> bool) -> Entries {
    let groups: Vec<Value> = sentences.iter().filter_map(|sentence| at_least_one(sentence, nodes)).collect();
    let spans: Vec<Value> = sentences.iter().filter_map(|sentence| span(sentence, nodes, &is_time)).collect();
    let mut rules = Entries::new();
    rules.extend((!groups.is_empty()).then(|| ("$at_least_one_of".to_owned(), Value::List(groups))));
    rules.extend((!spans.is_empty()).then(|| ("$together".to_owned(), Value::List(spans))));
    rules
}

/// `a和b不可同时为空`: the group of the members that are named before.
fn at_least_one(sentence: &str, nodes: &[Node<'_>]) -> Option<Value> {
    let end = AT_LEAST_ONE.iter().filter_map(|word| sentence.find(word)).min()?;
    let names = names(&sentence[..end]);
    let members: Option<Vec<&Node<'_>>> =
        names.iter().map(|name| nodes.iter().find(|node| node.name == *name)).collect();
    let members = members.filter(|members| members.len() > 1 && !members.iter().any(|member| member.is_required()))?;
    Some(Value::List(members.iter().map(|member| word(&member.name)).collect()))
}

/// `跨度不超过30天`: the span from the only time that is a beginning to the only one that is an end.
fn span(sentence: &str, nodes: &[Node<'_>], is_time: impl Fn(&Node<'_>) -> bool) -> Option<Value> {
    let after = SPANS.iter().filter_map(|word| sentence.split_once(word)).map(|(_, after)| after);
    let days = after.filter_map(|after| {
        let digits: String = after.chars().skip_while(|c| c.is_whitespace()).take_while(char::is_ascii_digit).collect();
        let rest = after.trim_start().strip_prefix(&digits)?;
        rest.trim_start().starts_with('天').then(|| digits.parse::<u32>().ok()).flatten()
    });
    let days = days.min()?;
    let only = |words: &[&str]| {
        let has = |node: &&Node<'_>| node.name.split('_').any(|part| words.contains(&part)) && is_time(node);
        let mut found = nodes.iter().filter(has);
        found.next().filter(|_| found.next().is_none())
    };
    let (from, to) = (only(&["start", "begin"])?, only(&["end"])?);
    let entries = [("from", word(&from.name)), ("to", word(&to.name)), ("days", word(days))];
    Some(Value::Map(entries.map(|(key, value)| (key.to_owned(), value)).into()))
}

/// The names in a text, each once: the last names of paths.
fn names(text: &str) -> Vec<String> {
    let text = text.replace('\\', "");
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "_.".contains(c)));
    let mut found: Vec<String> = Vec::new();
    for name in words.filter_map(|word| word.rsplit('.').next()).filter(|name| !name.is_empty()) {
        if !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    }
    found
}
