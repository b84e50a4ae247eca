//! Objects: the struct and its docs.

use super::{
    choice,
    code::Code,
    doc::{self, Doc, WORDS},
    markdown, maxima,
    print::Item,
    table::table,
    types::{Context, has_default, is_held_plain, module_path},
};
use crate::{
    model::{Choice, Derivation, Field, Member, Object, Role, TypeName},
    naming,
};

/// The items for an object. `attributes` are those of the struct.
pub(super) fn items(
    context: Context<'_>,
    name: &TypeName,
    object: &Object,
    docs: Doc,
    attributes: &[String],
) -> Vec<Item> {
    if let Some(choice) = context.model.as_choice(name) {
        return choice::only_items(context, object, choice, docs);
    }
    let mut items = vec![structure(context, name, object, docs, attributes), table(context, name, object)];
    items.extend(maxima::items(context, name, object));
    items.extend(object.choice().into_iter().flat_map(|choice| choice::items(context, object, choice)));
    items
}

fn structure(context: Context<'_>, name: &TypeName, object: &Object, docs: Doc, attributes: &[String]) -> Item {
    let from = object.from.as_ref().map(derivation).unwrap_or_default();
    let docs = docs.paragraph(&from);
    let docs = docs.list("Rules", object.groups.iter().map(|group| WORDS.group_sentence(group)));
    let default = if has_default(object) { "Default, " } else { "" };
    let mut code = Code::default();
    code.docs(&docs.json_examples(&object.examples));
    code.attribute(doc::alias(object.label.as_deref(), &name.name));
    attributes.iter().for_each(|attribute| code.attribute(Some(attribute)));
    code.line(format_args!("#[derive(Clone, Debug, {default}PartialEq)]"));
    code.line("#[non_exhaustive]");
    code.block(format_args!("pub struct {}", naming::type_ident(&name.name)), |code| {
        for member in &object.members {
            match member {
                Member::Field(field) => field_member(code, context, object, field),
                Member::Choice(choice) => choice_member(code, object, choice),
            }
        }
    });
    code.into()
}

fn field_member(code: &mut Code, context: Context<'_>, object: &Object, field: &Field) {
    let named = field.wire != field.name && field.label.as_deref() != Some(&field.wire);
    code.docs(&field_docs(field, object.role).paragraph(&added(object, &field.wire)));
    code.attribute(doc::alias(field.label.as_deref(), &field.name));
    code.attribute(doc::alias(named.then_some(&field.wire), &field.name));
    code.line(format_args!("pub {}: {},", naming::value_ident(&field.name), context.field_type(object, field)));
}

fn field_docs(field: &Field, role: Role) -> Doc {
    let mut facts: Vec<String> = Vec::new();
    if field.wire != field.name {
        facts.push(format!("{} on the wire", markdown::code(&field.wire)));
    }
    facts.extend(WORDS.direction(field));
    facts.extend(WORDS.limits(&field.limits));
    facts.extend(field.limits_if.iter().map(|limits| WORDS.limits_if(limits)));
    if field.bool_as_int {
        facts.push("0 or 1 on the wire".to_owned());
    }
    facts.extend(field.default.as_ref().map(|default| format!("default {}", WORDS.literal(default))));
    facts.extend(field.empty.map(|empty| WORDS.empty(empty)));
    facts.extend(field.depends.iter().map(|dependency| match role {
        Role::Received => WORDS.dependency_received(dependency),
        Role::Sent | Role::Both => WORDS.dependency(dependency),
    }));
    let deprecated = field.deprecated.as_ref().map(|instead| format!("**Deprecated:** {instead}"));
    let docs = match &field.doc {
        Some(text) => Doc::new(Some(text)),
        None => Doc::default().paragraph(&spoken(&field.name)),
    };
    docs.paragraph(&doc::facts(field.label.as_deref(), facts)).markdown(deprecated.as_deref()).errata(&field.errata)
}

/// The object that an object is derived from, in a sentence.
fn derivation(from: &Derivation) -> String {
    let Derivation { base, removed } = from;
    let path = module_path(&base.scope).replace("r#", "");
    let removed: Vec<String> = removed.iter().map(|name| markdown::code(name)).collect();
    let except = if removed.is_empty() { String::new() } else { format!(", except {}", removed.join(", ")) };
    format!("It has [the members of `{}`]({path}::{}){except}.", base.name, naming::type_ident(&base.name))
}

/// The page that adds a member to an object, in a sentence.
fn added(object: &Object, key: &str) -> String {
    let page = object.origins.get(key).and_then(|origin| origin.page.as_ref());
    page.map(|(title, url)| format!("Documented on [{}]({url}).", markdown::plain(title))).unwrap_or_default()
}

/// A name as a sentence, for a field without docs.
fn spoken(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}

fn choice_member(code: &mut Code, object: &Object, choice: &Choice) {
    let (ident, ty) = (naming::value_ident(&choice.name), naming::type_ident(&choice.type_name));
    let selects = format!("{} on the wire selects the variant", markdown::code(&choice.tag));
    let docs = Doc::new(choice.doc.as_deref()).paragraph(&doc::facts(choice.label.as_deref(), [selects]));
    code.docs(&docs.errata(&choice.errata).paragraph(&added(object, &choice.key)));
    code.attribute(doc::alias(choice.label.as_deref(), &choice.name));
    match is_held_plain(object, choice) {
        true => code.line(format_args!("pub {ident}: {ty},")),
        false => code.line(format_args!("pub {ident}: Option<{ty}>,")),
    }
}
