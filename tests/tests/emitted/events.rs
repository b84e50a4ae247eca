//! Events: what a sender seals, an inbox receives as the type that the schema describes, and the interpreter agrees.
//!
//! `EVENT_CASES=1000000 cargo test --release -p tests --test emitted events` runs longer than the default.

use std::{cell::RefCell, collections::BTreeSet};

use codegen::{
    interpret::{Class, check},
    model::{Encoding, Event as Page, Model},
    xml,
};
use generated::{
    Validate,
    callbacks::{Callbacks, Event, EventInfo, Events, Inbox, ReceiveError, Received, Sender},
    serde_json::{self, Value},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use tests::{fixture_model, mutate::Changer};

const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
const URL: &str = "https://company.example/hook";

/// An event of a generated crate.
struct Subject {
    info: EventInfo,
    examples: Vec<&'static str>,
    /// Delivers a message.
    deliver: fn(&str) -> Result<Outcome, ReceiveError>,
    /// Reads an event of JSON and delivers it. Returns what was sent and what arrived.
    send: fn(&Value) -> (Value, Value),
}

/// What arrived.
#[derive(Debug)]
struct Outcome {
    /// The tags of the head.
    tags: Vec<String>,
    /// The event in words of `Debug`.
    event: String,
}

fn subject<E: Event>() -> Subject
where
    E::Vendor: Callbacks,
    <E::Vendor as Callbacks>::Event: From<E>,
{
    Subject {
        info: E::INFO,
        examples: E::EXAMPLES.iter().map(|example| example.json).collect(),
        deliver: |message| {
            let sender = Sender::<E::Vendor>::new("token", KEY, "ww1").expect("the keys are right");
            let request = sender.message(URL, message).expect("it can be sent");
            received::<E::Vendor>(&request)
        },
        send: |value| {
            let event: E = tests::read(value).expect("it is the event");
            let sender = Sender::<E::Vendor>::new("token", KEY, "ww1").expect("the keys are right");
            let request = sender.event(URL, &event).expect("it can be sent");
            let arrived = received::<E::Vendor>(&request).expect("it is received");
            assert_eq!(arrived.tags, E::INFO.tags);
            let sent = <E::Vendor as Callbacks>::Event::from(event);
            (Value::String(format!("{sent:?}")), Value::String(arrived.event))
        },
    }
}

fn received<V: Callbacks>(request: &generated::http::Request<Vec<u8>>) -> Result<Outcome, ReceiveError> {
    let inbox = Inbox::<V>::new("token", KEY, "ww1").expect("the keys are right");
    match inbox.receive(request)? {
        Received::Event(delivery) => {
            Ok(Outcome { tags: delivery.head.tags().to_vec(), event: format!("{:?}", delivery.event) })
        }
        Received::Probe(_) => panic!("it is an event"),
    }
}

fn subjects() -> Vec<Subject> {
    generated_events!(E => subject::<E>()).map(|(_, subject)| subject).into()
}

fn fixture_subjects() -> Vec<Subject> {
    fixture_events!(E => subject::<E>()).map(|(_, subject)| subject).into()
}

fn each(test: impl Fn(&Model, &Page, &Subject)) {
    for (model, subjects) in [(tests::model(), subjects()), (fixture_model(), fixture_subjects())] {
        for subject in subjects {
            test(model, &model.events[subject.info.name], &subject);
        }
    }
}

#[test]
fn every_event_takes_part() {
    let names = |subjects: Vec<Subject>| subjects.iter().map(|it| it.info.name.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(names(subjects()), tests::model().events.keys().cloned().collect());
    assert_eq!(names(fixture_subjects()), fixture_model().events.keys().cloned().collect());
    let listed: Vec<EventInfo> = subjects().into_iter().map(|subject| subject.info).collect();
    let of_wecom: Vec<EventInfo> = listed.into_iter().filter(|info| info.name.starts_with("wecom.")).collect();
    assert_eq!(of_wecom, generated::wecom::EVENTS);
}

#[test]
fn infos_match_the_schema() {
    each(|_, page, subject| {
        let EventInfo { tags, summary, title, url, updated, .. } = subject.info;
        assert_eq!(page.tags, tags);
        assert_eq!((summary, title, url), (page.summary.as_str(), page.page.title.as_str(), page.page.url.as_str()));
        assert_eq!(updated, page.page.updated.as_deref());
    });
}

#[test]
fn every_example_arrives_as_its_event() {
    each(|_, page, subject| {
        let texts: Vec<&str> = page.message.examples.iter().map(|example| example.text.trim()).collect();
        assert_eq!(texts, subject.examples);
        for example in texts {
            let arrived = (subject.deliver)(example).unwrap_or_else(|error| panic!("{error}: {example}"));
            assert_eq!(arrived.tags, page.tags);
            assert!(!arrived.event.starts_with("Unknown"), "{}", arrived.event);
        }
    });
}

#[test]
fn wrong_examples_are_wrong_in_both_readings() {
    let wrong = RefCell::new(0);
    each(|_, page, subject| {
        for example in &page.message.wrong_examples {
            *wrong.borrow_mut() += 1;
            // Placeholders in place of tags make it another event.
            let is_another = (subject.deliver)(&example.example.text).map_or(true, |arrived| arrived.tags != page.tags);
            assert!(is_another, "{}", example.example.file);
        }
    });
    assert!(wrong.into_inner() > 1, "there are wrong examples");
}

/// An event's own members as JSON, as the interpreter understands them.
fn own_members(model: &Model, page: &Page, message: &Value) -> Option<Value> {
    let callbacks = model.vendors[&page.vendor].callbacks.as_ref()?;
    match &callbacks.body {
        Some(body) => message.get(body).cloned(),
        None => None,
    }
}

#[test]
fn events_arrive_as_they_were_sent() {
    each(|model, page, subject| {
        for example in &page.message.examples {
            if let Some(own) = own_members(model, page, &example.value) {
                let (sent, arrived) = (subject.send)(&own);
                assert_eq!(sent, arrived);
            }
        }
    });
    let json = r#"{"CageId":8,"Open":1,"Locked":false,"Height":2.5,"Since":1767225599,"Kind":2,"Note":"<]]>&",
        "Escaped":["Rex"],"Seen":[1],"Guards":[{"Name":"Ann","Tools":["net"]}],"Steps":[{"Text":"run"}],
        "Place":{"Row":3,"Doors":[{"tone":1,"names":["big"]}]},"CauseType":1,"Storm":"wind"}"#;
    let subjects = fixture_subjects();
    let subject = subjects.iter().find(|subject| subject.info.name.ends_with("cage_opened")).expect("it is an event");
    let (sent, arrived) = (subject.send)(&serde_json::from_str(json).expect("it is JSON"));
    assert_eq!(sent, arrived);
}

/// A value as XML: objects are elements, lists repeat their element.
fn element(name: &str, value: &Value, out: &mut String) {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace(|c: char| c < ' ', "\u{fffd}");
    match value {
        Value::Array(values) => values.iter().for_each(|value| element(name, value, out)),
        Value::Null => {}
        Value::Object(members) => {
            out.push_str(&format!("<{name}>"));
            members.iter().filter(|(name, _)| is_name(name)).for_each(|(name, value)| element(name, value, out));
            out.push_str(&format!("</{name}>"));
        }
        Value::String(text) => out.push_str(&format!("<{name}>{}</{name}>", escaped(text))),
        other => out.push_str(&format!("<{name}>{}</{name}>", escaped(&other.to_string()))),
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether the interpreter can read a message as this event, or the reason why not.
fn faults(model: &Model, page: &Page, message: &Value) -> Vec<String> {
    let vendor = &model.vendors[&page.vendor];
    let found = check(model, vendor, &page.message, message);
    found.iter().filter(|found| found.class == Class::Fault).map(ToString::to_string).collect()
}

fn compare(model: &Model, subjects: &[Subject], cases: u32) {
    let changer = Changer::new(model);
    let starts: Vec<(&Subject, &Page, &Value)> = subjects
        .iter()
        .flat_map(|subject| {
            let page = &model.events[subject.info.name];
            page.message.examples.iter().map(move |example| (subject, page, &example.value))
        })
        .collect();
    let config = Config { cases, rng_seed: RngSeed::Fixed(21), failure_persistence: None, ..Config::default() };
    let change = (any::<usize>(), any::<u8>(), any::<usize>(), any::<usize>());
    let strategy = (any::<usize>(), prop::collection::vec(change, 0..4));
    let tallies = RefCell::new([0_u32; 3]);
    let done = TestRunner::new(config).run(&strategy, |(start, changes)| {
        let (subject, page, document) = starts[start % starts.len()];
        let mut document = document.clone();
        for change in changes {
            changer.apply(&mut document, change);
        }
        let text = match page.message.encoding {
            Encoding::Xml => {
                let mut text = String::new();
                element("xml", &document, &mut text);
                text
            }
            _ => document.to_string(),
        };
        // What is written is what is read: numbers are texts in XML, and nulls are absent.
        let read = match page.message.encoding {
            Encoding::Xml => xml::read(&text).map_err(|error| error.to_string()),
            _ => Ok(document),
        };
        let arrived = (subject.deliver)(&text);
        let verdict = match (&read, &arrived) {
            (Err(_), Err(ReceiveError::Document(_))) => 0,
            (Ok(value), Ok(outcome)) if outcome.tags != page.tags => {
                // Another event, or one that nobody knows.
                prop_assert!(!faults(model, page, value).is_empty(), "{text}\n{outcome:?}");
                1
            }
            (Ok(value), Ok(outcome)) => {
                let faults = faults(model, page, value);
                prop_assert!(faults.is_empty(), "{text}\n{outcome:?}\n{faults:#?}");
                2
            }
            (Ok(value), Err(error)) => {
                prop_assert!(!faults(model, page, value).is_empty(), "{text}\n{error}");
                0
            }
            (Err(error), _) => return Err(TestCaseError::fail(format!("{text}\n{error}\n{arrived:?}"))),
        };
        tallies.borrow_mut()[verdict] += 1;
        Ok(())
    });
    if let Err(error) = done {
        panic!("{error}");
    }
    let [refused, others, read] = tallies.into_inner();
    let least = cases / 50;
    assert!(refused > least && others > least / 5 && read > least, "too rare: {refused} {others} {read}");
}

fn cases() -> u32 {
    std::env::var("EVENT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(4_000)
}

#[test]
fn both_readings_agree_on_mutated_messages() {
    compare(tests::model(), &subjects(), cases());
}

#[test]
fn both_readings_agree_on_the_fixture() {
    compare(fixture_model(), &fixture_subjects(), cases());
}

/// Everything that an event promises is checked when it is validated, like a reply.
#[test]
fn received_events_can_be_validated() {
    use generated::wecom::{ChatId, externalcontact::ChatChange, externalcontact::events::ChatUpdated};
    let mut event = ChatUpdated::new(ChatId::from("wr1"), ChatChange::ChangeName);
    assert!(event.validate().is_ok());
    event.member_count = Some(3);
    let violations = event.validate().expect_err("only joining and leaving have a count");
    assert_eq!(
        violations.to_string(),
        "/MemChangeCnt must not be given unless `UpdateDetail` is `add_member` or `del_member` [forbidden_unless]"
    );
    assert_eq!(<generated::wecom::Event as Events>::ROWS.len(), generated::wecom::EVENTS.len());
}
