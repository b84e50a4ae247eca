//! Runs Prism as a mock server of one description, and calls it.

use std::{
    fs::File,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use codegen::{
    interpret::{Finding, check},
    model::{Credential, Dependency, Encoding, Endpoint, GroupRule, Location, Member, Model, Object},
};
use serde_json::{Map, Value, json};

use super::{
    http::{Body, Request},
    tools::{self, Tools},
};

/// How long Prism may take to start.
const START: Duration = Duration::from_secs(60);

/// A running server. Dropping it stops the server.
pub(super) struct Mock {
    child: Child,
    port: u16,
}

impl Drop for Mock {
    fn drop(&mut self) {
        // Both fail if the server has already ended, which is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Mock {
    /// Serves a description on a free port of this machine.
    pub(super) fn start(tools: &Tools, file: &Path) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let log = tools.log("prism");
        let output = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut command = tools.npm_tool("prism");
        command.args(["mock", "--host", "127.0.0.1", "--port", &port.to_string()]).arg(file);
        command.stdin(Stdio::null()).stderr(output.try_clone()?).stdout(output);
        let mut mock = Self { child: command.spawn().context(tools::MISSING)?, port };
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Some(status) = mock.child.try_wait()? {
                bail!("prism exited with {status}; see {}", log.display());
            }
            if start.elapsed() > START {
                bail!("prism does not serve {}; see {}", file.display(), log.display());
            }
            sleep(Duration::from_millis(50));
        }
        Ok(mock)
    }

    /// The address at which it listens.
    pub(super) fn address(&self) -> String {
        format!("http://{}:{}", Ipv4Addr::LOCALHOST, self.port)
    }
}

/// The requests that were sent, and the faults of the answers.
#[derive(Default)]
pub(super) struct Calls {
    pub(super) requests: usize,
    /// The made-up answers with findings that [Prism cannot avoid](is_beyond_prism).
    pub(super) left_out: usize,
    /// The endpoints that need members, but have no example.
    pub(super) without_example: usize,
    pub(super) faults: Vec<String>,
}

impl Calls {
    fn count(&mut self, name: &str, fault: Option<String>) {
        self.requests += 1;
        self.faults.extend(fault.map(|fault| format!("{name}: {fault}")));
    }
}

/// Sends each endpoint its examples, and requests that it must refuse.
pub(super) fn call(mock: &Mock, model: &Model, endpoints: &[(&String, &Endpoint)]) -> Result<Calls> {
    let mut calls = Calls::default();
    let empty = json!({});
    for (name, endpoint) in endpoints {
        let (needs_members, must_refuse) = needs(&model.objects[&endpoint.request.object]);
        let mut requests: Vec<&Value> = endpoint.request.examples.iter().map(|example| &example.value).collect();
        if requests.is_empty() && !needs_members {
            requests.push(&empty);
        }
        calls.without_example += usize::from(requests.is_empty());
        for request in requests {
            let message = message(model, endpoint, request);
            let reply = message.send(mock.port).with_context(|| format!("cannot call {name}"))?;
            let (fault, left_out) = wrong_answer(model, endpoint, reply.status, &reply.body);
            calls.count(name, fault);
            calls.left_out += usize::from(left_out);
            if endpoint.is_authenticated() {
                let open = anonymous(message, model.vendor_of(endpoint).place(endpoint.credential.as_deref()));
                calls.count(name, not_refused(mock, &open, 401, "without a credential")?);
            }
        }
        if must_refuse {
            calls.count(name, not_refused(mock, &message(model, endpoint, &empty), 422, "that is empty")?);
        }
    }
    Ok(calls)
}

/// The fault of the answer to a documented request, and whether findings that Prism cannot avoid were left out.
fn wrong_answer(model: &Model, endpoint: &Endpoint, status: u16, body: &str) -> (Option<String>, bool) {
    if status == 200 && endpoint.response.encoding == Encoding::File {
        return (None, false);
    }
    let reply = match serde_json::from_str(body) {
        Ok(reply) if status == 200 => reply,
        _ => return (Some(format!("an example of the docs is answered with {status}: {body}")), false),
    };
    let mut findings = check(model, model.vendor_of(endpoint), &endpoint.response, &reply);
    let all = findings.len();
    if endpoint.response.examples.is_empty() {
        findings.retain(|finding| !is_beyond_prism(finding));
    }
    let fault = findings.first().map(|first| format!("the answer is not as documented: {first}"));
    (fault, findings.len() < all)
}

/// The fault if a request is not refused.
fn not_refused(mock: &Mock, request: &Request, expected: u16, which: &str) -> Result<Option<String>> {
    let status = request.send(mock.port)?.status;
    Ok((status != expected).then(|| format!("a request {which} is answered with {status} and not {expected}")))
}

/// A request without its credential.
fn anonymous(mut request: Request, credential: &Credential) -> Request {
    match credential {
        Credential::Query(credential) => request.query.retain(|(name, _)| name != credential),
        Credential::Header(credential) => request.headers.retain(|(name, _)| name != credential),
    }
    request
}

/// An example as an HTTP request.
fn message(model: &Model, endpoint: &Endpoint, example: &Value) -> Request {
    let object = &model.objects[&endpoint.request.object];
    let method = endpoint.method.as_str();
    let mut request = Request { method, path: endpoint.path.clone(), ..Request::default() };
    let mut body = Map::new();
    for (name, value) in example.as_object().into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match object.field(name).map(|field| field.location) {
            Some(Location::Query) => request.query.push((name.clone(), text)),
            Some(Location::Header) => request.headers.push((name.clone(), text)),
            Some(Location::Body) | None => drop(body.insert(name.clone(), value.clone())),
        }
    }
    match model.vendor_of(endpoint).place(endpoint.credential.as_deref()) {
        Credential::Query(name) => request.query.push((name.clone(), "TOKEN".to_owned())),
        Credential::Header(name) => request.headers.push((name.clone(), "TOKEN".to_owned())),
    }
    request.body = match endpoint.request.encoding {
        Encoding::Form => Some(Body::form(&body)),
        Encoding::Parameters => None,
        Encoding::Json | Encoding::Xml | Encoding::File => Some(Body::json(&Value::Object(body))),
    };
    request
}

/// Whether a request must have members, and whether the description can say so: OpenAPI has no rules between parameters.
fn needs(request: &Object) -> (bool, bool) {
    let is_required = request.members.iter().any(|member| match member {
        Member::Field(field) => field.required,
        Member::Choice(choice) => choice.required,
    });
    let is_in_body = |name: &String| request.field(name).is_none_or(|field| field.location == Location::Body);
    let groups = || request.groups.iter().filter(|group| group.rule.needs_one());
    let is_described = groups().any(|group| group.fields.iter().all(is_in_body));
    (is_required || groups().next().is_some(), is_required || is_described)
}

/// Whether a finding in a made-up answer is of a rule that Prism does not follow when it makes up one. It merges the schemas
/// of conditions (`if`, `then`, `else`) and groups (`oneOf`, `anyOf`) into the object, so that even the tag of a choice may
/// be that of a condition. Of an object it takes the example, with the members that are `writeOnly`.
fn is_beyond_prism(finding: &Finding) -> bool {
    let mut conditions = Dependency::kinds().map(|(_, _, key)| key);
    let groups = [GroupRule::AtLeastOneOf, GroupRule::ExactlyOneOf, GroupRule::AtMostOneOf].map(GroupRule::id);
    conditions.any(|key| key == finding.rule)
        || groups.contains(&finding.rule)
        || ["choice", "only"].contains(&finding.rule)
}
