//! Enums that are derived from others with `from`.

use super::{
    lowering::{Lowering, texts},
    scope::{Declared, Sort, Visible},
};
use crate::{
    diagnostic::{Code, Diagnostic, FileSpan},
    model::{Enum, EnumValue, TypeName},
    naming,
    syntax::{File, describe::listed, node::Node},
};

impl<'a> Lowering<'a> {
    /// The enum that `from` names.
    pub(super) fn base<'s>(
        &mut self,
        visible: Visible<'s, 'a>,
        declared: &'s Declared<'a>,
        trail: &mut Vec<&'s Declared<'a>>,
    ) -> Option<(TypeName, Enum)> {
        let from = declared.node.get("from")?;
        let wanted = from.text()?;
        let found = visible.find(wanted).or_else(|| visible.find_foreign(wanted));
        let Some(base) = found.filter(|found| found.sort == Sort::Enum) else {
            self.no_base(visible, declared, (from, wanted), found);
            return None;
        };
        if let Some(start) = trail.iter().position(|earlier| earlier.name == base.name) {
            // A cycle can be entered at each of its enums, and is reported once.
            if !self.broken.contains(&base.name.to_string()) {
                self.report(cycle(declared, from, &trail[start..]));
            }
            return None;
        }
        self.enumeration(visible.within_file_of(base), base, trail);
        self.model.enums.get(&base.name).map(|lowered| (base.name.clone(), lowered.clone()))
    }

    /// Reports a `from` that does not name an enum; `found` is what it names instead.
    fn no_base(
        &mut self,
        visible: Visible<'_, 'a>,
        declared: &Declared<'a>,
        (from, wanted): (&Node, &str),
        found: Option<&Declared<'a>>,
    ) {
        let fault = |message: String| Diagnostic::new(Code::BadDerivation, &declared.file.path, from.span, message);
        if let Some(other) = found {
            let fault = fault(format!("`{wanted}` is not an enum")).help("name an enum, or list the values here");
            return self.report(fault.also_in(other.key_span(), "declared here"));
        }
        let vendor = wanted.split_once('.').map_or(visible.vendor(), |(vendor, _)| vendor);
        if self.syntax.is_incomplete_vendor(vendor) || self.syntax.is_incomplete_around(visible.scope()) {
            return;
        }
        let bases: Vec<String> = visible.bases().into_iter().filter(|base| *base != declared.key.text).collect();
        let help = match naming::nearest(wanted, bases.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name an enum of this page, area or vendor, or `<vendor>.<Enum>` of another vendor.yaml".to_owned(),
        };
        self.report(fault(format!("there is no enum `{wanted}`")).help(help));
    }

    /// The values of the base without those that the enum removes.
    pub(super) fn inherited(&mut self, file: &File, node: &Node, base: Option<&Enum>) -> Vec<EnumValue> {
        let mut values = base.map(|base| base.values.clone()).unwrap_or_default();
        values.iter_mut().for_each(|value| value.errata.clear());
        let removed = texts(node, "remove");
        for (at, (name, span)) in removed.iter().enumerate() {
            let before = values.len();
            values.retain(|value| value.name != *name);
            if values.len() < before || base.is_none() && node.get("from").is_some() {
                continue;
            }
            let fault = |message: String| Diagnostic::new(Code::BadDerivation, &file.path, *span, message);
            if let Some((_, first)) = removed[..at].iter().find(|(earlier, _)| earlier == name) {
                let fault = fault(format!("`{name}` is removed twice")).help("remove one of the two");
                self.report(fault.also(*first, "first here"));
                continue;
            }
            let known: Vec<&str> = values.iter().map(|value| value.name.as_str()).collect();
            let help = match naming::nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if base.is_none() => "add `from:` with the enum that has it, or remove `remove`".to_owned(),
                None => format!("it can be {}", listed(&known)),
            };
            self.report(fault(format!("there is no value `{name}` to remove")).help(help));
        }
        values
    }
}

/// Enums that are derived from one another; `from` belongs to the last of them.
fn cycle(declared: &Declared<'_>, from: &Node, cycle: &[&Declared<'_>]) -> Diagnostic {
    let message = match cycle.len() {
        1 => format!("`{}` is derived from itself", declared.key.text),
        _ => format!("`{}` is itself derived from `{}`", from.inline(), declared.key.text),
    };
    let fault = Diagnostic::new(Code::BadDerivation, &declared.file.path, from.span, message)
        .help("remove `from` here, and list the values");
    let others = cycle.iter().filter(|other| other.name != declared.name);
    others.fold(fault, |fault, other| {
        let from = other.node.get("from").map(|from| FileSpan::new(&other.file.path, from.span));
        fault.also_in(from, format!("`{}` is derived from this", other.key.text))
    })
}
