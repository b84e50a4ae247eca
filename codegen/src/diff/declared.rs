//! Declarations as such: those that are new, gone, renamed or moved.

use std::collections::{BTreeMap, BTreeSet};

use super::{Rule, comparison::Comparison, show, side::is_declared};
use crate::model::{Object, TypeName};

/// The rules of one kind of declarations.
#[derive(Clone, Copy)]
struct Rules {
    added: Rule,
    removed: Rule,
    renamed: Rule,
}

const OBJECTS: Rules = Rules { added: Rule::TypeAdded, removed: Rule::TypeRemoved, renamed: Rule::TypeRenamed };
const ENUMS: Rules = Rules { added: Rule::EnumAdded, removed: Rule::EnumRemoved, renamed: Rule::EnumRenamed };
const SCALARS: Rules = Rules { added: Rule::ScalarAdded, removed: Rule::ScalarRemoved, renamed: Rule::ScalarRenamed };

/// What is told about a declaration.
struct Told<'m> {
    file: &'m str,
    at: &'m str,
    text: String,
    /// Whether it was declared under its own name.
    declared: bool,
}

impl<'m> Comparison<'m> {
    pub(super) fn declarations(&mut self) {
        let (old, new) = (self.old.model, self.new.model);
        let object = |name: &'m TypeName, object: &'m Object| Told {
            file: &object.file,
            at: &object.at,
            text: format!("[{}]", object.wire_names().join(", ")),
            declared: is_declared(name, object),
        };
        self.kind(OBJECTS, &old.objects, &new.objects, object);
        self.kind(ENUMS, &old.enums, &new.enums, |name, decl| Told {
            file: &decl.file,
            at: &name.name,
            text: show::enumeration(decl),
            declared: true,
        });
        self.kind(SCALARS, &old.scalars, &new.scalars, |name, scalar| Told {
            file: &scalar.file,
            at: &name.name,
            text: show::scalar(scalar),
            declared: true,
        });
    }

    fn kind<T>(
        &mut self,
        rules: Rules,
        old: &'m BTreeMap<TypeName, T>,
        new: &'m BTreeMap<TypeName, T>,
        tell: impl Fn(&'m TypeName, &'m T) -> Told<'m>,
    ) {
        let paired: BTreeSet<&TypeName> = self.pairs.types.values().copied().collect();
        let (gone_scopes, new_scopes) = self.lonely_scopes();
        let within = |scopes: &BTreeSet<&str>, name: &TypeName| {
            scopes.contains(name.scope.as_str())
                || name.scope.split('.').next().is_some_and(|vendor| scopes.contains(vendor))
        };
        for (name, decl) in new {
            let told = tell(name, decl);
            if told.declared && !paired.contains(name) && !within(&new_scopes, name) {
                let spot = self.new_spot(name, told.file, told.at);
                self.tell(&spot, rules.added, None, Some(told.text));
            }
        }
        for (name, decl) in old {
            let told = tell(name, decl);
            match self.pairs.types.get(name).and_then(|other| new.get_key_value(*other)) {
                Some((other, decl)) => self.same(rules.renamed, (name, other), &told, &tell(other, decl)),
                None if told.declared && !within(&gone_scopes, name) => {
                    let spot = self.old_spot(name, told.file, told.at);
                    self.tell(&spot, rules.removed, Some(told.text), None);
                }
                None => {}
            }
        }
    }

    /// The scopes of vendors and endpoints that one side alone has: what is in them comes and goes with them.
    fn lonely_scopes(&self) -> (BTreeSet<&'m str>, BTreeSet<&'m str>) {
        let (old, new) = (self.old.model, self.new.model);
        let gone = self.pairs.endpoints.gone.iter().map(|endpoint| endpoint.scope());
        let added = self.pairs.endpoints.new.iter().map(|endpoint| endpoint.scope());
        let gone_vendors = old.vendors.keys().filter(|name| !new.vendors.contains_key(*name)).map(String::as_str);
        let new_vendors = new.vendors.keys().filter(|name| !old.vendors.contains_key(*name)).map(String::as_str);
        (gone.chain(gone_vendors).collect(), added.chain(new_vendors).collect())
    }

    fn same(&mut self, renamed: Rule, names: (&TypeName, &TypeName), was: &Told<'_>, is: &Told<'_>) {
        let spot = self.spot(names, is.file, is.at);
        if names.0.name != names.1.name {
            if !self.pairs.follow.contains(names.1) {
                self.tell(&spot, renamed, Some(names.0.name.clone()), Some(names.1.name.clone()));
            }
            return;
        }
        let scope = self.pairs.scope(&names.0.scope);
        if scope != names.1.scope && was.declared && is.declared {
            let rule = moved(scope, &names.1.scope);
            self.tell(&spot, rule, Some(names.0.to_string()), Some(names.1.to_string()));
        }
    }
}

/// An endpoint exports what its area has, and a vendor is no area.
fn moved(old: &str, new: &str) -> Rule {
    let area_of = |endpoint: &str, area: &str| {
        area.contains('.') && endpoint.rsplit_once('.').is_some_and(|(above, _)| above == area)
    };
    match () {
        () if area_of(old, new) => Rule::TypeMovedToArea,
        () if area_of(new, old) => Rule::TypeMovedToPage,
        () => Rule::TypeMoved,
    }
}
