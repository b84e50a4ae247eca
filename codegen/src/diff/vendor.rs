//! Compares vendors and their error codes.

use std::collections::BTreeSet;

use super::{
    Rule,
    comparison::{Comparison, Subject},
    matching::Matched,
    show,
};
use crate::model::{Advice, Credential, Envelope, ErrorCode, Refusals, Vendor};

impl<'m> Comparison<'m> {
    pub(super) fn vendors(&mut self) {
        let (old, new) = (&self.old.model.vendors, &self.new.model.vendors);
        for (name, vendor) in new {
            let subject = self.untyped_subject(&vendor.file, "vendor", [], self.new.endpoints_below(name));
            match old.get(name) {
                Some(old) => self.vendor(name, old, vendor),
                None => self.report(&subject, Rule::VendorAdded, None, Some(name.clone())),
            }
        }
        for (name, vendor) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
            let subject = self.untyped_subject(&vendor.file, "vendor", self.old.endpoints_below(name), []);
            self.report(&subject, Rule::VendorRemoved, Some(name.clone()), None);
        }
    }

    fn vendor(&mut self, name: &str, old: &'m Vendor, new: &'m Vendor) {
        let subject =
            self.untyped_subject(&new.file, "vendor", self.old.endpoints_below(name), self.new.endpoints_below(name));
        let rule = match (&old.base_url, &new.base_url) {
            (None, Some(_)) => Rule::VendorBaseUrlFixed,
            (Some(_), None) => Rule::VendorBaseUrlGiven,
            _ => Rule::VendorBaseUrlChanged,
        };
        let url = |url: &&Option<String>| format!("base_url: {}", url.as_deref().unwrap_or("given"));
        self.report_if_changed(&subject, rule, (&old.base_url, &new.base_url), url);
        self.report_if_changed(
            &subject,
            Rule::VendorCredentialChanged,
            (&old.credential, &new.credential),
            |credential| format!("credential: {}", place(credential)),
        );
        self.credential_kinds(&subject, old, new);
        self.report_if_changed(&subject, Rule::VendorEnvelopeChanged, (&old.envelope, &new.envelope), |names| {
            envelope(names)
        });
        self.report_if_changed(&subject, Rule::VendorRefusalsChanged, (old.refusals, new.refusals), |codes| {
            refusals(*codes)
        });
        self.callbacks(&subject, old.callbacks.as_ref(), new.callbacks.as_ref());
        let texts = [
            ("title", Some(old.title.clone()), Some(new.title.clone())),
            ("doc", old.doc.clone(), new.doc.clone()),
            ("url", Some(old.url.clone()), Some(new.url.clone())),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.report_docs(&subject, Rule::VendorDocsChanged, &texts);
        self.error_codes(&subject, old, new);
    }

    /// Compares the kinds of credentials beside the usual one.
    fn credential_kinds(&mut self, subject: &Subject, old: &Vendor, new: &Vendor) {
        let both = |kind: &String| Some((old.credentials.get(kind)?, new.credentials.get(kind)?));
        for kind in old.credentials.keys().chain(new.credentials.keys()).collect::<BTreeSet<_>>() {
            let Some((old, new)) = both(kind) else {
                match new.credentials.contains_key(kind) {
                    true => self.report(subject, Rule::VendorCredentialKindAdded, None, Some(kind.clone())),
                    false => self.report(subject, Rule::VendorCredentialKindRemoved, Some(kind.clone()), None),
                }
                continue;
            };
            self.report_if_changed(subject, Rule::VendorCredentialChanged, (&old.place, &new.place), |place| {
                format!("credentials.{kind}: {}", self::place(place))
            });
            self.report_if_changed(subject, Rule::VendorRefusalsChanged, (old.refusals, new.refusals), |codes| {
                format!("credentials.{kind}.{}", refusals(*codes))
            });
            let texts = [("label", old.label.clone(), new.label.clone()), ("doc", old.doc.clone(), new.doc.clone())];
            self.report_docs(subject, Rule::VendorDocsChanged, &texts);
        }
    }

    fn error_codes(&mut self, vendor: &Subject, old: &Vendor, new: &Vendor) {
        let (old_codes, new_codes): (Vec<_>, Vec<_>) = (old.errors.iter().collect(), new.errors.iter().collect());
        let matched = Matched::by_key(&old_codes, &new_codes, |(code, _)| *code);
        let matched = matched.or_by(|(_, old), (_, new)| old.name == new.name);
        let subject = |code: i64, file: &str| vendor.at(format!("errors.{code}")).in_file(file);
        for ((old_code, old_error), (code, new_error)) in matched.pairs {
            let subject = subject(**code, &new_error.file);
            self.report_if_changed(&subject, Rule::ErrorCodeRecoded, (old_code, code), |code| code.to_string());
            self.error_code(&subject, old_error, new_error);
        }
        for (code, error) in matched.added {
            self.report(
                &subject(**code, &error.file),
                Rule::ErrorCodeAdded,
                None,
                Some(format!("{code}: {}", error.name)),
            );
        }
        for (code, error) in matched.removed {
            self.report(
                &subject(**code, &error.file),
                Rule::ErrorCodeRemoved,
                Some(format!("{code}: {}", error.name)),
                None,
            );
        }
    }

    fn error_code(&mut self, subject: &Subject, old: &ErrorCode, new: &ErrorCode) {
        self.report_if_changed(subject, Rule::ErrorCodeRenamed, (&old.name, &new.name), |name| format!("name: {name}"));
        self.report_if_changed(subject, Rule::ErrorCodeAdviceChanged, (old.advice, new.advice), |one| {
            advice(*one).to_owned()
        });
        let texts = [
            ("label", old.label.clone(), new.label.clone()),
            ("doc", old.doc.clone(), new.doc.clone()),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.report_docs(subject, Rule::ErrorCodeDocsChanged, &texts);
    }
}

fn place(place: &Credential) -> String {
    match place {
        Credential::Query(name) => format!("{{ query: {name} }}"),
        Credential::Header(name) => format!("{{ header: {name} }}"),
    }
}

fn envelope(envelope: &Envelope) -> String {
    let names = [("code", Some(&envelope.code)), ("message", Some(&envelope.message))];
    let names = names.into_iter().chain([("data", envelope.data.as_ref()), ("trace", envelope.trace.as_ref())]);
    let names = names.filter_map(|(key, name)| Some(format!("{key}: {}", name?)));
    let absent = envelope.absent_is_success.then(|| "absent: success".to_owned());
    let all: Vec<String> = names.chain([format!("success: {}", envelope.success)]).chain(absent).collect();
    format!("envelope: {{ {} }}", all.join(", "))
}

fn refusals(refusals: Refusals) -> String {
    let Refusals { credential, expired, request } = refusals;
    format!("refusals: {{ credential: {credential}, expired: {expired}, request: {request} }}")
}

fn advice(advice: Option<Advice>) -> &'static str {
    match advice {
        None => "no advice",
        Some(Advice::RefreshToken) => "advice: refresh_token",
        Some(Advice::RetryLater) => "advice: retry_later",
        Some(Advice::SlowDown) => "advice: slow_down",
        Some(Advice::FixRequest) => "advice: fix_request",
        Some(Advice::AskPermission) => "advice: ask_permission",
    }
}
