//! Values as Rust expressions: those of a published example, or placeholders.

use std::{borrow::Cow, collections::BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::{
    literal::{is_wire, literal},
    table::is_parameter,
    types::Context,
};
use crate::{
    model::{
        Choice, Direction, Effect, Field, Literal, Member, Object, Primitive, Test, Type, TypeName, Variant, When,
    },
    naming,
};

/// The paths by which code names the items that it uses. They depend on the crate that the code is in.
#[derive(Clone, Copy, Debug)]
pub struct Paths<'a> {
    /// The module or the crate of the vendor: `generated::wecom`, `generated_wecom`.
    pub vendor: &'a str,
    /// The module or the crate with the items of the runtime: `generated`, `runtime`.
    pub common: &'a str,
}

impl Paths<'_> {
    fn tokens(path: &str) -> TokenStream {
        path.parse().unwrap_or_else(|error| panic!("`{path}` is not a path: {error}"))
    }
}

/// How much of an example an expression has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All members and elements.
    All,
    /// All members, and one element of each list.
    Short,
    /// The required members, and one element of each list.
    Required,
}

/// Objects are nested no deeper, so that an object that contains itself has an end.
const DEPTH: usize = 12;

/// Writes expressions, and collects the types that they name.
pub(super) struct Sample<'m> {
    context: Context<'m>,
    common: TokenStream,
    vendor: TokenStream,
    extent: Extent,
    imported: BTreeSet<String>,
}

/// How an expression is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Where the type is required.
    Exact,
    /// As the only argument, which is converted.
    Alone,
    /// As an argument beside others, of which only texts are converted.
    AmongOthers,
}

impl<'m> Sample<'m> {
    pub(super) fn new(context: Context<'m>, paths: Paths<'_>, extent: Extent) -> Self {
        let [common, vendor] = [paths.common, paths.vendor].map(Paths::tokens);
        Self { context, common, vendor, extent, imported: BTreeSet::new() }
    }

    /// The types that the expressions name, by name.
    pub(super) fn imported(&self) -> impl Iterator<Item = &str> {
        self.imported.iter().map(String::as_str)
    }

    /// An object, from its JSON if there is any: the constructor, then a setter for each optional member.
    pub(super) fn object(
        &mut self,
        path: TokenStream,
        object: &'m Object,
        json: Option<&Value>,
        depth: usize,
    ) -> TokenStream {
        let json = json.and_then(Value::as_object);
        let parameters = object.members.iter().filter(|member| is_parameter(object, member));
        let used = if parameters.clone().count() > 1 { Use::AmongOthers } else { Use::Alone };
        let arguments: Vec<TokenStream> = parameters.map(|member| self.parameter(member, json, used, depth)).collect();
        let mut out = quote! { #path::new(#(#arguments),*) };
        for member in object.members.iter().filter(|member| !is_parameter(object, member)) {
            let value = match (self.extent, json) {
                (Extent::All | Extent::Short, Some(json)) => self.optional(member, json, depth),
                _ => self.needed(object, member, json, depth),
            };
            if let Some(value) = value {
                let setter = naming::value_ident(member.name());
                out = quote! { #out.#setter(#value) };
            }
        }
        out
    }

    /// An optional member that a rule may require: one of a group, or one that the example has because of a condition.
    fn needed(
        &mut self,
        object: &'m Object,
        member: &'m Member,
        json: Option<&Map<String, Value>>,
        depth: usize,
    ) -> Option<TokenStream> {
        let Member::Field(field) = member else { return None };
        let published = json.and_then(|json| given(field, json));
        let is_given =
            |wire: &String| json.is_some_and(|json| object.field(wire).is_some_and(|one| given(one, json).is_some()));
        let of_group = object.groups.iter().any(|group| {
            group.rule.needs_one()
                && group.fields.iter().find(|wire| is_given(wire)).or(group.fields.first()) == Some(&field.wire)
        });
        let is_required =
            field.depends.iter().filter(|dependency| dependency.effect == Effect::Required).any(|dependency| {
                let tests = &dependency.condition.tests;
                published.is_some()
                    || (json.is_none()
                        && dependency.when == When::If
                        && tests.iter().all(|test| self.holds(object, test)))
            });
        if of_group || is_required {
            return self.field_or_placeholder(field, published, Use::Alone, depth);
        }
        None
    }

    /// Whether a test holds for the placeholder of an enum, which is the first value.
    fn holds(&self, object: &Object, test: &Test) -> bool {
        let Some(Type::Enum(name)) = object.field(&test.field).map(|field| &field.ty) else { return false };
        let first = self.context.model.enums.get(name).and_then(|decl| decl.values.first());
        first.is_some_and(|first| {
            test.values.iter().any(|value| matches!(value, Literal::Enum { wire, .. } if *wire == first.wire))
        })
    }

    fn parameter(
        &mut self,
        member: &'m Member,
        json: Option<&Map<String, Value>>,
        used: Use,
        depth: usize,
    ) -> TokenStream {
        match member {
            Member::Field(field) => {
                let known = json.and_then(|json| self.field(field, given(field, json)?, used, depth));
                known.or_else(|| self.field_or_placeholder(field, None, used, depth)).unwrap_or_default()
            }
            Member::Choice(choice) => {
                let known = json.and_then(|json| self.chosen(choice, json, depth));
                known.unwrap_or_else(|| self.first_variant(choice, depth))
            }
        }
    }

    fn optional(&mut self, member: &'m Member, json: &Map<String, Value>, depth: usize) -> Option<TokenStream> {
        match member {
            Member::Field(field) if field.only == Some(Direction::Received) => None,
            Member::Field(field) => self.field(field, given(field, json)?, Use::Alone, depth),
            Member::Choice(choice) => self.chosen(choice, json, depth),
        }
    }

    fn field(&mut self, field: &'m Field, json: &Value, used: Use, depth: usize) -> Option<TokenStream> {
        self.field_or_placeholder(field, Some(json), used, depth)
    }

    /// The argument for a field: a list is an iterator, unless the field is boxed.
    fn field_or_placeholder(
        &mut self,
        field: &'m Field,
        json: Option<&Value>,
        used: Use,
        depth: usize,
    ) -> Option<TokenStream> {
        match &field.ty {
            Type::List(of) if !field.boxed => {
                let elements = self.elements(of, json, &field.wire, used, depth)?;
                if !elements.is_empty() {
                    return Some(quote! { [#(#elements),*] });
                }
                // The type of an empty array is unknown. Without JSON, the list is empty if its object contains itself.
                if json.is_some() {
                    return None;
                }
                let ty = self.named(of);
                Some(quote! { Vec::<#ty>::new() })
            }
            ty => self.value(ty, json, &placeholder(field), used, depth),
        }
    }

    /// The elements of a list: those of the JSON, which must be one, or a placeholder.
    fn elements(
        &mut self,
        of: &'m Type,
        json: Option<&Value>,
        name: &str,
        used: Use,
        depth: usize,
    ) -> Option<Vec<TokenStream>> {
        let Some(json) = json else {
            let placeholder = (depth < DEPTH).then(|| self.value(of, None, name, used, depth + 1));
            return Some(placeholder.into_iter().flatten().collect());
        };
        let most = if self.extent == Extent::All { usize::MAX } else { 1 };
        let elements = json.as_array()?.iter().take(most);
        elements.map(|element| self.value(of, Some(element), name, used, depth + 1)).collect()
    }

    /// A value: that of the JSON, if it has the type, or a placeholder for a member of this name if there is no JSON.
    fn value(
        &mut self,
        ty: &'m Type,
        json: Option<&Value>,
        name: &str,
        used: Use,
        depth: usize,
    ) -> Option<TokenStream> {
        let common = self.common.clone();
        match ty {
            Type::Primitive(primitive) => self.primitive(*primitive, json, name, used),
            Type::Scalar(scalar) => {
                let wire = self.context.model.scalars.get(scalar)?.wire;
                let inner = literal(wire, json, name)?;
                if used == Use::Alone && wire == Primitive::String {
                    return Some(inner);
                }
                let ident = self.import(scalar);
                Some(quote! { #ident::from(#inner) })
            }
            Type::Enum(decl) => self.enum_value(decl, json),
            Type::Object(object) => self.nested(object, json, depth),
            Type::List(of) => {
                let elements = self.elements(of, json, name, Use::Exact, depth)?;
                Some(quote! { vec![#(#elements),*] })
            }
            Type::Map(of) => {
                let entries = match json {
                    Some(json) => json.as_object()?.iter().map(|(key, value)| (key.clone(), Some(value))).collect(),
                    None => vec![("key".to_owned(), None)],
                };
                let entries = entries.into_iter().map(|(key, value)| {
                    let value = self.value(of, value, &key, Use::Exact, depth + 1)?;
                    Some(quote! { (String::from(#key), #value) })
                });
                let entries = entries.collect::<Option<Vec<_>>>()?;
                Some(quote! { std::collections::BTreeMap::from([#(#entries),*]) })
            }
            Type::JsonString(of) => {
                let json = json.map(|json| serde_json::from_str::<Value>(json.as_str()?).ok());
                let json = match &json {
                    Some(None) => return None,
                    Some(Some(json)) => Some(json),
                    None => None,
                };
                let value = self.value(of, json, name, Use::Exact, depth + 1)?;
                Some(quote! { #common::JsonString::new(&#value) })
            }
            Type::File => {
                let name = json.and_then(|json| json.get("filename")?.as_str()).unwrap_or("picture.png");
                Some(quote! { #common::File::open(#name)? })
            }
        }
    }

    fn primitive(&self, primitive: Primitive, json: Option<&Value>, name: &str, used: Use) -> Option<TokenStream> {
        let common = &self.common;
        let value = literal(primitive, json, name)?;
        Some(match primitive {
            Primitive::String if used == Use::Exact => quote! { String::from(#value) },
            Primitive::Timestamp => quote! { #common::Timestamp::from(#value) },
            Primitive::TimestampMs => quote! { #common::TimestampMs::from(#value) },
            Primitive::Json => quote! { #common::Json::from(#common::serde_json::json!(#value)) },
            Primitive::ErrorCode => {
                let vendor = &self.vendor;
                quote! { #vendor::ErrorCode::from_wire(#value) }
            }
            Primitive::String
            | Primitive::Bool
            | Primitive::Int32
            | Primitive::Int64
            | Primitive::Uint32
            | Primitive::Uint64
            | Primitive::Float => value,
        })
    }

    fn enum_value(&mut self, name: &'m TypeName, json: Option<&Value>) -> Option<TokenStream> {
        let decl = self.context.model.enums.get(name)?;
        let value = match json {
            Some(json) => decl.values.iter().find(|value| is_wire(&value.wire, json))?,
            None => decl.values.first()?,
        };
        let (ident, variant) = (self.import(name), naming::variant_ident(&value.name));
        Some(quote! { #ident::#variant })
    }

    /// An object within another one.
    fn nested(&mut self, name: &'m TypeName, json: Option<&Value>, depth: usize) -> Option<TokenStream> {
        if json.is_some_and(|json| !json.is_object()) || depth > DEPTH {
            return None;
        }
        if let Some(choice) = self.context.model.as_choice(name) {
            return match json.and_then(Value::as_object) {
                Some(json) => self.chosen(choice, json, depth + 1),
                None => Some(self.first_variant(choice, depth + 1)),
            };
        }
        let ident = self.import(name);
        let object = self.context.model.objects.get(name)?;
        Some(self.object(quote! { #ident }, object, json, depth + 1))
    }

    /// The variant of a choice that the members of an object select.
    fn chosen(&mut self, choice: &'m Choice, json: &Map<String, Value>, depth: usize) -> Option<TokenStream> {
        let tag = json.get(&choice.tag)?;
        let variant = choice.variants.iter().find(|variant| is_wire(&variant.tag, tag))?;
        let whole = Value::Object(json.clone());
        let payload = match &variant.field {
            Some(field) => Some(json.get(&field.wire)?),
            None => Some(&whole),
        };
        self.variant(choice, variant, payload, depth)
    }

    fn first_variant(&mut self, choice: &'m Choice, depth: usize) -> TokenStream {
        choice.variants.first().and_then(|variant| self.variant(choice, variant, None, depth)).unwrap_or_default()
    }

    fn variant(
        &mut self,
        choice: &'m Choice,
        variant: &'m Variant,
        payload: Option<&Value>,
        depth: usize,
    ) -> Option<TokenStream> {
        let payload = match variant.ty() {
            Some(ty) => {
                let value = self.value(ty, payload, &variant.name, Use::Exact, depth)?;
                quote! { (#value) }
            }
            None => TokenStream::new(),
        };
        let (ty, variant) = (naming::type_ident(&choice.type_name), naming::variant_ident(&variant.name));
        self.imported.insert(ty.to_string());
        Some(quote! { #ty::#variant #payload })
    }

    /// The type as code, whose names are imported.
    fn named(&mut self, ty: &'m Type) -> TokenStream {
        ty.named().into_iter().for_each(|name| drop(self.import(name)));
        self.context.ty(ty)
    }

    /// Imports a type from the endpoint's module, which exports all types that the endpoint needs.
    fn import(&mut self, name: &TypeName) -> proc_macro2::Ident {
        self.imported.insert(name.name.clone());
        naming::type_ident(&name.name)
    }
}

/// The text that stands for a field: its name, as often as its limits ask for.
fn placeholder(field: &Field) -> Cow<'_, str> {
    let least = [field.limits.chars, field.limits.bytes].into_iter().flatten().filter_map(|limit| limit.min).max();
    let count = least.unwrap_or(1).div_ceil(field.wire.len() as u64);
    if count <= 1 { field.wire.as_str().into() } else { field.wire.repeat(count as usize).into() }
}

/// The value of a field in the JSON of its object, unless it is null.
fn given<'v>(field: &Field, json: &'v Map<String, Value>) -> Option<&'v Value> {
    let mut names = std::iter::once(&field.wire).chain(&field.also_names);
    names.find_map(|name| json.get(name)).filter(|value| !value.is_null())
}
