//! Validators: one line a rule.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{
    doc::WORDS,
    types::{Context, Held, float, held, integer, option},
};
use crate::{
    model::{
        Choice, Condition, Field, Form, GroupRule, Limit, Limits, Literal as Value, Member, MessageKind, Object,
        Primitive, Range, Role, Scalar, Test, Type, TypeName, WireValue,
    },
    naming,
};

/// The validator of an object; an empty one if there is nothing to check.
pub(super) fn for_object(context: Context<'_>, name: &TypeName, object: &Object) -> TokenStream {
    let mut lines: Vec<TokenStream> = Vec::new();
    for member in &object.members {
        match member {
            Member::Field(field) => lines.extend(field_lines(context, object, field)),
            Member::Choice(choice) => lines.extend(choice_line(context, object, choice)),
        }
    }
    lines.extend(object.groups.iter().map(|group| {
        let fields: Vec<Ident> =
            group.fields.iter().filter_map(|wire| object.field(wire)).map(|f| naming::value_ident(&f.name)).collect();
        let names = &group.fields;
        let rule = match group.rule {
            GroupRule::AtLeastOneOf => quote! { at_least_one_of },
            GroupRule::ExactlyOneOf => quote! { exactly_one_of },
        };
        quote! {
            validate::rules::#rule(&[#(self.#fields.is_given()),*], &[#(#names),*], at, out);
        }
    }));
    let root = root(context, name);
    implementation(&name.name, root, &lines)
}

/// Where a reply's payload stands in the reply.
fn root(context: Context<'_>, name: &TypeName) -> Option<TokenStream> {
    let (owner, message) = context.model.message_of(name)?;
    let data = match message.kind {
        MessageKind::Request => return None,
        MessageKind::Response => context.model.vendors[owner.vendor()].envelope.data.as_ref()?,
    };
    Some(quote! { const ROOT: Option<&'static str> = Some(#data); })
}

fn implementation(name: &str, root: Option<TokenStream>, lines: &[TokenStream]) -> TokenStream {
    let ident = naming::type_ident(name);
    let check = (!lines.is_empty()).then(|| {
        quote! {
            fn check(&self, at: &validate::At<'_>, out: &mut validate::Violations) {
                #(#lines)*
            }
        }
    });
    quote! {
        impl validate::Validate for #ident {
            #root
            #check
        }
    }
}

/// The validator of a named scalar, if it has limits.
pub(super) fn for_scalar(name: &TypeName, scalar: &Scalar) -> Option<TokenStream> {
    let value = match scalar.wire.form() {
        Form::Text => quote! { &self.0 },
        Form::Bool | Form::Integer(..) | Form::Float | Form::Any => quote! { self.0 },
    };
    let lines = limit_lines(&scalar.limits, &value, &value, &quote! { at });
    (!lines.is_empty()).then(|| implementation(&name.name, None, &lines))
}

/// The validator of a closed enum.
pub(super) fn for_closed_enum(name: &TypeName) -> TokenStream {
    let line = quote! {
        if let Self::Unknown(_) = self {
            out.add(at, validate::Rule::Enum, None);
        }
    };
    implementation(&name.name, None, &[line])
}

/// The validator of a choice.
pub(super) fn for_choice(context: Context<'_>, object: &Object, choice: &Choice) -> TokenStream {
    let mut arms = Vec::new();
    for variant in &choice.variants {
        let Some(field) = &variant.field else { continue };
        if context.checks.ty(context.model, &field.ty, object.role) {
            let ident = naming::variant_ident(&variant.name);
            let wire = &field.wire;
            arms.push((quote! { Self::#ident(member) }, quote! { member.check(&at.member(#wire), out) }));
        }
    }
    if object.role.sent() {
        let tag = &choice.tag;
        let selects = choice.variants.iter().filter_map(|variant| {
            let wire = &variant.field.as_ref()?.wire;
            let tag = match &variant.tag {
                WireValue::Int(tag) => {
                    let tag = integer(*tag);
                    quote! { choice::TagValue::Int(#tag) }
                }
                WireValue::Text(tag) => quote! { choice::TagValue::Text(#tag.to_owned()) },
            };
            Some(quote! { (#tag, #wire) })
        });
        arms.push((quote! { Self::Unknown(choice) }, quote! { choice.check(#tag, &[#(#selects),*], at, out) }));
    }
    let (patterns, checks): (Vec<_>, Vec<_>) = arms.into_iter().unzip();
    let line = match (patterns.len(), checks.first()) {
        (1, Some(check)) => Some(quote! { if let #(#patterns)* = self { #check; } }),
        (0, _) | (_, None) => None,
        (all, _) if all == choice.variants.len() + 1 => Some(quote! { match self { #(#patterns => #checks,)* } }),
        _ => Some(quote! { match self { #(#patterns => #checks,)* _ => {} } }),
    };
    implementation(&choice.type_name, None, line.as_slice())
}

fn choice_line(context: Context<'_>, object: &Object, choice: &Choice) -> Vec<TokenStream> {
    let ident = naming::value_ident(&choice.name);
    let tag = &choice.tag;
    let mut lines = Vec::new();
    if object.role == Role::Both && choice.required {
        lines.push(quote! {
            if self.#ident.is_none() {
                out.add(&at.member(#tag), validate::Rule::Required, None);
            }
        });
    }
    let deep = choice.slots().iter().any(|(_, ty)| context.checks.ty(context.model, ty, object.role));
    if object.role.sent() || deep {
        lines.push(quote! { self.#ident.check(at, out); });
    }
    lines
}

fn field_lines(context: Context<'_>, object: &Object, field: &Field) -> Vec<TokenStream> {
    let ident = naming::value_ident(&field.name);
    let wire = &field.wire;
    let place = quote! { &at.member(#wire) };
    let mut lines = Vec::new();
    if object.role == Role::Both && field.required {
        lines.push(quote! { validate::rules::required(&self.#ident, #place, out); });
    }
    lines.extend(own_limits(context, field, &ident, held(object, field), &place));
    if context.checks.ty(context.model, &field.ty, object.role) {
        lines.push(quote! { self.#ident.check(#place, out); });
    }
    let conditions = [("required_if", &field.required_if), ("forbidden_unless", &field.forbidden_unless)];
    for (rule, condition) in conditions {
        if let Some(condition) = condition {
            let rule = naming::value_ident(rule);
            let holds = condition_holds(context, object, condition);
            let text = WORDS.condition(condition);
            lines.push(quote! { validate::rules::#rule(#holds, #text, &self.#ident, #place, out); });
        }
    }
    lines
}

/// The limits that the field itself has.
fn own_limits(
    context: Context<'_>,
    field: &Field,
    ident: &Ident,
    held: Held,
    place: &TokenStream,
) -> Option<TokenStream> {
    let optional = held == Held::Optional;
    let receiver = if optional {
        quote! { value }
    } else {
        quote! { self.#ident }
    };
    let value = match (&field.ty, plain_value(context, &field.ty)) {
        (_, Some(Plain { method, .. })) => quote! { #receiver.#method() },
        (Type::List(_) | Type::Map(_), None) if optional => quote! { value },
        (Type::List(_) | Type::Map(_), None) => quote! { &self.#ident },
        (_, None) if optional => quote! { *value },
        (_, None) => receiver.clone(),
    };
    let lines = limit_lines(&field.limits, &value, &receiver, place);
    match (lines.is_empty(), optional) {
        (true, _) => None,
        // An absent list is an empty one, and what is absent breaks no limit.
        _ if held == Held::PlainOrEmpty => Some(quote! { if self.#ident.is_given() { #(#lines)* } }),
        (false, true) => Some(quote! { if let Some(value) = &self.#ident { #(#lines)* } }),
        (false, false) => Some(quote! { #(#lines)* }),
    }
}

/// How the text or the number is had that a value of a type stands for.
struct Plain {
    /// The type with the method; none for `String`.
    of: Option<TokenStream>,
    method: Ident,
    /// Whether what the method gives borrows from the value.
    borrows: bool,
}

/// How to come from a value of a type to its text or number, if it is not one itself.
fn plain_value(context: Context<'_>, ty: &Type) -> Option<Plain> {
    let plain = |of, method, borrows| Some(Plain { of, method: naming::value_ident(method), borrows });
    match ty {
        Type::Primitive(primitive) => match primitive {
            Primitive::String => plain(None, "as_str", true),
            Primitive::Timestamp => plain(Some(quote! { scalar::Timestamp }), "as_secs", false),
            Primitive::Bool
            | Primitive::Int32
            | Primitive::Int64
            | Primitive::Uint32
            | Primitive::Float
            | Primitive::Json => None,
        },
        Type::Scalar(name) => {
            let of = naming::type_ident(&name.name);
            match context.model.scalars[name].wire.form() {
                Form::Text => plain(Some(quote! { #of }), "as_str", true),
                Form::Bool | Form::Integer(..) | Form::Float | Form::Any => plain(Some(quote! { #of }), "get", false),
            }
        }
        Type::Enum(_) | Type::Object(_) | Type::List(_) | Type::Map(_) => None,
    }
}

/// One line a limit. `value` is what the rules take, `receiver` what methods are called on.
fn limit_lines(limits: &Limits, value: &TokenStream, receiver: &TokenStream, place: &TokenStream) -> Vec<TokenStream> {
    let Limits { chars, bytes, items, range, pattern, unique } = limits;
    let mut lines = Vec::new();
    if let Some(limit) = *items {
        let count = count(limit);
        lines.push(quote! { validate::rules::items(#receiver.len(), #count, #place, out); });
        if let (true, Some(max)) = (*unique, limit.max) {
            let max = Literal::u64_unsuffixed(max);
            lines.push(quote! { validate::rules::unique(#value, #max, #place, out); });
        }
    }
    for (rule, limit) in [("chars", chars), ("bytes", bytes)] {
        if let Some(limit) = *limit {
            let rule = naming::value_ident(rule);
            let limit = count(limit);
            lines.push(quote! { validate::rules::#rule(#value, #limit, #place, out); });
        }
    }
    match *range {
        Some(Range::Int { min, max }) => {
            let (min, max) = (option(min.map(integer)), option(max.map(integer)));
            lines.push(quote! {
                validate::rules::range(#value, validate::Bounds::new(#min, #max), #place, out);
            });
        }
        Some(Range::Float { min, max }) => {
            let (min, max) = (option(min.map(float)), option(max.map(float)));
            lines.push(quote! {
                validate::rules::float_range(#value, validate::Bounds::new(#min, #max), #place, out);
            });
        }
        None => {}
    }
    if let Some(pattern) = pattern {
        lines.push(quote! {
            {
                static PATTERN: validate::Pattern = validate::Pattern::new(#pattern);
                validate::rules::pattern(#value, &PATTERN, #place, out);
            }
        });
    }
    lines
}

fn count(limit: Limit) -> TokenStream {
    let [min, max] = [limit.min, limit.max].map(|bound| bound.map(Literal::u64_unsuffixed));
    match (min, max) {
        (Some(min), Some(max)) => quote! { validate::Limit::between(#min, #max) },
        (None, Some(max)) => quote! { validate::Limit::at_most(#max) },
        (min, None) => {
            let min = min.unwrap_or_else(|| Literal::u64_unsuffixed(0));
            quote! { validate::Limit::at_least(#min) }
        }
    }
}

fn condition_holds(context: Context<'_>, object: &Object, condition: &Condition) -> TokenStream {
    let tests = condition.tests.iter().filter_map(|test| {
        let field = object.field(&test.field)?;
        Some(test_holds(context, object, field, test))
    });
    quote! { #(#tests)&&* }
}

fn test_holds(context: Context<'_>, object: &Object, field: &Field, test: &Test) -> TokenStream {
    let ident = naming::value_ident(&field.name);
    if test.values.is_empty() {
        return quote! { self.#ident.is_given() };
    }
    let optional = held(object, field) == Held::Optional;
    if let (Type::Primitive(Primitive::Bool), false, [Value::Bool(wanted)]) = (&field.ty, optional, &test.values[..]) {
        return if *wanted {
            quote! { self.#ident }
        } else {
            quote! { !self.#ident }
        };
    }
    let values = test.values.iter().map(|value| operand(context, field, value));
    let pattern = if optional {
        quote! { Some(#(#values)|*) }
    } else {
        quote! { #(#values)|* }
    };
    let subject = match (plain_value(context, &field.ty), optional) {
        (None, _) => quote! { self.#ident },
        (Some(Plain { method, .. }), false) => quote! { self.#ident.#method() },
        (Some(Plain { of: None, .. }), true) => quote! { self.#ident.as_deref() },
        (Some(Plain { of: Some(of), method, borrows: true }), true) => {
            quote! { self.#ident.as_ref().map(#of::#method) }
        }
        (Some(Plain { of: Some(of), method, borrows: false }), true) => quote! { self.#ident.map(#of::#method) },
    };
    quote! { matches!(#subject, #pattern) }
}

fn operand(context: Context<'_>, field: &Field, value: &Value) -> TokenStream {
    match value {
        Value::Bool(value) => quote! { #value },
        Value::Int(value) => integer(*value),
        Value::Float(value) => float(*value),
        Value::Text(value) => quote! { #value },
        Value::Enum { name, .. } => {
            let ty = context.ty(&field.ty);
            let variant = naming::variant_ident(name);
            quote! { #ty::#variant }
        }
    }
}
