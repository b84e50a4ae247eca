//! The model as a whole: which way objects travel, objects that contain themselves, paging, names of modules.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Lowering, Place};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Direction, Endpoint, Field, Member, Object, Primitive, Role, Type, TypeName, Variant},
    naming,
    syntax::{describe::listed, node::Node},
};

impl Lowering<'_> {
    pub(super) fn check(&mut self) {
        self.roles();
        self.recursion();
        self.modules();
        // What is looked at here changes nothing of it: it is lent out, not copied.
        let endpoints = std::mem::take(&mut self.model.endpoints);
        for (name, endpoint) in &endpoints {
            self.envelope_clash(name, endpoint);
            self.paging(name, endpoint);
            self.grants(name, endpoint);
        }
        self.model.endpoints = endpoints;
        self.replacements();
        self.unused_examples();
    }

    /// The node of an endpoint, and its file's path.
    fn endpoint_node(&self, endpoint: &Endpoint) -> Option<&Node> {
        self.syntax.file(&endpoint.file)?.root.get("endpoints")?.get(&endpoint.name)
    }

    /// What requests need is sent, what replies need is received.
    fn roles(&mut self) {
        let [sent, received] = Direction::ALL.map(|direction| {
            let names = self.model.reached(&self.model.roots_of(direction));
            names.into_iter().cloned().collect::<BTreeSet<_>>()
        });
        for (name, object) in &mut self.model.objects {
            object.role = Role::of(sent.contains(name), received.contains(name));
        }
    }

    /// Puts fields through which an object contains itself into boxes.
    fn recursion(&mut self) {
        let objects = &self.model.objects;
        let mut boxed = Vec::new();
        let mut circles: Vec<Vec<Step>> = Vec::new();
        for (name, object) in objects {
            for member in &object.members {
                let (steps, through): (Vec<Step>, _) = match member {
                    Member::Field(field) => {
                        let Some(inner) = direct(&field.ty) else { continue };
                        if !field.required || way(objects, inner, name, Through::Required).is_none() {
                            if way(objects, inner, name, Through::Any).is_some() {
                                boxed.push((name.clone(), field.wire.clone()));
                            }
                            continue;
                        }
                        (vec![Step::new(name, &field.wire, inner)], Through::Required)
                    }
                    Member::Choice(choice) => {
                        let slots = choice.slots().into_iter();
                        let steps = slots.filter_map(|(wire, ty)| Some(Step::new(name, wire, direct(ty)?)));
                        (steps.collect(), Through::Choices)
                    }
                };
                for step in steps {
                    // A circle has several steps, and each of them leads into it: it is told once.
                    if !circles.iter().flatten().any(|other| *other == step)
                        && let Some(mut back) = way(objects, &step.to, name, through)
                    {
                        back.insert(0, step);
                        circles.push(back);
                    }
                }
            }
        }
        for (name, wire) in boxed {
            let object = self.model.objects.get_mut(&name);
            for member in object.into_iter().flat_map(|object| &mut object.members) {
                if let Member::Field(field) = member
                    && field.wire == wire
                {
                    field.boxed = true;
                }
            }
        }
        for circle in circles {
            self.endless(&circle);
        }
    }

    /// Tells of a circle at the member that closes it, the last one.
    fn endless(&mut self, circle: &[Step]) {
        let mut places = circle.iter().filter_map(|step| Some((step, self.step_at(step)?))).collect::<Vec<_>>();
        let Some((last, (file, span, chosen))) = places.pop() else { return };
        let what = if chosen { "choice's member" } else { "field" };
        let message = format!("the {what} `{}` makes `{}` contain itself without end", last.wire, last.to.name);
        let help = match chosen {
            true => "make the member of the choice a list, or an object with an optional field for it",
            false => "remove `required` from the field, or make it a list",
        };
        let mut fault = Diagnostic::new(Code::EndlessType, &file, span, message).help(help);
        for (step, (file, span, _)) in places {
            fault = fault.also_in(&file, span, format!("`{}` contains `{}`", step.from.name, step.to.name));
        }
        self.fault(fault);
    }

    /// Where a step is written, and whether a choice takes it.
    fn step_at(&self, step: &Step) -> Option<(String, Span, bool)> {
        if let Some(site) = self.places.of(&Place::Field(step.from.clone(), step.wire.clone())) {
            return Some((site.file.path.clone(), site.key.span, false));
        }
        let variants = &self.model.objects.get(&step.from)?.choice()?.variants;
        let selects = |variant: &Variant| variant.field.as_ref().is_some_and(|field| field.wire == step.wire);
        let at = variants.iter().position(selects)?;
        let site = self.places.of(&Place::Variant(step.from.clone(), at))?;
        Some((site.file.path.clone(), site.node.get("field").map_or(site.key.span, |field| field.span), true))
    }

    /// In one module there is one thing of a name: an area or an endpoint.
    fn modules(&mut self) {
        let mut areas = BTreeSet::new();
        for endpoint in self.model.endpoints.values() {
            for depth in 1..=endpoint.area.len() {
                areas.insert(format!("{}.{}", endpoint.vendor, endpoint.area[..depth].join(".")));
            }
        }
        let clashing: Vec<_> = self.model.endpoints.iter().filter(|(name, _)| areas.contains(*name)).collect();
        let faults: Vec<_> = clashing
            .into_iter()
            .map(|(name, endpoint)| {
                let file = self.syntax.file(&endpoint.file);
                let key = file.and_then(|file| file.root.get("endpoints")?.key(&endpoint.name));
                let span = key.map_or_else(Span::default, |key| key.span);
                let message = format!("`{name}` is an endpoint and an area");
                let fault = Diagnostic::new(Code::NameClash, &endpoint.file, span, message)
                    .help("rename the endpoint or the folder");
                let within = self.model.endpoints.keys().find(|other| other.starts_with(&format!("{name}.")));
                match within.and_then(|other| self.places.of(&Place::Endpoint(other.clone()))) {
                    Some(other) => fault.also_in(&other.file.path, other.key.span, "an endpoint in that area"),
                    None => fault,
                }
            })
            .collect();
        self.faults.extend(faults);
    }

    /// A payload whose members stand beside the envelope's has none of their names.
    fn envelope_clash(&mut self, name: &str, endpoint: &Endpoint) {
        let envelope = self.model.vendor_of(endpoint).envelope.clone();
        let Some(response) = self.model.objects.get(&endpoint.response.object) else { return };
        if envelope.data.is_some() {
            return;
        }
        let reserved: Vec<&String> = [&envelope.code, &envelope.message].into_iter().chain(&envelope.trace).collect();
        let clashes = response.wire_names().into_iter().filter(|wire| reserved.iter().any(|name| name == wire));
        for wire in clashes.map(str::to_owned).collect::<Vec<_>>() {
            let span = self
                .endpoint_node(endpoint)
                .and_then(|node| node.get("response")?.key(&wire))
                .map_or_else(Span::default, |key| key.span);
            let message = format!("`{wire}` belongs to the vendor's envelope, not to the reply of `{name}`");
            let fault = Diagnostic::new(Code::EnvelopeClash, &endpoint.file, span, message)
                .help("remove it: every reply has it");
            let said = self.envelope_at(&endpoint.vendor, &wire);
            self.fault(match said {
                Some((file, span)) => fault.also_in(&file, span, "the envelope has it"),
                None => fault,
            });
        }
    }

    /// Where a vendor's envelope names a member.
    pub(super) fn envelope_at(&self, vendor: &str, wire: &str) -> Option<(String, Span)> {
        let vendor = self.places.of(&Place::Vendor(vendor.to_owned()))?;
        let names = vendor.node.get("envelope")?.entries();
        let (_, said) = names.iter().find(|(_, name)| name.text().map(str::trim) == Some(wire))?;
        Some((vendor.file.path.clone(), said.span))
    }

    fn paging(&mut self, name: &str, endpoint: &Endpoint) {
        let Some(paging) = &endpoint.paging else { return };
        let node = self.endpoint_node(endpoint).and_then(|node| node.get("paging"));
        let span = |key: &str| node.and_then(|node| node.get(key)).map_or_else(Span::default, |node| node.span);
        let (at_cursor, at_next) = (span("cursor"), span("next"));
        let field = |object: &TypeName, wire: &str| -> Option<Field> {
            self.model.objects.get(object).and_then(|object| object.field(wire)).cloned()
        };
        let cursor = field(&endpoint.request.object, &paging.cursor);
        let next = field(&endpoint.response.object, &paging.next);
        for (found, side, wire, span) in
            [(&cursor, "request", &paging.cursor, at_cursor), (&next, "response", &paging.next, at_next)]
        {
            let parts: &[&str] = if side == "request" { &["query", "headers", "body"] } else { &["response"] };
            let written = self.endpoint_node(endpoint).is_some_and(|node| {
                parts.iter().any(|part| node.get(part).is_some_and(|fields| fields.key(wire).is_some()))
            });
            if found.is_none() && !written {
                let message = format!("the {side} of `{name}` has no field `{wire}` on its first level");
                let object = if side == "request" { &endpoint.request.object } else { &endpoint.response.object };
                let fields = self.model.objects.get(object).into_iter().flat_map(Object::fields);
                let fields: Vec<&str> = fields.map(|field| field.wire.as_str()).collect();
                let help = match naming::nearest(wire, fields.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if fields.is_empty() => format!("add the field `{wire}`, or remove `paging`"),
                    None => format!("add the field, or name one that is there: {}", listed(&fields)),
                };
                self.fault(Diagnostic::new(Code::BadPaging, &endpoint.file, span, message).help(help));
            }
        }
        let (Some(cursor), Some(next)) = (cursor, next) else { return };
        let field = |object: &TypeName, wire: &str| self.places.of(&Place::Field(object.clone(), wire.to_owned()));
        let fields = [field(&endpoint.request.object, &cursor.wire), field(&endpoint.response.object, &next.wire)];
        let text = |ty: &Type| self.underlying(ty) == Type::Primitive(Primitive::String);
        if cursor.ty != next.ty || !text(&cursor.ty) {
            let message = format!("a cursor is one kind of string on both sides, not {} and {}", cursor.ty, next.ty);
            let mut fault = Diagnostic::new(Code::BadPaging, &endpoint.file, at_cursor, message)
                .help("give both fields one type: `string`, or a scalar of `wire: string`");
            for site in fields.into_iter().flatten() {
                let span = site.node.get("type").map_or(site.key.span, |ty| ty.span);
                fault = fault.also_in(&site.file.path, span, "its type");
            }
            self.fault(fault);
        } else if cursor.required || next.required {
            let message =
                "a cursor is optional on both sides: the first page has none, and nor has the last".to_owned();
            let mut fault = Diagnostic::new(Code::BadPaging, &endpoint.file, at_cursor, message)
                .help("remove `required` from the field");
            for site in fields.into_iter().flatten().filter(|site| super::flag(site.node, "required")) {
                let span = site.node.key("required").map_or(site.key.span, |key| key.span);
                fault = fault.also_in(&site.file.path, span, "required here");
            }
            self.fault(fault);
        }
    }

    /// A credential that is handed out is a secret with a lifetime, and the page promises both.
    fn grants(&mut self, name: &str, endpoint: &Endpoint) {
        let Some(grants) = &endpoint.grants else { return };
        let node = self.endpoint_node(endpoint);
        let parts = [("credential", &grants.credential), ("expires_in", &grants.expires_in)];
        let mut faults = Vec::new();
        for (key, wire) in parts {
            let span = node.and_then(|node| node.get("grants")?.get(key)).map_or_else(Span::default, |node| node.span);
            let fault = |message: String| Diagnostic::new(Code::BadGrant, &endpoint.file, span, message);
            let Some(field) = self.model.objects.get(&endpoint.response.object).and_then(|object| object.field(wire))
            else {
                let written = node.and_then(|node| node.get("response")?.key(wire)).is_some();
                if !written {
                    let fields = self.model.objects.get(&endpoint.response.object).into_iter().flat_map(Object::fields);
                    let near = naming::nearest(wire, fields.map(|field| field.wire.as_str()));
                    let help =
                        near.map_or_else(|| "add the field".to_owned(), |near| format!("did you mean `{near}`?"));
                    faults.push(
                        fault(format!("the response of `{name}` has no field `{wire}` on its first level")).help(help),
                    );
                }
                continue;
            };
            let secret = || match &field.ty {
                Type::Scalar(scalar) => self.model.scalars.get(scalar).is_none_or(|scalar| scalar.secret),
                _ => false,
            };
            let integer =
                || matches!(field.ty, Type::Primitive(Primitive::Int32 | Primitive::Int64 | Primitive::Uint32));
            let fault = match key {
                "credential" if !secret() => fault(format!("a credential must not be seen, and `{wire}` can be"))
                    .help("give the field a named scalar with `wire: string` and `secret: true`"),
                "expires_in" if !integer() => fault(format!("a lifetime is a number of seconds, not {}", field.ty))
                    .help("give the field the type `int32`, `int64` or `uint32`"),
                _ if !field.required => fault(format!("without `{wire}` a caller has nothing to go on with"))
                    .help("say `required: true` of the field"),
                _ => continue,
            };
            let site = self.places.of(&Place::Field(endpoint.response.object.clone(), wire.clone()));
            faults.push(match site {
                Some(site) => fault.also_in(&site.file.path, site.key.span, "the field"),
                None => fault,
            });
        }
        self.faults.extend(faults);
    }

    /// Finds the replacements of deprecated endpoints in the model, if they are there.
    fn replacements(&mut self) {
        let endpoints = &self.model.endpoints;
        let found = |name: &str, endpoint: &Endpoint| {
            let replacement = &endpoint.deprecated.as_ref()?.replacement;
            let area = name.rsplit_once('.').map_or("", |(area, _)| area);
            let near = naming::snake(replacement).map(|snake| format!("{area}.{snake}"));
            [Some(replacement.clone()), near].into_iter().flatten().find(|name| endpoints.contains_key(name))
        };
        let found: Vec<(String, String)> =
            endpoints.iter().filter_map(|(name, endpoint)| Some((name.clone(), found(name, endpoint)?))).collect();
        for (name, replacement) in found {
            if let Some(deprecated) = self.model.endpoints.get_mut(&name).and_then(|it| it.deprecated.as_mut()) {
                deprecated.endpoint = Some(replacement);
            }
        }
    }

    /// A JSON file that no page names is forgotten, or its name is misspelt.
    fn unused_examples(&mut self) {
        let named = &self.named_examples;
        let missing = named.iter().filter(|path| !self.syntax.examples.contains_key(*path));
        // Where a page names it wrongly, that was told.
        let meant: BTreeSet<&str> = missing.filter_map(|path| self.meant_by(path)).collect();
        let doubtful = |path: &str| {
            let page = page_of(path);
            self.syntax.doubtful.contains(&page) || self.syntax.file(&page).is_some_and(|file| !file.faulty.is_empty())
        };
        let unused =
            self.syntax.examples.keys().filter(|path| !named.contains(*path) && !meant.contains(path.as_str()));
        let faults: Vec<_> = unused
            .filter(|path| !doubtful(path))
            .enumerate()
            .map(|(at, path)| self.unused_example(path, at < SUGGESTED))
            .collect();
        self.faults.extend(faults);
    }

    fn unused_example(&self, path: &str, suggest: bool) -> Diagnostic {
        let message = format!("no page names `{path}` as an example");
        let fault = Diagnostic::new(Code::ExampleUnused, path, Span::default(), message);
        let page = page_of(path);
        let Some(file) = self.syntax.file(&page) else {
            let pages = self.syntax.pages.iter().map(|page| page.file.path.as_str()).filter(|_| suggest);
            let near = naming::nearest(&page, pages);
            return fault.help(match near.map(|near| near.trim_end_matches(".yaml")) {
                Some(near) => {
                    format!("there is no page `{page}`; if it is an example of `{near}.yaml`, move it to `{near}/`")
                }
                None if page.is_empty() => {
                    "examples stand in the folder of their page; move it there, or remove it".to_owned()
                }
                None => format!("there is no page `{page}`; move the file to the folder of its page, or remove it"),
            });
        };
        let endpoints = file.root.get("endpoints").map(Node::entries).unwrap_or_default();
        let place = match endpoints {
            [(key, endpoint)] => Some(endpoint.key("examples").unwrap_or(key)),
            _ => file.root.key("endpoints"),
        };
        let fault = match place {
            Some(place) => fault.also_in(&page, place.span, "not named here"),
            None => fault,
        };
        fault.help("add it to the `examples` of its endpoint, or remove the file")
    }
}

/// For so many examples the page is looked for that they may belong to: where there are more, the folder is another one.
const SUGGESTED: usize = 20;

/// The path of the page that an example belongs to.
fn page_of(path: &str) -> String {
    path.rsplit_once('/').map(|(folder, _)| format!("{folder}.yaml")).unwrap_or_default()
}

/// The object that a value of this type holds, not through a list or a map.
fn direct(ty: &Type) -> Option<&TypeName> {
    match ty {
        Type::Object(name) => Some(name),
        _ => None,
    }
}

/// Which members [`way`] follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Through {
    Any,
    /// Fields that are required.
    Required,
    /// Choices: what they hold cannot be boxed.
    Choices,
}

/// A member that leads from one object to another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    from: TypeName,
    wire: String,
    to: TypeName,
}

impl Step {
    fn new(from: &TypeName, wire: &str, to: &TypeName) -> Self {
        Self { from: from.clone(), wire: wire.to_owned(), to: to.clone() }
    }
}

/// A shortest way on which an object `from` holds an object `to`; no steps, if they are one.
fn way(objects: &BTreeMap<TypeName, Object>, from: &TypeName, to: &TypeName, through: Through) -> Option<Vec<Step>> {
    let mut seen = BTreeSet::from([from.clone()]);
    let mut todo = VecDeque::from([(from.clone(), Vec::new())]);
    while let Some((name, steps)) = todo.pop_front() {
        if name == *to {
            return Some(steps);
        }
        for member in objects.get(&name).map(|object| object.members.as_slice()).unwrap_or_default() {
            let next: Vec<(&str, &TypeName)> = match member {
                Member::Field(field) if through == Through::Any || through == Through::Required && field.required => {
                    direct(&field.ty).map(|to| (field.wire.as_str(), to)).into_iter().collect()
                }
                Member::Choice(choice) if through != Through::Required => {
                    let slots = choice.slots().into_iter();
                    slots.filter_map(|(wire, ty)| Some((wire, direct(ty)?))).collect()
                }
                Member::Field(_) | Member::Choice(_) => Vec::new(),
            };
            for (wire, next) in next {
                if seen.insert(next.clone()) {
                    let mut steps: Vec<Step> = steps.clone();
                    steps.push(Step::new(&name, wire, next));
                    todo.push_back((next.clone(), steps));
                }
            }
        }
    }
    None
}
