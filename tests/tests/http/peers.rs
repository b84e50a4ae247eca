//! Deliveries that other implementations seal and open: wechatpy, and the package of WeCom's vendor for Node.js.
//!
//! `cargo xtask interop callbacks` installs them and runs this with `PEER_PYTHON` and `PEER_NODE_PATH` set.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use generated::{
    callbacks::{Inbox, ReceiveError, Received, Sender},
    http::{Request, Response},
    serde_json::{self, Map, Value, json},
    wecom::{Event, Wecom},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use tests::workspace;

const URL: &str = "https://company.example/hook";

/// What both sides know.
#[derive(Clone, Debug)]
struct Keys {
    token: String,
    key: String,
    receiver: String,
}

impl Keys {
    fn inbox(&self) -> Inbox<Wecom> {
        Inbox::new(&self.token, &self.key, &self.receiver).expect("the keys are right")
    }

    fn sender(&self) -> Sender<Wecom> {
        Sender::new(&self.token, &self.key, &self.receiver).expect("the keys are right")
    }

    fn others(&self) -> [(Self, ReceiveError); 2] {
        let receiver = ReceiveError::Receiver(self.receiver.clone());
        [
            (Self { token: format!("{}x", self.token), ..self.clone() }, ReceiveError::Signature),
            (Self { receiver: format!("{}x", self.receiver), ..self.clone() }, receiver),
        ]
    }
}

/// Another implementation: a program that answers each line with one.
struct Peer {
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
    count: usize,
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Peer {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        let (asks, answers) = (child.stdin.take().expect("it is piped"), child.stdout.take().expect("it is piped"));
        Self { child, asks, answers: BufReader::new(answers), count: 0 }
    }

    fn ask(&mut self, op: &str, keys: &Keys, mut members: Map<String, Value>) -> Value {
        self.count += 1;
        members.extend([
            ("op".to_owned(), op.into()),
            ("token".to_owned(), keys.token.as_str().into()),
            ("key".to_owned(), keys.key.as_str().into()),
            ("receiver".to_owned(), keys.receiver.as_str().into()),
        ]);
        writeln!(self.asks, "{}", Value::Object(members)).expect("it reads");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("it answers");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    /// A message that it has sealed, as the body of a reply.
    fn seal(&mut self, keys: &Keys, message: &str, form: &str) -> String {
        let asked = json!({ "message": message, "timestamp": "1409659813", "nonce": "1372623149", "form": form });
        self.ask("seal", keys, members(&asked))["body"].as_str().expect("it seals").to_owned()
    }

    /// The message that it finds in a delivery; an error if it refuses it.
    fn opened(&mut self, keys: &Keys, delivery: &Request<Vec<u8>>) -> Result<String, String> {
        let url = delivery.uri().to_string().replacen("msg_signature", "signature", 1);
        let query = url.split_once('?').expect("there are parameters").1;
        let parameters = query.split('&').filter_map(|pair| pair.split_once('='));
        let unescaped = |text: &str| text.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
        let mut asked: Map<String, Value> =
            parameters.map(|(name, value)| (name.to_owned(), unescaped(value).into())).collect();
        let op = if asked.contains_key("echostr") { "probe" } else { "open" };
        asked.insert("body".to_owned(), String::from_utf8_lossy(delivery.body()).into());
        told(&self.ask(op, keys, asked))
    }

    /// The message that it finds in a sealed reply.
    fn opened_reply(&mut self, keys: &Keys, reply: &Response<Vec<u8>>) -> Result<String, String> {
        let body = String::from_utf8_lossy(reply.body()).into_owned();
        let [signature, timestamp, nonce] = parameters(&body);
        let asked = json!({ "body": body, "signature": signature, "timestamp": timestamp, "nonce": nonce });
        told(&self.ask("open", keys, members(&asked)))
    }
}

fn members(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().expect("it is an object")
}

fn told(answer: &Value) -> Result<String, String> {
    match answer["message"].as_str() {
        Some(message) => Ok(message.to_owned()),
        None => Err(answer["refused"].as_str().expect("it says why").to_owned()),
    }
}

/// Signature, time and nonce of a reply.
fn parameters(body: &str) -> [String; 3] {
    if let Ok(members) = serde_json::from_str::<Value>(body) {
        return ["msgsignature", "timestamp", "nonce"].map(|name| members[name].as_str().expect("a text").to_owned());
    }
    ["MsgSignature", "TimeStamp", "Nonce"].map(|name| {
        let text = body.split_once(&format!("<{name}>")).and_then(|(_, rest)| rest.split_once(&format!("</{name}>")));
        let text = text.expect("it is there").0;
        text.trim_start_matches("<![CDATA[").trim_end_matches("]]>").to_owned()
    })
}

/// A delivery of a body that a peer has sealed as a reply: the members are the same.
fn delivered(body: &str) -> Request<Vec<u8>> {
    let [signature, timestamp, nonce] = parameters(body);
    let url = format!("{URL}?msg_signature={signature}&timestamp={timestamp}&nonce={nonce}");
    Request::post(url).body(body.as_bytes().to_vec()).expect("the URL is valid")
}

/// A message with this text, which no schema lists.
fn message(text: &str) -> String {
    format!("<xml><MsgType>event</MsgType><Event>other</Event><Text><![CDATA[{text}]]></Text></xml>")
}

/// The text of a message that the inbox has received, and its digest.
fn received(inbox: &Inbox<Wecom>, request: &Request<Vec<u8>>) -> Result<(String, String), ReceiveError> {
    match inbox.receive(request)? {
        Received::Event(delivery) => {
            let digest = delivery.digest().to_owned();
            let Event::Unknown(event) = delivery.event else { panic!("{delivery:?}") };
            Ok((event.message.get("Text").and_then(Value::as_str).unwrap_or_default().to_owned(), digest))
        }
        Received::Probe(_) => panic!("it is an event"),
    }
}

/// Seals on each side and opens on the other.
fn exchange(peer: &mut Peer, keys: &Keys, text: &str) {
    let (inbox, sender, message) = (keys.inbox(), keys.sender(), message(text));
    let ours = sender.message(URL, &message).expect("it can be sealed");
    let digest = received(&inbox, &ours).expect("it is ours").1;
    assert_eq!(peer.opened(keys, &ours), Ok(message.clone()));
    let probe = sender.probe(URL, text).expect("it can be sealed");
    assert_eq!(peer.opened(keys, &probe), Ok(text.to_owned()));
    for form in ["xml", "json"] {
        let theirs = peer.seal(keys, &message, form);
        assert_eq!(received(&inbox, &delivered(&theirs)), Ok((text.to_owned(), digest.clone())));
        assert_eq!(sender.open(&Response::new(theirs.clone())), Ok(message.clone()));
        let Ok(Received::Event(delivery)) = inbox.receive(&delivered(&theirs)) else { panic!("{theirs}") };
        let reply = inbox.reply(&delivery, &message).expect("it can be sealed");
        assert_eq!(peer.opened_reply(keys, &reply), Ok(message.clone()));
        for (other, error) in keys.others() {
            assert_eq!(received(&other.inbox(), &delivered(&theirs)), Err(error));
            assert!(peer.opened(&other, &ours).is_err() && peer.opened_reply(&other, &reply).is_err());
        }
    }
}

fn keys() -> impl Strategy<Value = Keys> {
    ("[A-Za-z0-9]{1,32}", "[A-Za-z0-9]{43}", "(ww|wx)[0-9a-f]{16}").prop_map(|(token, key, receiver)| Keys {
        token,
        key,
        receiver,
    })
}

/// Texts of all lengths, so that there is each padding.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{1,80}", "[a-z猫🐈é]{1,40}", "[a-z]{2000,5000}"].prop_map(|text| text.replace("]]>", "]]"))
}

/// Exchanges messages with a peer, whose number `PEER_CASES` sets.
fn exchange_many(name: &str, mut peer: Peer) {
    let cases = env::var("PEER_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500);
    let config = Config { cases, rng_seed: RngSeed::Fixed(15), failure_persistence: None, ..Config::default() };
    let peer = std::cell::RefCell::new(&mut peer);
    let outcome = TestRunner::new(config).run(&(keys(), text()), |(keys, text)| {
        exchange(&mut peer.borrow_mut(), &keys, &text);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
    let count = peer.borrow().count;
    eprintln!("{name}: {cases} messages in both directions, {count} times sealed or opened by the peer");
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask interop callbacks`"))
}

#[test]
#[ignore = "needs wechatpy: `cargo xtask interop callbacks` installs it and runs this"]
fn wechatpy_seals_and_opens_the_same() {
    let script = workspace("xtask/interop/callbacks.py");
    exchange_many("wechatpy", Peer::start(Command::new(variable("PEER_PYTHON")).arg(script)));
}

#[test]
#[ignore = "needs @wecom/crypto: `cargo xtask interop callbacks` installs it and runs this"]
fn the_package_of_the_vendor_seals_and_opens_the_same() {
    let script = workspace("xtask/interop/callbacks.cjs");
    let mut node = Command::new("node");
    exchange_many("@wecom/crypto", Peer::start(node.arg(script).env("NODE_PATH", variable("PEER_NODE_PATH"))));
}
