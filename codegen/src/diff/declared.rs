//! Compares the sets of declarations: which types were added, removed, renamed or moved.

use std::collections::{BTreeMap, BTreeSet};

use super::{Rule, comparison::Comparison, show, side::is_declared};
use crate::model::{Object, TypeName};

/// The rules for one kind of declaration.
#[derive(Clone, Copy)]
struct DeclarationRules {
    added: Rule,
    removed: Rule,
    renamed: Rule,
}

const OBJECTS: DeclarationRules =
    DeclarationRules { added: Rule::TypeAdded, removed: Rule::TypeRemoved, renamed: Rule::TypeRenamed };
const ENUMS: DeclarationRules =
    DeclarationRules { added: Rule::EnumAdded, removed: Rule::EnumRemoved, renamed: Rule::EnumRenamed };
const SCALARS: DeclarationRules =
    DeclarationRules { added: Rule::ScalarAdded, removed: Rule::ScalarRemoved, renamed: Rule::ScalarRenamed };

/// What a change of a declaration reports.
struct Declaration<'m> {
    file: &'m str,
    at: &'m str,
    text: String,
    /// Whether the type is declared under its own name, and not inline.
    named: bool,
}

impl<'m> Comparison<'m> {
    pub(super) fn declarations(&mut self) {
        let (old, new) = (self.old.model, self.new.model);
        let object = |name: &'m TypeName, object: &'m Object| Declaration {
            file: &object.file,
            at: &object.at,
            text: format!("[{}]", object.wire_names().join(", ")),
            named: is_declared(name, object),
        };
        self.declarations_of(OBJECTS, &old.objects, &new.objects, object);
        self.declarations_of(ENUMS, &old.enums, &new.enums, |name, decl| Declaration {
            file: &decl.file,
            at: &name.name,
            text: show::enumeration(decl),
            named: true,
        });
        self.declarations_of(SCALARS, &old.scalars, &new.scalars, |name, scalar| Declaration {
            file: &scalar.file,
            at: &name.name,
            text: show::scalar(scalar),
            named: true,
        });
    }

    /// Compares the declarations of one kind.
    fn declarations_of<T>(
        &mut self,
        rules: DeclarationRules,
        old: &'m BTreeMap<TypeName, T>,
        new: &'m BTreeMap<TypeName, T>,
        declaration: impl Fn(&'m TypeName, &'m T) -> Declaration<'m>,
    ) {
        let paired: BTreeSet<&TypeName> = self.pairs.types.values().copied().collect();
        let (removed_scopes, added_scopes) = self.unpaired_scopes();
        let within = |scopes: &BTreeSet<&str>, name: &TypeName| {
            scopes.contains(name.scope.as_str())
                || name.scope.split('.').next().is_some_and(|vendor| scopes.contains(vendor))
        };
        for (name, item) in new {
            let added = declaration(name, item);
            if added.named && !paired.contains(name) && !within(&added_scopes, name) {
                let subject = self.new_subject(name, added.file, added.at);
                self.report(&subject, rules.added, None, Some(added.text));
            }
        }
        for (name, item) in old {
            let declared = declaration(name, item);
            match self.pairs.types.get(name).and_then(|other| new.get_key_value(*other)) {
                Some((other, item)) => {
                    self.renamed_or_moved(rules.renamed, (name, other), &declared, &declaration(other, item));
                }
                None if declared.named && !within(&removed_scopes, name) => {
                    let subject = self.old_subject(name, declared.file, declared.at);
                    self.report(&subject, rules.removed, Some(declared.text), None);
                }
                None => {}
            }
        }
    }

    /// The scopes of removed and of added vendors, endpoints and events. Their declarations are not reported in addition.
    fn unpaired_scopes(&self) -> (BTreeSet<&'m str>, BTreeSet<&'m str>) {
        let (old, new) = (self.old.model, self.new.model);
        let removed = self.pairs.endpoints.removed.iter().map(|endpoint| endpoint.scope());
        let added = self.pairs.endpoints.added.iter().map(|endpoint| endpoint.scope());
        let removed_vendors = old.vendors.keys().filter(|name| !new.vendors.contains_key(*name)).map(String::as_str);
        let added_vendors = new.vendors.keys().filter(|name| !old.vendors.contains_key(*name)).map(String::as_str);
        let removed_events = self.pairs.events.removed.iter().map(|event| event.scope());
        let added_events = self.pairs.events.added.iter().map(|event| event.scope());
        let removed = removed.chain(removed_events).chain(removed_vendors);
        (removed.collect(), added.chain(added_events).chain(added_vendors).collect())
    }

    fn renamed_or_moved(
        &mut self,
        renamed: Rule,
        names: (&TypeName, &TypeName),
        old: &Declaration<'_>,
        new: &Declaration<'_>,
    ) {
        let subject = self.subject(names, new.file, new.at);
        if names.0.name != names.1.name && !self.pairs.implied_renames.contains(names.1) {
            return self.report(&subject, renamed, Some(names.0.name.clone()), Some(names.1.name.clone()));
        }
        // An inline type that is inline in the new schemas as well moves only with the type that contains it.
        if self.pairs.new_scope(&names.0.scope) != names.1.scope && (old.named || new.named) {
            let rule = self.move_rule(names);
            self.report(&subject, rule, Some(names.0.to_string()), Some(names.1.to_string()));
        }
    }

    /// The rule for a type that moved between modules. Its paths are its module and those of the endpoints that use it, which
    /// export it.
    fn move_rule(&self, (old, new): (&TypeName, &TypeName)) -> Rule {
        let removed: BTreeSet<&str> = self.pairs.endpoints.removed.iter().map(|endpoint| endpoint.scope()).collect();
        let added: BTreeSet<&str> = self.pairs.endpoints.added.iter().map(|endpoint| endpoint.scope()).collect();
        let old_paths = [old.scope.as_str()].into_iter().chain(self.old.uses(old).endpoints);
        let old_paths = old_paths.filter(|path| !removed.contains(path)).map(|path| self.pairs.new_scope(path));
        let new_paths = [new.scope.as_str()].into_iter().chain(self.new.uses(new).endpoints);
        let new_paths: BTreeSet<&str> = new_paths.filter(|path| !added.contains(path)).collect();
        let old_paths: BTreeSet<&str> = old_paths.collect();
        match () {
            () if old_paths.is_subset(&new_paths) => Rule::TypeMovedUp,
            () if new_paths.is_subset(&old_paths) => Rule::TypeMovedDown,
            () => Rule::TypeMoved,
        }
    }
}
