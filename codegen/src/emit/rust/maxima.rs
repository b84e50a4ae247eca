//! The maxima of an object's fields as constants, and the functions of a request that split a list.

use super::{
    code::Code,
    doc::Doc,
    markdown,
    print::Item,
    types::{Context, Held, held},
};
use crate::{
    model::{Maximum, MessageKind, Object, TypeName, Unit},
    naming,
};

/// The constants and functions of an object, if it has any.
pub(super) fn items(context: Context<'_>, name: &TypeName, object: &Object) -> Option<Item> {
    let maxima = object.maxima();
    if maxima.is_empty() {
        return None;
    }
    let is_request = context.model.message_of(name).is_some_and(|(_, message)| message.kind == MessageKind::Request);
    let mut code = Code::default();
    code.block(format_args!("impl {}", naming::type_ident(&name.name)), |code| {
        maxima.iter().for_each(|maximum| constant(code, context, maximum));
        let splits = maxima.iter().filter(|maximum| is_request && maximum.splits() && has_split(object, maximum));
        for (at, maximum) in splits.enumerate() {
            if at > 0 {
                code.gap();
            }
            split(code, object, maximum);
        }
    });
    Some(code.into())
}

fn constant(code: &mut Code, context: Context<'_>, maximum: &Maximum<'_>) {
    let field = markdown::code(&maximum.field.name);
    let what = match maximum.unit {
        Some(Unit::Chars) => format!("The maximum number of characters in {field}."),
        Some(Unit::Bytes) => format!("The maximum number of bytes in {field}, in UTF-8."),
        Some(Unit::Size) => format!("The maximum number of bytes in {field}."),
        Some(Unit::Items) => format!("The maximum number of elements in {field}."),
        None => format!("The largest {field}."),
    };
    let ty = match maximum.unit {
        Some(_) => "usize".to_owned(),
        None => context.ty_text(&maximum.field.ty),
    };
    code.docs(&Doc::default().paragraph(&what));
    code.line(format_args!("pub const {}: {ty} = {};", maximum.constant(), maximum.value));
}

/// The name of the function that splits the list of a field.
fn split_name(maximum: &Maximum<'_>) -> String {
    format!("split_{}", maximum.field.name)
}

/// Whether no setter has the name of the function that splits the list of a field.
fn has_split(object: &Object, maximum: &Maximum<'_>) -> bool {
    let name = split_name(maximum);
    object.members.iter().all(|member| member.name() != name)
}

/// The function that splits the list of a field.
fn split(code: &mut Code, object: &Object, maximum: &Maximum<'_>) {
    let (max, field) = (maximum.constant(), naming::value_ident(&maximum.field.name));
    let list = match held(object, maximum.field) {
        Held::Plain | Held::PlainOrEmpty => format!("|it| Some(&mut it.{field})"),
        Held::Optional => format!("|it| it.{field}.as_mut()"),
    };
    code.docs(&Doc::default().paragraph(&format!(
        "Splits the request into requests with at most [`{max}`](Self::{max}) elements in {} each. Their other members \
         are the same.",
        markdown::code(&maximum.field.name)
    )));
    code.line("#[must_use]");
    code.line("#[inline]");
    code.block(format_args!("pub fn {}(self) -> Vec<Self>", split_name(maximum)), |code| {
        code.list("object::split(", &["self".to_owned(), format!("Self::{max}"), list], ")");
    });
}
