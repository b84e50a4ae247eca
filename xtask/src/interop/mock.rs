//! Prism as a server of one description, and what is asked of it.

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
    interpret::{Direction, check},
    model::{Credential, Endpoint, Location, Member, Method, Model, Object},
};
use serde_json::{Map, Value, json};

use super::{http::Request, tools::Tools};

/// How long Prism may take to start.
const START: Duration = Duration::from_secs(60);

/// A server that ends with this value.
pub(super) struct Mock {
    child: Child,
    port: u16,
}

impl Drop for Mock {
    fn drop(&mut self) {
        // If it has ended by itself, there is nothing to do.
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
        let mut mock = Self { child: command.spawn().context("cannot run prism")?, port };
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Some(status) = mock.child.try_wait()? {
                bail!("prism ended with {status}; {} tells why", log.display());
            }
            if start.elapsed() > START {
                bail!("prism does not serve {}; {} tells why", file.display(), log.display());
            }
            sleep(Duration::from_millis(50));
        }
        Ok(mock)
    }
}

/// What was asked, and what is wrong with what came back.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) requests: usize,
    pub(super) faults: Vec<String>,
}

/// Sends each endpoint its examples, and what it has to refuse.
pub(super) fn ask(mock: &Mock, model: &Model, endpoints: &[(&String, &Endpoint)]) -> Result<Asked> {
    let mut asked = Asked::default();
    let nothing = json!({});
    for (name, endpoint) in endpoints {
        let mut tell = |fault: Option<String>| {
            asked.requests += 1;
            asked.faults.extend(fault.map(|fault| format!("{name}: {fault}")));
        };
        let needs_something = needs_something(&model.objects[&endpoint.request]);
        let mut requests: Vec<&Value> = endpoint.examples.request.iter().map(|example| &example.value).collect();
        if requests.is_empty() && !needs_something {
            requests.push(&nothing);
        }
        for request in requests {
            let message = message(model, endpoint, request);
            let reply = message.send(mock.port).with_context(|| format!("{name} is asked"))?;
            tell(answered(model, endpoint, reply.status, &reply.body));
            let open = anonymous(message, &model.vendor_of(endpoint).credential);
            tell(refused(mock, &open, 401, "without a credential")?);
        }
        if needs_something {
            tell(refused(mock, &message(model, endpoint, &nothing), 422, "that is empty")?);
        }
    }
    Ok(asked)
}

/// What is wrong with the answer to a request that is as documented.
fn answered(model: &Model, endpoint: &Endpoint, status: u16, body: &str) -> Option<String> {
    let reply = match serde_json::from_str(body) {
        Ok(reply) if status == 200 => reply,
        _ => return Some(format!("an example of the docs is answered with {status}: {body}")),
    };
    let findings = check(model, endpoint, Direction::Response, &reply);
    let first = findings.first()?;
    Some(format!("the answer is not as documented: {first}"))
}

/// What is wrong if a request is not refused.
fn refused(mock: &Mock, request: &Request, expected: u16, which: &str) -> Result<Option<String>> {
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

/// An example as it goes over the wire.
fn message(model: &Model, endpoint: &Endpoint, example: &Value) -> Request {
    let object = &model.objects[&endpoint.request];
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
    match &model.vendor_of(endpoint).credential {
        Credential::Query(name) => request.query.push((name.clone(), "TOKEN".to_owned())),
        Credential::Header(name) => request.headers.push((name.clone(), "TOKEN".to_owned())),
    }
    request.body = (endpoint.method == Method::Post).then_some(Value::Object(body));
    request
}

/// Whether an empty request is none.
fn needs_something(request: &Object) -> bool {
    request.members.iter().any(|member| match member {
        Member::Field(field) => field.required,
        Member::Choice(choice) => choice.required,
    })
}
