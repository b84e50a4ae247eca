//! Changes a page as if the vendor had added a field.

use codegen::Source;

/// Adds an optional field to the reply of an endpoint of one page, and to its example. `number` makes each change
/// different. The page is the first one from the middle on that has a reply. Returns the paths of the changed files.
pub fn change(sources: &mut [Source], number: usize) -> Vec<String> {
    let name = format!("added_field_{number}");
    let half = sources.len() / 2;
    let Some(at) = (half..sources.len()).chain(0..half).find(|at| insert_in_page(&mut sources[*at], &name)) else {
        return Vec::new();
    };
    let page = sources[at].path.clone();
    let mut changed = vec![page.clone()];
    let text = String::from_utf8_lossy(&sources[at].bytes).into_owned();
    if let Some(example) =
        example_of_added(&text, &name).map(|file| format!("{}/{file}", page.trim_end_matches(".yaml")))
        && let Some(source) = sources.iter_mut().find(|source| source.path == example)
    {
        let text = String::from_utf8_lossy(&source.bytes).into_owned();
        let (open, indent) = if text.contains("\"data\": {\n") { ("\"data\": {\n", 4) } else { ("{\n", 2) };
        let member = format!("{open}{}\"{name}\": \"内容\",\n", " ".repeat(indent));
        source.bytes = text.replacen(open, &member, 1).into_bytes();
        changed.push(example);
    }
    changed
}

fn insert_in_page(source: &mut Source, name: &str) -> bool {
    const REPLY: &str = "\n    response:\n";
    let text = String::from_utf8_lossy(&source.bytes).into_owned();
    if !source.path.ends_with(".yaml") || !text.contains(REPLY) {
        return false;
    }
    let field =
        format!("{REPLY}      {name}: {{ type: string, label: 新增字段, doc: A field that the page has got. }}\n");
    source.bytes = text.replacen(REPLY, &field, 1).into_bytes();
    true
}

/// The example of the endpoint with the added field: the first reply named after it.
fn example_of_added(text: &str, name: &str) -> Option<String> {
    let (_, behind) = text.split_once(name)?;
    let (_, behind) = behind.split_once("response: [")?;
    behind.split([']', ',']).next().map(str::to_owned)
}
