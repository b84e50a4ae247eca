//! Stores of tokens: what processes share, and what a refused token does to it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use generated::{
    Grant, Secret,
    client::{CallError, Client, TokenStore, Tokens},
    wecom::{Wecom, gettoken, kf::customer::get_upgrade_service_config::Request},
};
use tokio::time::{Instant, sleep};
use tracing_subscriber::filter::LevelFilter;

use super::{
    log::Log,
    scripted::{Scripted, nothing, refused, token},
};

/// A store in memory, which may fail or hang. Clones are the same store.
#[derive(Clone, Default)]
struct Store(Arc<Mutex<Shelf>>);

#[derive(Default)]
struct Shelf {
    tokens: BTreeMap<String, (String, Instant)>,
    steps: Vec<&'static str>,
    mood: Mood,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Mood {
    #[default]
    Good,
    Fails,
    Hangs,
}

impl Store {
    async fn step<T>(&self, name: &'static str, step: impl FnOnce(&mut Shelf) -> T) -> Result<T, String> {
        let mood = {
            let mut shelf = self.0.lock().expect("no thread panicked");
            shelf.steps.push(name);
            shelf.mood
        };
        match mood {
            Mood::Good => Ok(step(&mut self.0.lock().expect("no thread panicked"))),
            Mood::Fails => Err("the store\nis down".to_owned()),
            Mood::Hangs => std::future::pending().await,
        }
    }

    fn feels(&self, mood: Mood) {
        self.0.lock().expect("no thread panicked").mood = mood;
    }

    fn steps(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.0.lock().expect("no thread panicked").steps)
    }

    fn put(&self, token: &str) {
        let mut shelf = self.0.lock().expect("no thread panicked");
        let key = shelf.tokens.keys().next().expect("there was a token").clone();
        shelf.tokens.insert(key, (token.to_owned(), Instant::now() + Duration::from_secs(7000)));
    }

    fn tokens(&self) -> Vec<String> {
        self.0.lock().expect("no thread panicked").tokens.values().map(|(token, _)| token.clone()).collect()
    }
}

impl TokenStore for Store {
    type Error = String;

    async fn get(&self, key: &str) -> Result<Option<Grant>, String> {
        self.step("get", |shelf| {
            let (token, until) = shelf.tokens.get(key)?;
            let expires_in = until.saturating_duration_since(Instant::now());
            Some(Grant { credential: Secret::new(token), expires_in })
        })
        .await
    }

    async fn put(&self, key: &str, token: &Grant) -> Result<(), String> {
        let value = (token.credential.expose().to_owned(), Instant::now() + token.expires_in);
        self.step("put", |shelf| shelf.tokens.insert(key.to_owned(), value)).await.map(drop)
    }

    async fn invalidate(&self, key: &str, token: &Secret) -> Result<(), String> {
        let is_this = |entry: &(String, Instant)| entry.0 == token.expose();
        self.step("invalidate", |shelf| shelf.tokens.retain(|other, entry| other != key || !is_this(entry))).await
    }
}

/// The key of the token that `Scripted::app` fetches: the name of the endpoint, and the SHA-256 of the name, the base URL and
/// the request. It is the same in all versions, so that processes of different ones find the same token.
const KEY: &str = "wecom.gettoken:100efbb8c98e338aced0682dad2d6a7c34ad9bd170f96bc2c348d818c284f7a1";

/// A client as in a process of its own: only the store is shared.
fn process(store: &Store, transport: &Scripted) -> Client<Wecom, Scripted> {
    transport.app().sharing(Tokens::in_store(store.clone()))
}

fn tokens_of_calls(transport: &Scripted) -> Vec<String> {
    let token = |uri: String| uri.split_once("access_token=").map(|(_, token)| token.to_owned());
    transport.sent().into_iter().filter_map(token).collect()
}

async fn succeeds(client: &Client<Wecom, Scripted>) {
    client.call(&Request::new()).await.expect("a reply");
}

#[tokio::test(start_paused = true)]
async fn processes_share_a_token() {
    let (store, transport) = (Store::default(), Scripted::new([token("t1", 7200), nothing(), nothing(), nothing()]));
    let (one, two) = (process(&store, &transport), process(&store, &transport));
    succeeds(&one).await;
    succeeds(&two).await;
    assert_eq!(store.steps(), ["get", "put", "get"]);
    // From then on it is in memory.
    succeeds(&two).await;
    assert_eq!((store.steps().len(), transport.fetches()), (0, 1));
    assert_eq!(tokens_of_calls(&transport), ["t1", "t1", "t1"]);
}

#[tokio::test(start_paused = true)]
async fn a_stored_token_is_used_as_long_as_by_its_process() {
    let (store, transport) = (Store::default(), Scripted::new([token("t1", 7200), nothing()]));
    let (one, two) = (process(&store, &transport), process(&store, &transport));
    succeeds(&one).await;
    // The margin of 2 minutes counts once.
    for (wait, fetches) in [(7_079, 1), (2, 2)] {
        sleep(Duration::from_secs(wait)).await;
        if fetches == 2 {
            transport.then(token("t2", 7200));
        }
        for client in [&two, &one] {
            transport.then(nothing());
            succeeds(client).await;
        }
        assert_eq!(transport.fetches(), fetches);
    }
    assert_eq!(tokens_of_calls(&transport), ["t1", "t1", "t1", "t2", "t2"]);
}

/// Both processes see that the token is refused. The second one must not remove the token of the first.
#[tokio::test(start_paused = true)]
async fn a_refused_token_is_removed_unless_there_is_a_newer_one() {
    let (store, transport) = (Store::default(), Scripted::new([token("t1", 7200), nothing(), nothing()]));
    let (one, two) = (process(&store, &transport), process(&store, &transport));
    succeeds(&one).await;
    succeeds(&two).await;
    store.steps();
    for answer in [refused(42001), token("t2", 7200), nothing(), refused(42001), nothing()] {
        transport.then(answer);
    }
    succeeds(&one).await;
    assert_eq!((store.steps(), store.tokens()), (vec!["invalidate", "get", "put"], vec!["t2".to_owned()]));
    succeeds(&two).await;
    assert_eq!((store.steps(), store.tokens()), (vec!["invalidate", "get"], vec!["t2".to_owned()]));
    assert_eq!(
        (transport.fetches(), tokens_of_calls(&transport)),
        (2, ["t1", "t1", "t1", "t2", "t1", "t2"].map(str::to_owned).to_vec())
    );
}

/// A stale token of the store, and then a new one that is accepted, cost the call nothing.
#[tokio::test(start_paused = true)]
async fn a_stale_token_in_the_store_is_replaced_in_the_same_call() {
    let (store, transport) = (Store::default(), Scripted::new([token("t1", 7200), nothing()]));
    let one = process(&store, &transport);
    succeeds(&one).await;
    store.put("stale");
    for answer in [refused(42001), refused(42001), token("t2", 7200), nothing()] {
        transport.then(answer);
    }
    succeeds(&one).await;
    assert_eq!(tokens_of_calls(&transport), ["t1", "t1", "stale", "t2"]);
    assert_eq!((transport.fetches(), store.tokens()), (2, vec!["t2".to_owned()]));
}

/// A store that does not remove what it is asked to remove.
#[tokio::test(start_paused = true)]
async fn a_store_that_returns_refused_tokens_again_is_left_alone() {
    let (store, transport) = (Store::default(), Scripted::new([token("t1", 7200), nothing()]));
    let one = process(&store, &transport);
    succeeds(&one).await;
    store.feels(Mood::Fails);
    for answer in [refused(42001), token("t2", 7200), nothing()] {
        transport.then(answer);
    }
    succeeds(&one).await;
    assert_eq!((transport.fetches(), store.tokens()), (2, vec!["t1".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn without_a_store_that_works_each_process_has_its_token() {
    for mood in [Mood::Fails, Mood::Hangs] {
        let log = Log::of(LevelFilter::TRACE);
        let store = Store::default();
        store.feels(mood);
        let transport = Scripted::new([token("t1", 7200), nothing(), token("t2", 7200), nothing(), nothing()]);
        let (one, two) = (process(&store, &transport), process(&store, &transport));
        let started = Instant::now();
        succeeds(&one).await;
        succeeds(&two).await;
        succeeds(&one).await;
        assert_eq!(tokens_of_calls(&transport), ["t1", "t2", "t1"]);
        // Each step of the store is limited like an attempt.
        let limit = if mood == Mood::Hangs { 40 } else { 0 };
        assert_eq!((started.elapsed().as_secs(), store.steps().len()), (limit, 4));
        let events = log.events();
        let complaint = if mood == Mood::Hangs { "is late" } else { r"failed error=the store\nis down" };
        assert_eq!(events.iter().filter(|event| event.contains(complaint)).count(), 4, "{events:#?}");
        assert!(!events.iter().any(|event| event.starts_with("WARN")), "{events:#?}");
    }
}

#[tokio::test(start_paused = true)]
async fn keys_differ_by_credential_and_show_no_secret() {
    let store = Store::default();
    for (corp, secret) in [("ww1", "s3cr3t"), ("ww1", "other"), ("ww2", "s3cr3t"), ("ww1", "s3cr3t")] {
        let transport = Scripted::new([token(&format!("{corp}-{secret}"), 7200)]);
        let app = transport.client().with_tokens_from(gettoken::Request::new(corp.into(), secret.into()));
        let app = app.sharing(Tokens::in_store(store.clone()));
        assert_eq!(app.token().await.expect("a token").expose(), format!("{corp}-{secret}"));
    }
    let shelf = store.0.lock().expect("no thread panicked");
    let keys: Vec<&String> = shelf.tokens.keys().collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| key.len() == KEY.len()) && keys.iter().any(|key| *key == KEY), "{keys:?}");
    assert!(!keys.iter().any(|key| key.contains("s3cr3t") || key.contains("ww1")), "{keys:?}");
}

#[tokio::test(start_paused = true)]
async fn no_event_shows_a_token_of_the_store() {
    let log = Log::of(LevelFilter::TRACE);
    let (store, transport) = (Store::default(), Scripted::new([token("t0ken-1", 7200), nothing(), nothing()]));
    succeeds(&process(&store, &transport)).await;
    succeeds(&process(&store, &transport)).await;
    let text = log.text();
    assert!(text.contains("a token from the store"), "{text}");
    assert!(!text.contains("t0ken") && !text.contains("s3cr3t"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn the_current_token_can_be_read_and_discarded() {
    let (store, transport) = (Store::default(), Scripted::new([token("t1", 7200), token("t2", 7200), nothing()]));
    let app = process(&store, &transport);
    let first = app.token().await.expect("a token");
    assert_eq!((first.expose(), app.token().await.expect("the same").expose()), ("t1", "t1"));
    app.discard_token(&first);
    assert_eq!(app.token().await.expect("another one").expose(), "t2");
    // It is not the current one any more.
    app.discard_token(&first);
    succeeds(&app).await;
    assert_eq!((tokens_of_calls(&transport), transport.fetches()), (vec!["t2".to_owned()], 2));
    assert_eq!(store.tokens(), ["t2"]);
    assert_eq!(transport.client().with_credential("t0").token().await.expect("it is fixed").expose(), "t0");
    assert!(matches!(transport.client().token().await, Err(CallError::NoCredential)));
}

#[tokio::test(start_paused = true)]
async fn clear_also_empties_the_store() {
    let (store, transport) = (Store::default(), Scripted::new([token("t1", 7200), token("t2", 7200)]));
    let app = process(&store, &transport);
    app.token().await.expect("a token");
    app.tokens().clear();
    assert_eq!(app.token().await.expect("another one").expose(), "t2");
    assert_eq!(store.tokens(), ["t2"]);
}
