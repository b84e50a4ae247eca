//! What a page says about itself and about whole endpoints and events.

use facts::{Direction, Part, text};

use super::{
    page::Page,
    statement::{ABSENT, Contradiction, SchemaPlace, Statement},
};
use crate::{
    diagnostic::Code,
    members::{WireKind, WireMember},
    model::{Location, Owner, Permission},
    syntax::{FactsFile, node::Node},
};

/// A part of a page, and the endpoint or event that it documents.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) owner: Owner<'a>,
    pub(super) facts: &'a FactsFile,
    pub(super) part: &'a Part,
}

/// The place of an endpoint or an event.
pub(super) fn place_of(owner: Owner<'_>) -> SchemaPlace {
    let key = match owner {
        Owner::Endpoint(_, endpoint) => &endpoint.name,
        Owner::Event(_, event) => &event.name,
    };
    SchemaPlace::new(owner.file(), key)
}

/// What pages call it: `POST /feed`, or the tags of an event.
pub(super) fn called(owner: Owner<'_>) -> String {
    match owner {
        Owner::Endpoint(_, endpoint) => format!("{} {}", endpoint.method.as_str(), endpoint.path),
        Owner::Event(_, event) => event.tags.join("/"),
    }
}

impl<'a> Page<'a> {
    /// What the page says about itself. Not its title: copies of a page often lack it, and begin with some other heading.
    pub(super) fn head(&self) -> Option<Statement<'a>> {
        let own = self.facts.first().filter(|facts| facts.is_own())?;
        let stated = own.facts.updated.as_ref()?;
        let written = self.file.root.get("page")?.get("updated").and_then(Node::text);
        let contradiction = (written != Some(stated)).then(|| Contradiction {
            code: Code::FactContradicted,
            group: "updated".to_owned(),
            subject: "the page".to_owned(),
            message: match written {
                Some(written) => format!("{{}} is of {stated}, and the schema of {written}"),
                None => format!("{{}} is of {stated}, and the schema does not say so"),
            },
            help: format!("see what changed, and write `updated: {stated}`"),
        });
        let statement = self.about("updated", stated, Some((own, 1)), None, vec![self.place("page")]);
        Some(Statement { contradiction, ..statement })
    }

    /// The endpoints and events that the parts of the page document, those of other files to which the page adds included.
    /// Adds what is said about parts.
    pub(super) fn pairs(&self, found: &mut Vec<Statement<'a>>) -> Vec<Pair<'a>> {
        let mut pairs = Vec::new();
        for facts in &self.facts {
            for part in facts.facts.parts.iter().filter(|part| !self.is_type(part)) {
                let mut owners = self.owners.iter().copied().filter(|owner| documents(part, *owner));
                // Two endpoints of one path differ in the method.
                let same = self.owners.iter().copied().find(|owner| part.name() == called(*owner));
                let guest = || self.guests().into_iter().find(|owner| documents(part, *owner));
                let owner = same.or_else(|| owners.next()).or_else(guest);
                let Some(owner) = owner else {
                    found.extend(self.unknown_part(facts, part));
                    continue;
                };
                pairs.push(Pair { owner, facts, part });
                let (stated, called) = (part.name(), called(owner));
                let contradiction = (part.method.is_some() && stated != called).then(|| Contradiction {
                    code: Code::FactContradicted,
                    group: format!("part {stated}"),
                    subject: "the route".to_owned(),
                    message: format!("{{}} is `{called}` here and `{stated}` on the page"),
                    help: format!("write `route: {stated}`"),
                });
                let source = Some((*facts, part.line));
                let statement = self.about("part", &stated, source, Some(owner), vec![place_of(owner)]);
                found.push(Statement { contradiction, ..statement });
            }
        }
        pairs
    }

    /// The endpoints and events of other files that the page adds something to.
    pub(super) fn guests(&self) -> Vec<Owner<'a>> {
        let keys = ["adds", "examples"].iter().filter_map(|key| self.file.root.get(key)).flat_map(Node::entries);
        let keys: Vec<&str> = keys.map(|(key, _)| key.text.as_str()).collect();
        let leads_to =
            |key: &str, name: &str| key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let is_named = |owner: &Owner<'_>| {
            let mut names = owner.name().match_indices('.').map(|(at, _)| &owner.name()[at + 1..]);
            names.any(|name| keys.iter().any(|key| leads_to(key, name)))
        };
        self.model.owners().filter(|owner| owner.file() != self.file.path && is_named(owner)).collect()
    }

    /// Whether a part is about a type, and not about an endpoint or an event.
    pub(super) fn is_type(&self, part: &Part) -> bool {
        part.path.is_none() && part.event.is_none() && self.described_by(part).is_none()
    }

    /// The endpoint or event of the vendor that a part is about.
    fn described_by(&self, part: &Part) -> Option<Owner<'a>> {
        let vendor = self.file.path.split('/').next().unwrap_or_default();
        let own = self.owners.iter().copied().find(|owner| documents(part, *owner));
        own.or_else(|| self.model.owners().find(|owner| owner.vendor() == vendor && documents(part, *owner)))
    }

    /// A part that nothing of the schema is. None if the file lists it as omitted, or if it is on a further page and another
    /// schema has it.
    pub(super) fn unknown_part(&self, facts: &'a FactsFile, part: &Part) -> Option<Statement<'a>> {
        let name = part.name();
        let last = name.rsplit('/').next().unwrap_or_default();
        let omitted = self.file.root.get("page").and_then(|page| page.get("omitted"));
        let is_omitted = |key: &str| omitted.is_some_and(|omitted| omitted.get(key).is_some());
        let elsewhere = self.described_by(part);
        if is_omitted(last) || is_omitted(&name.replace('/', "_")) || elsewhere.is_some() && !facts.is_own() {
            return None;
        }
        let help = match elsewhere {
            Some(owner) => format!("`{}` describes it: move the facts there", owner.file()),
            None if self.is_type(part) => "add its members: no object of the schema has half of them".to_owned(),
            None if last.is_empty() => "add it to the file".to_owned(),
            None => format!("add it to the file, or list it under `omitted` of the page: `{last}: why`"),
        };
        let statement = self.about("part", &name, Some((facts, part.line)), None, vec![self.place("page")]);
        let contradiction = Contradiction {
            code: Code::FactUnmet,
            group: format!("part {name}"),
            subject: format!("`{name}`"),
            message: "the page documents {}, which the schema does not have".to_owned(),
            help,
        };
        Some(Statement { contradiction: Some(contradiction), ..statement })
    }

    /// That no facts have an endpoint or an event of the file.
    pub(super) fn without_part(&self, owner: Owner<'a>) -> Statement<'a> {
        let contradiction = Contradiction {
            code: Code::FactMissing,
            group: "parts".to_owned(),
            subject: format!("`{}`", called(owner)),
            message: "the facts of the page have nothing about {}".to_owned(),
            help: "see whether the reader finds it: `cargo xtask facts PAGE`; if the page says nothing about it, say where it is from"
                .to_owned(),
        };
        let statement = self.about("part", ABSENT, None, Some(owner), vec![place_of(owner)]);
        Statement { contradiction: Some(contradiction), ..statement }
    }

    /// What the page says about an endpoint or an event as a whole.
    pub(super) fn about_owner(&self, owner: Owner<'a>, pairs: &[Pair<'a>], found: &mut Vec<Statement<'a>>) {
        for pair in pairs {
            self.parameters(*pair, found);
            self.examples(*pair, found);
        }
        self.permissions(owner, pairs, found);
    }

    fn parameters(&self, pair: Pair<'a>, found: &mut Vec<Statement<'a>>) {
        let members =
            pair.owner.messages().first().map(|message| crate::members::members(self.model, pair.owner, message));
        let members = members.unwrap_or_default();
        let is_parameter = |member: &WireMember<'_>| match member.kind {
            WireKind::Field(field) => field.location == Location::Query,
            WireKind::Credential => true,
            _ => false,
        };
        for name in &pair.part.query {
            let is_known = members.iter().any(|member| member.path == *name && is_parameter(member));
            let contradiction = (!is_known).then(|| Contradiction {
                code: Code::FactUnmet,
                group: format!("query {}", pair.owner.name()),
                subject: format!("`{name}`"),
                message: "the address on the page has {}, and the schema has no such parameter".to_owned(),
                help: "add it under `query`".to_owned(),
            });
            let place = place_of(pair.owner);
            let within = SchemaPlace::new(&place.file, format!("{}.query", place.at));
            let source = Some((pair.facts, pair.part.line));
            let statement = self.about("query", name, source, Some(pair.owner), vec![place, within]);
            found.push(Statement { contradiction, ..statement });
        }
    }

    fn examples(&self, pair: Pair<'a>, found: &mut Vec<Statement<'a>>) {
        let folder = self.folder();
        for example in &pair.part.examples {
            let contradiction = (!self.has_example(&example.digest)).then(|| Contradiction {
                code: Code::FactUnmet,
                group: format!("examples {} {:?}", pair.owner.name(), example.direction),
                subject: format!("line {}", example.line),
                message: format!(
                    "no file of `{folder}` is the {} that the page shows at {{}}",
                    shown(example.direction)
                ),
                help: "store it exactly as published, and list it under `examples`".to_owned(),
            });
            let source = Some((pair.facts, example.line));
            let statement =
                self.about("example", &example.digest, source, Some(pair.owner), vec![place_of(pair.owner)]);
            found.push(Statement { contradiction, ..statement });
        }
    }

    fn permissions(&self, owner: Owner<'a>, pairs: &[Pair<'a>], found: &mut Vec<Statement<'a>>) {
        let permissions: &[Permission] = match owner {
            Owner::Endpoint(_, endpoint) => &endpoint.permissions,
            Owner::Event(_, event) => &event.permissions,
        };
        let stated =
            pairs.iter().flat_map(|pair| pair.part.permissions.iter().map(|permission| (pair.facts, permission)));
        let stated: Vec<_> = stated.collect();
        // A page may say it elsewhere, in a sentence.
        if stated.is_empty() {
            return;
        }
        let same = |a: &str, b: &str| text::normalized(a) == text::normalized(b);
        for (facts, permission) in &stated {
            let is_listed = permissions.iter().any(|listed| same(&listed.app, &permission.app));
            let contradiction = (!is_listed).then(|| Contradiction {
                code: Code::FactUnmet,
                group: format!("permissions {}", owner.name()),
                subject: format!("`{}`", permission.app),
                message: "the page says what {} needs, and `permissions` does not".to_owned(),
                help: "add it to `permissions` of the endpoint, the page or the area".to_owned(),
            });
            let source = Some((*facts, permission.line));
            let statement = self.about("permission", &permission.app, source, Some(owner), vec![place_of(owner)]);
            found.push(Statement { contradiction, ..statement });
        }
        // A page may state once what all of its endpoints need.
        let on_page = || self.facts.iter().flat_map(|facts| &facts.facts.parts).flat_map(|part| &part.permissions);
        for listed in permissions.iter().filter(|listed| !on_page().any(|stated| same(&listed.app, &stated.app))) {
            let contradiction = Contradiction {
                code: Code::FactMissing,
                group: format!("no permissions {}", owner.name()),
                subject: format!("`{}`", listed.app),
                message: "`permissions` has {}, which the page does not list".to_owned(),
                help: "remove it".to_owned(),
            };
            let value = format!("no {}", listed.app);
            let statement = self.about("permission", &value, None, Some(owner), vec![place_of(owner)]);
            found.push(Statement { contradiction: Some(contradiction), ..statement });
        }
    }

    /// A statement without a contradiction.
    pub(super) fn about(
        &self,
        kind: &'static str,
        value: &str,
        source: Option<(&'a FactsFile, usize)>,
        owner: Option<Owner<'a>>,
        places: Vec<SchemaPlace>,
    ) -> Statement<'a> {
        let owner = owner.map(place_of);
        let value = value.to_owned();
        Statement { kind, value, path: None, owner, places, source, home: None, contradiction: None }
    }

    /// A place of the page's file.
    pub(super) fn place(&self, at: &str) -> SchemaPlace {
        SchemaPlace::new(&self.file.path, at)
    }
}

/// Whether a part is about an endpoint or an event. A manual of functions names endpoints in headings, without routes.
fn documents(part: &Part, owner: Owner<'_>) -> bool {
    match owner {
        Owner::Endpoint(_, endpoint) => match &part.path {
            Some(path) => *path == endpoint.path,
            None => part.heading.as_deref() == Some(endpoint.name.as_str()),
        },
        Owner::Event(_, event) => part.event.as_deref() == Some(event.tags.join("/").as_str()),
    }
}

fn shown(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "request",
        Direction::Reply => "reply",
        Direction::Event => "event",
    }
}
