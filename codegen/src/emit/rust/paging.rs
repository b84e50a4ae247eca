//! Paging: the impls that lead from one page to the next.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{Context, Held, held, integer, option};
use crate::{
    model::{Endpoint, Field, Literal, Object, Paging, PagingForm, Primitive, Range, Type, TypeName},
    naming,
};

/// The impls of an endpoint whose replies come in pages.
pub(super) fn impls(context: Context<'_>, endpoint: &Endpoint) -> Vec<TokenStream> {
    let Some(paging) = &endpoint.paging else { return Vec::new() };
    let sides = Sides { context, endpoint };
    sides.paged(paging).into_iter().chain(sides.items(paging)).collect()
}

/// The two sides of an endpoint.
#[derive(Clone, Copy)]
struct Sides<'m> {
    context: Context<'m>,
    endpoint: &'m Endpoint,
}

/// The parts of the impl that differ.
struct Parts {
    cursor: TokenStream,
    paging: TokenStream,
    sent: TokenStream,
    set: TokenStream,
    next: TokenStream,
    is_last: Option<TokenStream>,
}

impl<'m> Sides<'m> {
    fn paged(self, paging: &Paging) -> Option<TokenStream> {
        let parts = match &paging.form {
            PagingForm::Cursor { cursor, next, more } => self.cursor(cursor, next, more.as_deref())?,
            PagingForm::NextOffset { offset, next_offset, total } => {
                self.next_offset(offset, next_offset, total.as_deref(), paging.items.as_deref())?
            }
            PagingForm::Offset { offset, limit } => self.offset(offset, limit, paging.items.as_deref()?)?,
        };
        let Parts { cursor, paging, sent, set, next, is_last } = parts;
        let (reply, is_last) = match is_last {
            Some(is_last) => (quote! { reply }, is_last),
            None => (quote! { _ }, quote! { false }),
        };
        Some(quote! {
            impl paged::Paged for Request {
                type Cursor = #cursor;

                const PAGING: paged::Paging = paged::Paging::#paging;

                #[inline]
                fn cursor(&self) -> Option<#cursor> { #sent }

                #[inline]
                fn with_cursor(mut self, cursor: #cursor) -> Self {
                    #set
                    self
                }

                #[inline]
                fn next_cursor(&self, reply: &Response) -> Option<#cursor> { #next }

                #[inline]
                fn is_last(&self, #reply: &Response) -> bool { #is_last }
            }
        })
    }

    fn items(self, paging: &Paging) -> Option<TokenStream> {
        let (_, field) = self.received(paging.items.as_deref()?)?;
        let Type::List(of) = &field.ty else { return None };
        let (item, ident) = (self.context.ty(of), naming::value_ident(&field.name));
        Some(quote! {
            impl paged::PagedItems for Request {
                type Item = #item;

                #[inline]
                fn items(reply: Response) -> Vec<#item> { reply.#ident }
            }
        })
    }

    fn cursor(self, cursor: &str, next: &str, more: Option<&str>) -> Option<Parts> {
        let (sent, received) = (self.sent(cursor)?, self.received(next)?);
        let sign = option(more.map(|more| quote! { #more }));
        let given = optional(received, &quote! { reply }, true);
        let is_last = more.and_then(|more| self.received(more)).map(|more| {
            let ident = naming::value_ident(&more.1.name);
            match (&more.1.ty, held(more.0, more.1)) {
                (Type::Primitive(Primitive::Bool), Held::Optional) => quote! { reply.#ident == Some(false) },
                (Type::Primitive(Primitive::Bool), Held::Plain | Held::PlainOrEmpty) => quote! { !reply.#ident },
                (_, Held::Optional) => quote! { reply.#ident == Some(0) },
                (_, Held::Plain | Held::PlainOrEmpty) => quote! { reply.#ident == 0 },
            }
        });
        Some(Parts {
            cursor: self.context.ty(&sent.1.ty),
            paging: quote! { Cursor { cursor: #cursor, next: #next, more: #sign } },
            sent: optional(sent, &quote! { self }, true),
            set: set(sent),
            next: quote! { #given.filter(|next| next.is_given()) },
            is_last,
        })
    }

    fn next_offset(self, offset: &str, next: &str, total: Option<&str>, items: Option<&str>) -> Option<Parts> {
        let (sent, received) = (self.sent(offset)?, self.received(next)?);
        let items = option(items.map(|items| quote! { #items }));
        let (given, skipped) = (optional(received, &quote! { reply }, false), skipped(sent));
        let is_last = total.and_then(|total| self.received(total)).map(|total| {
            let total = optional(total, &quote! { reply }, false);
            quote! { #given.zip(#total).is_some_and(|(next, total)| next >= total) }
        });
        Some(Parts {
            cursor: self.context.ty(&sent.1.ty),
            paging: quote! { NextOffset { offset: #offset, next_offset: #next, items: #items } },
            sent: optional(sent, &quote! { self }, false),
            set: set(sent),
            next: quote! { #given.filter(|next| *next > #skipped) },
            is_last,
        })
    }

    fn offset(self, offset: &str, limit: &str, items: &str) -> Option<Parts> {
        let (sent, limit, list) = (self.sent(offset)?, self.sent(limit)?, self.received(items)?);
        let ty = self.context.ty(&sent.1.ty);
        let (skipped, list) = (skipped(sent), naming::value_ident(&list.1.name));
        let mut most = optional(limit, &quote! { self }, false);
        if let Some(default) = limit.1.default.as_ref().and_then(number) {
            most = quote! { #most.or(Some(#default)) };
        }
        // Of a greater limit, the vendor's own may take the place.
        if let Some(Range::Int { max: Some(max), .. }) = limit.1.limits.range {
            let max = integer(max);
            most = quote! { #most.filter(|limit| *limit <= #max) };
        }
        Some(Parts {
            paging: quote! { Offset { offset: #offset, items: #items } },
            sent: optional(sent, &quote! { self }, false),
            set: set(sent),
            next: quote! { #skipped.checked_add(#ty::try_from(reply.#list.len()).ok()?) },
            is_last: Some(quote! { paged::is_short(reply.#list.len(), #most) }),
            cursor: ty,
        })
    }

    fn sent(self, wire: &str) -> Option<(&'m Object, &'m Field)> {
        self.field(&self.endpoint.request.object, wire)
    }

    fn received(self, wire: &str) -> Option<(&'m Object, &'m Field)> {
        self.field(&self.endpoint.response.object, wire)
    }

    fn field(self, object: &TypeName, wire: &str) -> Option<(&'m Object, &'m Field)> {
        let object = self.context.model.objects.get(object)?;
        Some((object, object.field(wire)?))
    }
}

/// The value of a field as an option. Texts are cloned.
fn optional((object, field): (&Object, &Field), of: &TokenStream, clone: bool) -> TokenStream {
    let ident = naming::value_ident(&field.name);
    let value = if clone {
        quote! { #of.#ident.clone() }
    } else {
        quote! { #of.#ident }
    };
    match held(object, field) {
        Held::Optional => value,
        Held::Plain | Held::PlainOrEmpty => quote! { Some(#value) },
    }
}

/// Sets the cursor of a request.
fn set((object, field): (&Object, &Field)) -> TokenStream {
    let ident = naming::value_ident(&field.name);
    match held(object, field) {
        Held::Optional => quote! { self.#ident = Some(cursor); },
        Held::Plain | Held::PlainOrEmpty => quote! { self.#ident = cursor; },
    }
}

/// The number of elements that a request skips.
fn skipped((object, field): (&Object, &Field)) -> TokenStream {
    let ident = naming::value_ident(&field.name);
    match (held(object, field), field.default.as_ref().and_then(number)) {
        (Held::Plain | Held::PlainOrEmpty, _) => quote! { self.#ident },
        (Held::Optional, Some(default)) => quote! { self.#ident.unwrap_or(#default) },
        (Held::Optional, None) => quote! { self.#ident.unwrap_or_default() },
    }
}

/// An integer as a literal.
fn number(literal: &Literal) -> Option<TokenStream> {
    match literal {
        Literal::Int(value) => Some(integer(*value)),
        _ => None,
    }
}
