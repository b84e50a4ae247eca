//! Decides the answer to a request, without IO.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use http::{
    HeaderValue, Request, Response, StatusCode,
    header::{ALLOW, CONNECTION},
};

use super::{
    answer::{Content, Cut, Plan, text},
    body::Unread,
    credentials::{Credentials, Status},
    range,
    record::{Code, Record, printable},
    route::{Checked, Found, Route},
    scripts::Rule,
    shared::{Shared, State},
};
use crate::vendor::Secret;

/// An answer, and what to record.
pub(super) struct Verdict {
    pub(super) reaction: Reaction,
    pub(super) delay: Duration,
    pub(super) record: Record,
    pub(super) credential: Option<Secret>,
}

/// The bytes to send.
pub(super) enum Reaction {
    Complete(Response<Vec<u8>>),
    /// Half of the body.
    Half(Response<Vec<u8>>),
    Endless,
    Nothing,
}

impl Verdict {
    fn of(message: Response<Vec<u8>>, record: Record) -> Self {
        Self { reaction: Reaction::Complete(message), delay: Duration::ZERO, record, credential: None }
    }
}

/// Judges a request with its body. Closures of the test run without the lock, so they may use the server.
pub(super) fn judge(shared: &Shared, message: &Request<Vec<u8>>) -> Verdict {
    let record = Record::new(message);
    match shared.table.find(message.method(), message.uri().path()) {
        Found::Route(route) => judge_call(route, shared, message, record),
        Found::Methods(methods) => other_method(&methods.join(", "), record),
        Found::Similar(near) => {
            let similar = if near.is_empty() { String::new() } else { format!("; similar: {}", near.join(", ")) };
            refuse_in_text(StatusCode::NOT_FOUND, &format!("unknown path{similar}"), record)
        }
    }
}

/// Judges a request whose body was not read to its end. The connection is closed.
pub(super) fn unread<B>(request: &Request<B>, unread: &Unread) -> Verdict {
    let status = match unread {
        Unread::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Unread::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
        Unread::Broken(_) => StatusCode::BAD_REQUEST,
    };
    let mut verdict = refuse_in_text(status, &unread.to_string(), Record::new(request));
    if let Reaction::Complete(message) = &mut verdict.reaction {
        message.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    verdict
}

fn other_method(allowed: &str, record: Record) -> Verdict {
    let mut verdict = refuse_in_text(StatusCode::METHOD_NOT_ALLOWED, &format!("the method must be {allowed}"), record);
    if let (Reaction::Complete(message), Ok(allowed)) = (&mut verdict.reaction, HeaderValue::from_str(allowed)) {
        message.headers_mut().insert(ALLOW, allowed);
    }
    verdict
}

/// A refusal for which vendors have no error code.
fn refuse_in_text(status: StatusCode, why: &str, record: Record) -> Verdict {
    let mut message = text(&format!("{why}\n"));
    *message.status_mut() = status;
    Verdict::of(message, record.refused(status, why))
}

fn judge_call(route: &Route, shared: &Shared, message: &Request<Vec<u8>>, mut record: Record) -> Verdict {
    record.endpoint = Some(route.info.name);
    let credential = route.place.find(message);
    let refused = wrong_credential(route, &mut shared.lock(), credential.as_ref());
    let (checked, warnings) = (route.check)(message);
    record.warnings = warnings.as_deref().map(printable);
    let problem = refused.or_else(|| match checked {
        Checked::Good => None,
        Checked::Deviates(why) if shared.lenient => {
            record.refusal = Some(printable(&why));
            None
        }
        Checked::Deviates(why) | Checked::Bad(why) => Some((route.refusals.request, why)),
    });
    let mut verdict = match problem {
        Some((code, why)) => refuse_in_envelope(route, code, &why, record),
        None => {
            let call = AssertUnwindSafe(|| set_or_default(route, shared, message, credential.as_ref(), record.clone()));
            let panicked = "a closure of the test panicked";
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            catch_unwind(call).unwrap_or_else(|_| refuse_in_text(status, panicked, record))
        }
    };
    verdict.credential = credential;
    verdict
}

/// What is wrong with the credential of a call: the vendor's error code for it, and a message.
fn wrong_credential(route: &Route, state: &mut State, credential: Option<&Secret>) -> Option<(i64, String)> {
    let refusals = route.refusals;
    let status = match credential {
        _ if !route.info.authenticated => Status::Valid,
        Some(credential) => state.credentials.check(route.kind, credential),
        None => Status::Missing,
    };
    match status {
        Status::Missing => Some((refusals.credential, "the credential is missing".to_owned())),
        Status::Wrong => Some((refusals.credential, "the credential is not the one that the test requires".to_owned())),
        Status::OfAnotherKind => Some((refusals.credential, "the credential is of another kind".to_owned())),
        Status::Expired => Some((refusals.expired, "the credential has expired".to_owned())),
        Status::Valid => None,
    }
}

fn refuse_in_envelope(route: &Route, code: i64, why: &str, record: Record) -> Verdict {
    let why = printable(why);
    let mut record = record.refused(StatusCode::OK, &why);
    record.code = Some(Code { member: route.envelope.code, value: code });
    Verdict::of((route.error)(code, &why), record)
}

/// The answer that the test has set, or the default.
fn set_or_default(
    route: &Route,
    shared: &Shared,
    message: &Request<Vec<u8>>,
    credential: Option<&Secret>,
    mut record: Record,
) -> Verdict {
    let mut plan = next_plan(route, shared, message);
    if let Content::Computed(compute) = &plan.content {
        plan = compute(message, credential, &record).unwrap_or(Plan::DEFAULT);
    }
    let example = || example(route, &mut shared.lock().credentials, message);
    let success = route.envelope.success;
    let reaction = match plan.content {
        Content::Example | Content::Computed(_) if route.is_download => {
            example().map(|file| (Reaction::Complete(range::part(message.headers(), file)), None))
        }
        Content::Example | Content::Computed(_) => {
            example().map(|message| (Reaction::Complete(message), Some(success)))
        }
        Content::Message { message, code } => Ok((Reaction::Complete(message), code)),
        Content::File(file) => Ok((Reaction::Complete(range::part(message.headers(), file)), None)),
        Content::Cut(Cut::WithinBody) => example().map(|message| (Reaction::Half(message), None)),
        Content::Cut(Cut::BeforeHeaders) => Ok((Reaction::Nothing, None)),
        Content::Endless => Ok((Reaction::Endless, None)),
    };
    let (reaction, code) = match reaction {
        Ok(reaction) => reaction,
        Err(why) => return refuse_in_text(StatusCode::NOT_IMPLEMENTED, why, record),
    };
    record.code = code.map(|value| Code { member: route.envelope.code, value });
    record.status = match &reaction {
        Reaction::Complete(message) => Some(message.status()),
        Reaction::Endless => Some(StatusCode::OK),
        Reaction::Half(_) | Reaction::Nothing => None,
    };
    Verdict { reaction, delay: plan.delay, record, credential: None }
}

/// The first answer of the test that applies. The test may change the answers while conditions run.
fn next_plan(route: &Route, shared: &Shared, message: &Request<Vec<u8>>) -> Plan {
    let name = route.info.name;
    let candidates = shared.lock().scripts.candidates(name);
    let applies = |rule: &Rule| rule.matches.as_ref().is_none_or(|matches| matches(message));
    let mut applying = candidates.into_iter().filter(|(_, rule)| applies(rule));
    let taken = applying.find(|(number, _)| shared.lock().scripts.take(name, *number));
    taken.map_or(Plan::DEFAULT, |(_, rule)| rule.plan)
}

/// The default answer, or why it does not exist.
fn example(
    route: &Route,
    credentials: &mut Credentials,
    request: &Request<Vec<u8>>,
) -> Result<Response<Vec<u8>>, &'static str> {
    let mut message = (route.reply)().ok_or("the page has no example, and the test has set no answer")?;
    if let Some(pages) = route.pages {
        message = pages.end(request, message, route.envelope);
    }
    Ok(match route.grants {
        Some(members) => members.hand_out(message, route.envelope, credentials),
        None => message,
    })
}
