//! The table of an object: a row for each member, as the runtime's macro `object!` reads it.

use super::{
    code::Code,
    print::Item,
    rules::{Rule, of_choice, of_field, of_group},
    string::literal,
    types::{Context, Held, has_default, held, is_held_plain},
};
use crate::{
    model::{Choice, Direction, Envelope, Field, Group, GroupRule, Member, MessageKind, Object, Role, Type, TypeName},
    naming,
};

/// Rows are broken beyond this column.
const WIDTH: usize = 120;

/// The table of an object.
pub(super) fn table(context: Context<'_>, name: &TypeName, object: &Object) -> Item {
    let rows = |code: &mut Code| {
        for member in &object.members {
            match member {
                Member::Field(field) => field_row(code, context, object, field),
                Member::Choice(choice) => choice_row(code, context, object, choice),
            }
        }
    };
    let head = header(context, name, object);
    let mut code = Code::default();
    if object.groups.is_empty() {
        code.within(format_args!("object! {{ {head} {{"), rows, "} }");
        return code.into();
    }
    code.within(format_args!("object! {{ {head} {{"), rows, "}");
    let (counting, together): (Vec<&Group>, Vec<&Group>) = object.groups.iter().partition(|group| is_counting(group));
    counting.into_iter().for_each(|group| code.line(format_args!("    {}", of_group(object, group))));
    together.into_iter().for_each(|group| code.line(format_args!("    ; {}", of_group(object, group))));
    code.line("}");
    code.into()
}

/// The type, the member that holds it, the members beside it, its constructor, and the object's name in conditions.
fn header(context: Context<'_>, name: &TypeName, object: &Object) -> String {
    let mut head = naming::type_ident(&name.name).to_string();
    if let Some(data) = payload_member(context, name) {
        head.push_str(&format!(" in {}", literal(data)));
    }
    if is_from_server(context, name) {
        head.push_str(" from Server");
    }
    head.push_str(&beside(context, name, object));
    if object.role.sent() || !has_default(object) {
        head.push_str(": new");
    }
    if object.fields().any(|field| !field.depends.is_empty() || !field.limits_if.is_empty())
        || !object.groups.iter().all(is_counting)
    {
        head.push_str(", |it|");
    }
    head
}

/// Whether a group is about which members are given, not about their values.
fn is_counting(group: &Group) -> bool {
    GroupRule::COUNTING.contains(&group.rule)
}

/// Whether the object is that of a reply or of an event.
fn is_from_server(context: Context<'_>, name: &TypeName) -> bool {
    context.model.message_of(name).is_some_and(|(_, message)| message.direction() == Direction::Received)
}

/// The members of the envelope, if they are beside those of a reply with a choice: they do not belong to an unknown tag.
fn beside(context: Context<'_>, name: &TypeName, object: &Object) -> String {
    let Some((owner, message)) = context.model.message_of(name) else { return String::new() };
    let Envelope { code, message: text, data, trace, .. } = &context.model.vendors[owner.vendor()].envelope;
    if message.kind != MessageKind::Response || data.is_some() || object.choice().is_none() {
        return String::new();
    }
    let names = [code, text].into_iter().chain(trace).map(|name| literal(name));
    format!(" beside {}", names.collect::<Vec<_>>().join(" "))
}

/// The member of the envelope that contains the object, if the object is a nested payload.
fn payload_member<'m>(context: Context<'m>, name: &TypeName) -> Option<&'m str> {
    let (owner, message) = context.model.message_of(name)?;
    match message.kind {
        MessageKind::Request | MessageKind::Event => None,
        MessageKind::Response => context.model.vendors[owner.vendor()].envelope.data.as_deref(),
    }
}

fn field_row(code: &mut Code, context: Context<'_>, object: &Object, field: &Field) {
    let mut names = literal(&field.wire);
    field.also_names.iter().for_each(|name| names.extend([" | ", &literal(name)]));
    let held = held(object, field);
    let how = match held {
        _ if field.bool_as_int => " as int",
        Held::PlainOrEmpty => " as list",
        Held::Plain | Held::Optional => "",
    };
    let is_demanded = is_demanded(object, field.is_required_in(Direction::Sent));
    let swappable = (held == Held::Plain || is_demanded) && parameters(object) > 1;
    let argument = |ty| if swappable { context.argument_among_others(ty) } else { context.argument(ty) };
    let parameter =
        parameter_mark(object, held == Held::Plain, is_demanded).map(|mark| match (&field.ty, field.boxed) {
            (Type::List(of), false) => format!("[]{mark} {}", argument(of)),
            (ty, _) => format!("{mark} {}", argument(ty)),
        });
    let ident = naming::value_ident(&field.name);
    let head = format!("{names} => {ident}{how}{}", parameter.unwrap_or_default());
    row(code, &head, &of_field(context, object, field));
}

fn choice_row(code: &mut Code, context: Context<'_>, object: &Object, choice: &Choice) {
    let (ident, ty) = (naming::value_ident(&choice.name), naming::type_ident(&choice.type_name));
    let mark = parameter_mark(object, is_held_plain(object, choice), is_demanded(object, choice.required));
    let parameter = mark.map(|mark| format!("{mark} impl Into<{ty}>"));
    let head = format!("..{ty} => {ident}{}", parameter.unwrap_or_default());
    row(code, &head, &of_choice(context, object, choice));
}

/// A row. In a long row, each rule has its own line.
fn row(code: &mut Code, head: &str, rules: &[Rule]) {
    let text = |separator: &str| {
        let mut row = head.to_owned();
        rules.iter().for_each(|rule| row.extend([",", separator, rule]));
        row
    };
    let line = text(" ");
    // With its indentation and the semicolon.
    if line.chars().count() + 5 <= WIDTH {
        code.line(format_args!("{line};"));
    } else {
        code.line(format_args!("{};", text("\n        ")));
    }
}

/// The number of parameters of an object's constructor.
fn parameters(object: &Object) -> usize {
    object.members.iter().filter(|member| is_parameter(object, member)).count()
}

/// Whether a member is a parameter of its object's constructor.
pub(super) fn is_parameter(object: &Object, member: &Member) -> bool {
    match member {
        Member::Field(field) => {
            held(object, field) == Held::Plain || is_demanded(object, field.is_required_in(Direction::Sent))
        }
        Member::Choice(choice) => is_held_plain(object, choice) || is_demanded(object, choice.required),
    }
}

/// Whether the constructor takes a member that is not required when the object is read.
fn is_demanded(object: &Object, is_required_when_sent: bool) -> bool {
    object.role == Role::Both && is_required_when_sent
}

/// How a row marks a parameter of the constructor or of a setter, if it has one.
fn parameter_mark(object: &Object, is_plain: bool, is_demanded: bool) -> Option<&'static str> {
    match (is_plain, is_demanded, object.role.sent()) {
        (true, ..) => Some(":"),
        (_, true, _) => Some("=:"),
        (_, _, true) => Some("?:"),
        (_, _, false) => None,
    }
}
