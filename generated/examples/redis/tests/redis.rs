//! The store with a real server, which the test starts.

use std::{
    collections::VecDeque,
    io::{self, Write},
    net::TcpListener,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use generated::{
    BaseUrl, Grant, Secret,
    client::{Client, Limits, TokenStore, Tokens, Transport, TransportError},
    http::{Request, Response},
    wecom::{Wecom, gettoken, kf::customer::get_upgrade_service_config},
};
use redis_tokens::RedisStore;

/// A server on a free port, until it is dropped.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    /// `None` if the program is not installed.
    fn start() -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
        let arguments = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port"];
        let mut command = Command::new("redis-server");
        command.args(arguments).arg(port.to_string()).stdout(Stdio::null()).stderr(Stdio::null());
        match command.spawn() {
            Ok(process) => Some(Self { process, url: format!("redis://127.0.0.1:{port}/") }),
            Err(error) => {
                // Unlike `eprintln`, this is not captured.
                let _ = writeln!(io::stderr(), "skipped: redis-server cannot be started: {error}");
                None
            }
        }
    }

    /// A store, as soon as the server answers.
    async fn store(&self) -> RedisStore {
        for _ in 0..500 {
            match RedisStore::open(&self.url).await {
                Ok(store) => return store,
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
        panic!("redis-server does not answer");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An HTTP library that replies as scripted and records the requests.
#[derive(Clone, Default)]
struct Scripted {
    bodies: Arc<Mutex<VecDeque<String>>>,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Transport for Scripted {
    async fn send(&self, message: Request<Vec<u8>>, _: Limits) -> Result<Response<Vec<u8>>, TransportError> {
        let uri = message.uri().to_string();
        let sent = uri.rsplit_once("access_token=").map_or("a token, please", |(_, token)| token);
        self.sent.lock().expect("no thread panicked").push(sent.to_owned());
        let body = self.bodies.lock().expect("no thread panicked").pop_front().expect("a scripted reply");
        Ok(Response::new(body.into_bytes()))
    }
}

impl Scripted {
    fn then(&self, bodies: &[&str]) {
        self.bodies.lock().expect("no thread panicked").extend(bodies.iter().map(|body| (*body).to_owned()));
    }

    fn sent(&self) -> Vec<String> {
        std::mem::take(&mut self.sent.lock().expect("no thread panicked"))
    }
}

const OK: &str = r#"{"errcode": 0, "errmsg": "ok"}"#;
const REFUSED: &str = r#"{"errcode": 42001, "errmsg": "expired"}"#;
const T1: &str = r#"{"errcode": 0, "access_token": "t1", "expires_in": 7200}"#;
const T2: &str = r#"{"errcode": 0, "access_token": "t2", "expires_in": 7200}"#;

#[tokio::test]
async fn tokens_are_kept_until_they_expire() {
    let Some(server) = Server::start() else { return };
    let store = server.store().await;
    let (one, other) = (Secret::new("t1"), Secret::new("t2"));
    assert_eq!(store.get("a").await.expect("an answer"), None);
    let grant = |token: &Secret, expires_in| Grant { credential: token.clone(), expires_in };
    store.put("a", &grant(&one, Duration::from_secs(7080))).await.expect("an answer");
    let kept = store.get("a").await.expect("an answer").expect("a token");
    assert_eq!(kept.credential, one);
    assert!(kept.expires_in <= Duration::from_secs(7080) && kept.expires_in > Duration::from_secs(7000));
    assert_eq!(store.get("b").await.expect("an answer"), None);

    store.invalidate("a", &other).await.expect("an answer");
    assert!(store.get("a").await.expect("an answer").is_some(), "another token was meant");
    store.invalidate("a", &one).await.expect("an answer");
    assert_eq!(store.get("a").await.expect("an answer"), None);
    store.invalidate("a", &one).await.expect("an answer");

    store.put("a", &grant(&one, Duration::ZERO)).await.expect("an answer");
    for _ in 0..500 {
        if store.get("a").await.expect("an answer").is_none() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("the token does not expire");
}

/// Both processes see that the token is refused, and only one of them asks for another.
#[tokio::test]
async fn two_processes_share_a_token_and_its_replacement() {
    let Some(server) = Server::start() else { return };
    let vendor = Scripted::default();
    let process = async || {
        let app = gettoken::Request::new("ww1".into(), "s3cr3t".into());
        let wecom = Wecom::at(BaseUrl::new("http://wecom.test").expect("a base URL"));
        let client = Client::over(vendor.clone(), wecom).with_tokens_from(app);
        client.sharing(Tokens::in_store(server.store().await))
    };
    let (one, two) = (process().await, process().await);
    let request = get_upgrade_service_config::Request::new();
    vendor.then(&[T1, OK, OK]);
    one.call(&request).await.expect("a reply");
    two.call(&request).await.expect("a reply");
    assert_eq!(vendor.sent(), ["a token, please", "t1", "t1"]);
    vendor.then(&[REFUSED, T2, OK, REFUSED, OK]);
    one.call(&request).await.expect("a reply");
    two.call(&request).await.expect("a reply");
    assert_eq!(vendor.sent(), ["t1", "a token, please", "t2", "t1", "t2"]);
    assert_eq!(process().await.token().await.expect("a token").expose(), "t2");
}

/// Clients continue when the server is gone.
#[tokio::test]
async fn without_the_server_a_client_has_its_own_token() {
    let Some(server) = Server::start() else { return };
    let store = server.store().await;
    drop(server);
    let vendor = Scripted::default();
    vendor.then(&[T1, OK]);
    let wecom = Wecom::at(BaseUrl::new("http://wecom.test").expect("a base URL"));
    let app = gettoken::Request::new("ww1".into(), "s3cr3t".into());
    let client = Client::over(vendor.clone(), wecom).with_tokens_from(app).sharing(Tokens::in_store(store));
    client.call(&get_upgrade_service_config::Request::new()).await.expect("a reply");
    assert_eq!(vendor.sent(), ["a token, please", "t1"]);
}
