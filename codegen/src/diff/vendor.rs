//! Vendors and their error codes.

use std::collections::BTreeSet;

use super::{
    Rule,
    comparison::{Comparison, Spot},
    matching::Matched,
    show,
};
use crate::model::{Advice, Credential, Envelope, ErrorCode, Refusals, Vendor};

impl<'m> Comparison<'m> {
    pub(super) fn vendors(&mut self) {
        let (old, new) = (&self.old.model.vendors, &self.new.model.vendors);
        for (name, vendor) in new {
            let spot = self.still(&vendor.file, "vendor", &BTreeSet::new(), &self.new.endpoints_below(name));
            match old.get(name) {
                Some(before) => self.vendor(name, before, vendor),
                None => self.tell(&spot, Rule::VendorAdded, None, Some(name.clone())),
            }
        }
        for (name, vendor) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
            let spot = self.still(&vendor.file, "vendor", &self.old.endpoints_below(name), &BTreeSet::new());
            self.tell(&spot, Rule::VendorRemoved, Some(name.clone()), None);
        }
    }

    fn vendor(&mut self, name: &str, old: &'m Vendor, new: &'m Vendor) {
        let spot = self.still(&new.file, "vendor", &self.old.endpoints_below(name), &self.new.endpoints_below(name));
        let rule = match (&old.base_url, &new.base_url) {
            (None, Some(_)) => Rule::VendorBaseUrlFixed,
            (Some(_), None) => Rule::VendorBaseUrlGiven,
            _ => Rule::VendorBaseUrlChanged,
        };
        let url = |url: &&Option<String>| format!("base_url: {}", url.as_deref().unwrap_or("given"));
        self.fact(&spot, rule, (&old.base_url, &new.base_url), url);
        self.fact(&spot, Rule::VendorCredentialChanged, (&old.credential, &new.credential), |place| credential(place));
        self.fact(&spot, Rule::VendorEnvelopeChanged, (&old.envelope, &new.envelope), |names| envelope(names));
        self.fact(&spot, Rule::VendorRefusalsChanged, (old.refusals, new.refusals), |codes| refusals(*codes));
        let facts = [
            ("title", Some(old.title.clone()), Some(new.title.clone())),
            ("doc", old.doc.clone(), new.doc.clone()),
            ("url", Some(old.url.clone()), Some(new.url.clone())),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.docs(&spot, Rule::VendorDocsChanged, &facts);
        self.error_codes(&spot, old, new);
    }

    fn error_codes(&mut self, vendor: &Spot, old: &Vendor, new: &Vendor) {
        let (olds, news): (Vec<_>, Vec<_>) = (old.errors.iter().collect(), new.errors.iter().collect());
        let matched = Matched::by(&olds, &news, |(code, _)| *code).or_if(|(_, old), (_, new)| old.name == new.name);
        let spot = |code: i64, file: &str| vendor.at(format!("errors.{code}")).in_file(file);
        for ((was, before), (code, after)) in matched.both {
            let spot = spot(**code, &new.file);
            self.fact(&spot, Rule::ErrorCodeRecoded, (was, code), |code| code.to_string());
            self.error_code(&spot, before, after);
        }
        for (code, error) in matched.new {
            self.tell(&spot(**code, &new.file), Rule::ErrorCodeAdded, None, Some(format!("{code}: {}", error.name)));
        }
        for (code, error) in matched.gone {
            self.tell(&spot(**code, &old.file), Rule::ErrorCodeRemoved, Some(format!("{code}: {}", error.name)), None);
        }
    }

    fn error_code(&mut self, spot: &Spot, old: &ErrorCode, new: &ErrorCode) {
        self.fact(spot, Rule::ErrorCodeRenamed, (&old.name, &new.name), |name| format!("name: {name}"));
        self.fact(spot, Rule::ErrorCodeAdviceChanged, (old.advice, new.advice), |advice| advised(*advice).to_owned());
        let facts = [
            ("label", old.label.clone(), new.label.clone()),
            ("doc", old.doc.clone(), new.doc.clone()),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.docs(spot, Rule::ErrorCodeDocsChanged, &facts);
    }
}

fn credential(credential: &Credential) -> String {
    match credential {
        Credential::Query(name) => format!("credential: {{ query: {name} }}"),
        Credential::Header(name) => format!("credential: {{ header: {name} }}"),
    }
}

fn envelope(envelope: &Envelope) -> String {
    let names = [("code", Some(&envelope.code)), ("message", Some(&envelope.message))];
    let names = names.into_iter().chain([("data", envelope.data.as_ref()), ("trace", envelope.trace.as_ref())]);
    let names = names.filter_map(|(key, name)| Some(format!("{key}: {}", name?)));
    let all: Vec<String> = names.chain([format!("success: {}", envelope.success)]).collect();
    format!("envelope: {{ {} }}", all.join(", "))
}

fn refusals(refusals: Refusals) -> String {
    let Refusals { credential, expired, request } = refusals;
    format!("refusals: {{ credential: {credential}, expired: {expired}, request: {request} }}")
}

fn advised(advice: Option<Advice>) -> &'static str {
    match advice {
        None => "no advice",
        Some(Advice::RefreshToken) => "advice: refresh_token",
        Some(Advice::RetryLater) => "advice: retry_later",
        Some(Advice::FixRequest) => "advice: fix_request",
        Some(Advice::AskPermission) => "advice: ask_permission",
    }
}
