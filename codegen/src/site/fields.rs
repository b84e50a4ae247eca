//! The members of objects, with those of objects within them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    context::Site,
    errata::{self, About},
    markdown::{self, Mentions, external},
    parts,
    parts::{SITE, code, facts, list, need, phrase, term},
};
use crate::{
    html::{Element, Html, el, verbatim},
    model::{
        Choice, Derivation, Direction, Erratum, Field, Member, Object, Role, TagWire, Type, TypeName, Variant,
        WireValue,
    },
    visible::is_link,
};

/// The depth from which objects are closed at first: of this page, and of types that have a page.
const OPEN: [usize; 2] = [2, 1];

/// An erratum and its place on a page.
pub(super) struct Found<'m> {
    pub(super) id: String,
    pub(super) erratum: &'m Erratum,
    /// Whether it is about several endpoints of a doc page, and listed for the first one.
    pub(super) is_repeated: bool,
}

/// A member that can be searched for.
pub(super) struct Searched {
    pub(super) id: String,
    pub(super) label: String,
}

/// Where members are written.
#[derive(Clone, Copy)]
struct At<'a> {
    /// The id of the member around them; nothing at the top.
    prefix: &'a str,
    /// The number of objects around them.
    depth: usize,
    /// Whether this page is their place, and not that of a type that it uses.
    own: bool,
}

impl At<'_> {
    fn path(self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}.{name}", self.prefix) }
    }
}

/// Writes the members of the objects of one page.
pub(super) struct Fields<'s, 'm> {
    site: &'s Site<'m>,
    /// The scope whose types have no page but this one.
    own: &'s str,
    ids: BTreeSet<String>,
    shown: BTreeMap<&'m TypeName, String>,
    direction: Option<Direction>,
    pub(super) errata: Vec<Found<'m>>,
    /// Errata that are not shown at their places, with their ids.
    others: Vec<(String, &'m Erratum)>,
    pub(super) searched: Vec<Searched>,
}

impl<'s, 'm> Fields<'s, 'm> {
    pub(super) fn new(site: &'s Site<'m>, own: &'s str) -> Self {
        Self {
            site,
            own,
            ids: BTreeSet::new(),
            shown: BTreeMap::new(),
            direction: None,
            errata: Vec::new(),
            others: Vec::new(),
            searched: Vec::new(),
        }
    }

    /// The members of the object of a message that `shown` selects.
    pub(super) fn message(
        &mut self,
        name: &'m TypeName,
        direction: Direction,
        prefix: &str,
        shown: impl Fn(&Member) -> bool,
    ) -> Html {
        self.direction = Some(direction);
        let Some(object) = self.site.model.objects.get(name) else { return Html::new() };
        let members: Vec<&Member> = object.members.iter().filter(|member| shown(member)).collect();
        self.members(object, &members, At { prefix, depth: 0, own: true })
    }

    /// The docs, the rules and the errata of an object.
    pub(super) fn about(&mut self, object: &'m Object, prefix: &str) -> Html {
        let site = self.site;
        let mentions = |name: &str| site.mentioned(self.own, name);
        let mut out = Html::new()
            .with(object.doc.as_deref().map(|doc| markdown::blocks(doc, &mentions)))
            .with(object.from.as_ref().map(|from| self.derivation(from)))
            .with(list("rules", object.groups.iter().map(|group| phrase(&SITE.group_sentence(group)))));
        out.push(self.errata_of(&object.errata, prefix, true, self.about_members(object.role)));
        out
    }

    /// The members of a type that has a page.
    pub(super) fn of_type(&mut self, name: &'m TypeName, object: &'m Object) -> Html {
        self.shown.insert(name, "members".to_owned());
        let members: Vec<&Member> = object.members.iter().collect();
        self.members(object, &members, At { prefix: "", depth: 0, own: true })
    }

    /// Errata that matter to callers; the others are kept for [`Self::other_errata`]. The index lists them with this page
    /// if `own` is true.
    pub(super) fn errata_of(&mut self, errata: &'m [Erratum], prefix: &str, own: bool, about: About) -> Html {
        let mut out = Html::new();
        for erratum in errata {
            let id = self.unique(&format!("{prefix}~erratum"));
            let site = self.site;
            let mentions = |name: &str| site.mentioned(self.own, name);
            match errata::matters(erratum, about) {
                true => out.push(errata::shown(erratum, &id, &mentions)),
                false => self.others.push((id.clone(), erratum)),
            }
            if own {
                self.errata.push(Found { id, erratum, is_repeated: false });
            }
        }
        out
    }

    /// The errata that are not shown at their places, in a list to be opened.
    pub(super) fn other_errata(&self) -> Option<Element> {
        let mentions = |name: &str| self.site.mentioned(self.own, name);
        let rows = self.others.iter().map(|(id, erratum)| {
            let place = errata::place(id);
            let anchor = id.split('~').next().filter(|anchor| self.ids.contains(*anchor));
            let place = match anchor {
                Some(anchor) => el("a").attr("href", &format!("#{anchor}")).with(place).into(),
                None => place,
            };
            errata::listed(erratum, Some(id), place, &mentions)
        });
        let rows: Html = rows.collect();
        let summary = el("summary").with(format!("More contradictions of the page ({})", self.others.len()));
        let list = el("ul").class("errata").with(rows);
        (!self.others.is_empty()).then(|| el("details").class("others").with(summary).with(list))
    }

    /// Whether callers send an object's members, or only receive them.
    fn about_members(&self, role: Role) -> About {
        match role == Role::Received || self.direction == Some(Direction::Received) {
            true => About::Received,
            false => About::Sent,
        }
    }

    fn members(&mut self, object: &'m Object, members: &[&'m Member], at: At<'_>) -> Html {
        let rows: Html = members.iter().map(|member| self.member(object, member, at)).collect();
        el("ul").class("fields").with(rows).into()
    }

    fn member(&mut self, object: &'m Object, member: &'m Member, at: At<'_>) -> Html {
        let (wire, label) = match member {
            Member::Field(field) => (&field.wire, &field.label),
            Member::Choice(choice) => (&choice.tag, &choice.label),
        };
        let id = self.unique(&at.path(wire));
        self.searched(&id, label.as_deref(), at);
        match member {
            Member::Field(field) => self.field(object, field, &id, at),
            Member::Choice(choice) => self.choice(object, choice, &id, at),
        }
    }

    fn searched(&mut self, id: &str, label: Option<&str>, at: At<'_>) {
        if at.own {
            let label = label.unwrap_or_default().to_owned();
            self.searched.push(Searched { id: id.to_owned(), label });
        }
    }

    fn field(&mut self, object: &'m Object, field: &'m Field, id: &str, at: At<'_>) -> Html {
        let site = self.site;
        let own = self.own;
        let mentions = |name: &str| site.mentioned(own, name);
        let need = need(field, self.direction);
        let head = head(id, &field.wire, parts::ty(site, &field.ty), need, field.deprecated.is_some())
            .with(" ")
            .with(term(field.label.as_deref()));
        let mut about = Html::new()
            .with(field.doc.as_deref().map(|doc| markdown::blocks(doc, &mentions)))
            .with(field.deprecated.as_ref().map(|instead| {
                el("p").class("deprecation").with(el("b").with("Deprecated: ")).with(markdown::line(instead, &mentions))
            }))
            .with(list("facts", facts(site, field, object.role)))
            .with(added(object, &field.wire))
            .with(self.values(&field.ty, &mentions));
        about.push(self.errata_of(&field.errata, id, at.own, self.about_members(object.role)));
        about.push(self.nested(&field.ty, id, at.depth));
        el("li").class("field").id(id).with(head).with(el("div").class("about").with(about)).into()
    }

    /// The values of an enum, in short: its page has the details.
    fn values(&self, ty: &Type, mentions: Mentions<'_>) -> Option<Element> {
        let Type::Enum(name) = innermost(ty) else { return None };
        let decl = self.site.model.enums.get(name)?;
        let values = decl.values.iter().map(|value| {
            // A name that only repeats the value says nothing.
            let name = (value.wire.to_string() != value.name).then(|| format!(" {}", value.name.replace('_', " ")));
            let item = Html::from(code(&wire(&value.wire)))
                .with(name)
                .with(value.label.as_ref().map(|_| " "))
                .with(term(value.label.as_deref()));
            let doc = value.doc.as_deref().map(|doc| Html::from(": ").with(markdown::line(doc, mentions)));
            el("li").with(item).with(doc)
        });
        let summary = el("summary").with(format!("{} values", decl.values.len()));
        let closed = decl.closed.then(|| el("p").with("Requests may only have these values."));
        let all = el("ul").class("choices").with(values.collect::<Html>());
        Some(el("details").flag("open", decl.values.len() <= 8).with(summary).with(closed).with(all))
    }

    /// The members of the object that a value is or contains.
    fn nested(&mut self, ty: &'m Type, id: &str, depth: usize) -> Html {
        let Type::Object(name) = innermost(ty) else { return Html::new() };
        let Some((name, object)) = self.site.model.objects.get_key_value(name) else { return Html::new() };
        if let Some(first) = self.shown.get(name) {
            let link = el("a").attr("href", &format!("#{first}")).with("shown above");
            return el("p").class("see").with("Its members are ").with(link).with(".").into();
        }
        self.shown.insert(name, id.to_owned());
        let count = object.wire_names().len();
        let count = if count == 1 { "1 member of ".to_owned() } else { format!("{count} members of ") };
        let summary = Html::from(count).with(code(&name.name));
        let is_own = name.scope == self.own;
        let about = match is_own {
            true => self.about(object, id),
            // Its page says the rest.
            false => list("rules", object.groups.iter().map(|group| phrase(&SITE.group_sentence(group))))
                .map(Html::from)
                .unwrap_or_default(),
        };
        let examples = object.examples.iter().filter(|_| is_own).map(|example| {
            el("div").class("example").with(el("p").with("Example")).with(block(example.text.trim()).class("json"))
        });
        let examples: Html = examples.collect();
        let members: Vec<&Member> = object.members.iter().collect();
        let members = self.members(object, &members, At { prefix: id, depth: depth + 1, own: is_own });
        let is_open = depth < OPEN[usize::from(!is_own)];
        el("details")
            .class("nested")
            .flag("open", is_open)
            .with(el("summary").with(summary))
            .with(about)
            .with(members)
            .with(examples)
            .into()
    }

    fn choice(&mut self, object: &'m Object, choice: &'m Choice, id: &str, at: At<'_>) -> Html {
        let site = self.site;
        let own = self.own;
        let mentions = |name: &str| site.mentioned(own, name);
        let need = if choice.required { "required" } else { "optional" };
        let kind = match choice.wire {
            TagWire::Int => "integer",
            TagWire::String => "string",
        };
        let head = head(id, &choice.tag, format!("{kind}, selects the members below").into(), need, false)
            .with(" ")
            .with(term(choice.label.as_deref()));
        let mut about = Html::new()
            .with(choice.doc.as_deref().map(|doc| markdown::blocks(doc, &mentions)))
            .with(added(object, &choice.key));
        about.push(self.errata_of(&choice.errata, id, at.own, self.about_members(object.role)));
        let variants: Html = choice.variants.iter().map(|variant| self.variant(object, choice, variant, at)).collect();
        about.push(el("ul").class("variants").with(variants));
        el("li").class("field choice").id(id).with(head).with(el("div").class("about").with(about)).into()
    }

    fn variant(&mut self, object: &Object, choice: &'m Choice, variant: &'m Variant, at: At<'_>) -> Html {
        let site = self.site;
        let own = self.own;
        let mentions = |name: &str| site.mentioned(own, name);
        let slot = variant.field.as_ref().map_or(variant.name.as_str(), |field| field.wire.as_str());
        let id = self.unique(&at.path(slot));
        self.searched(&id, variant.label.as_deref(), at);
        let tag = Html::from(code(&format!("{}: {}", choice.tag, wire(&variant.tag))));
        let with = match (&variant.field, &variant.flat) {
            (Some(field), _) => {
                let name = Html::from(" with ").with(code(&field.wire));
                name.with(el("span").class("type").with(", ").with(parts::ty(site, &field.ty)))
            }
            (None, Some(_)) => " with the members below".into(),
            (None, None) => " without other members".into(),
        };
        let head = el("div")
            .class("name")
            .with(el("a").class("anchor").attr("href", &format!("#{id}")).with(tag))
            .with(with)
            .with(" ")
            .with(term(variant.label.as_deref()));
        let mut about = Html::new().with(variant.doc.as_deref().map(|doc| markdown::blocks(doc, &mentions)));
        let element = variant.field.as_ref().and_then(|field| field.item.as_ref());
        about.push(element.map(|item| el("p").with("Each element is an XML element ").with(code(item)).with(".")));
        about.push(self.errata_of(&variant.errata, &id, at.own, self.about_members(object.role)));
        about.push(variant.ty().and_then(|ty| self.values(ty, &mentions)));
        about.push(variant.ty().map(|ty| self.nested(ty, &id, at.depth)));
        el("li").class("variant").id(&id).with(head).with(about).into()
    }

    /// The object that an object is derived from, in a sentence.
    fn derivation(&self, from: &Derivation) -> Element {
        let Derivation { base, removed } = from;
        let base: Html = match self.site.type_page(base) {
            Some(page) => el("a").attr("href", &page).with(code(&base.name)).into(),
            None => code(&base.name).into(),
        };
        let mut out = el("p").with("It has the members of ").with(base);
        for (at, name) in removed.iter().enumerate() {
            out = out.with(if at == 0 { ", except " } else { ", " }).with(code(name));
        }
        out.with(".")
    }

    /// An id that the page does not have yet.
    fn unique(&mut self, wanted: &str) -> String {
        let wanted: String = wanted.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
        let numbered = (2..).map(|number| format!("{wanted}~{number}"));
        let id = std::iter::once(wanted.clone()).chain(numbered).find(|id| !self.ids.contains(id)).unwrap_or_default();
        self.ids.insert(id.clone());
        id
    }
}

/// The first line of a member: its name, its type, and whether it must be given.
fn head(id: &str, wire: &str, ty: Html, need: &'static str, is_deprecated: bool) -> Element {
    let deprecated = is_deprecated.then(|| el("span").class("need deprecated").with("deprecated"));
    el("div")
        .class("name")
        .with(el("a").class("anchor").attr("href", &format!("#{id}")).with(code(wire)))
        .with(" ")
        .with(el("span").class("type").with(ty))
        .with(" ")
        .with(el("span").class(&format!("need {need}")).with(need))
        .with(deprecated.is_some().then_some(" "))
        .with(deprecated)
}

/// The page that adds a member to an object.
fn added(object: &Object, key: &str) -> Option<Element> {
    let (title, url) = object.origins.get(key)?.page.as_ref()?;
    let title: Html = if is_link(url) { external(url).with(title).into() } else { title.into() };
    Some(el("p").class("see").with("Documented on ").with(title).with("."))
}

/// The type of the elements of lists, maps and JSON in strings.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::List(of) | Type::Map(of) | Type::JsonString(of) => innermost(of),
        Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) | Type::Object(_) | Type::File => ty,
    }
}

/// A value as it is in JSON.
fn wire(value: &WireValue) -> String {
    match value {
        WireValue::Int(value) => value.to_string(),
        WireValue::Text(text) => format!("\"{text}\""),
    }
}

/// The role of an object in words.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Sent => "in requests",
        Role::Received => "in replies and events",
        Role::Both => "in requests and replies",
    }
}

/// A text that is shown as it is.
pub(super) fn block(text: &str) -> Element {
    el("pre").attr("tabindex", "0").with(el("code").with(verbatim(text)))
}
