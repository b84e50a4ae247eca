//! A store of tokens in Redis, for clients in several processes.
//!
//! ```no_run
//! use generated::client::{Client, Tokens, Transport};
//! use generated::wecom::{Wecom, gettoken};
//! use redis_tokens::RedisStore;
//!
//! # async fn example(http: impl Transport) -> Result<(), Box<dyn std::error::Error>> {
//! let tokens = Tokens::in_store(RedisStore::open("redis://127.0.0.1/").await?);
//! let app = gettoken::Request::new("ww1".into(), "secret".into());
//! let client = Client::over(http, Wecom::new()).with_tokens_from(app).sharing(tokens);
//! # Ok(())
//! # }
//! ```

use std::time::Duration;

use generated::{Grant, Secret, client::TokenStore};
use redis::{AsyncCommands, Client, RedisError, Script, aio::MultiplexedConnection};

/// Tokens in Redis, which removes them when they expire. Clones share a connection.
#[derive(Clone)]
pub struct RedisStore {
    connection: MultiplexedConnection,
    /// Removes a token if it is this one, in one step.
    remove: Script,
}

impl RedisStore {
    /// Connects to a server, such as `redis://127.0.0.1/`.
    ///
    /// # Errors
    /// The URL is not valid, or nothing answers there.
    pub async fn open(url: &str) -> Result<Self, RedisError> {
        let connection = Client::open(url)?.get_multiplexed_async_connection().await?;
        let remove = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";
        Ok(Self { connection, remove: Script::new(remove) })
    }
}

impl TokenStore for RedisStore {
    type Error = RedisError;

    async fn get(&self, key: &str) -> Result<Option<Grant>, RedisError> {
        let mut both = redis::pipe();
        both.atomic().get(key).pttl(key);
        let (token, milliseconds): (Option<String>, i64) = both.query_async(&mut self.connection.clone()).await?;
        let expires_in = Duration::from_millis(milliseconds.try_into().unwrap_or_default());
        Ok(token.map(|token| Grant { credential: Secret::new(token), expires_in }))
    }

    async fn put(&self, key: &str, token: &Grant) -> Result<(), RedisError> {
        let milliseconds = u64::try_from(token.expires_in.as_millis()).unwrap_or(u64::MAX).max(1);
        self.connection.clone().pset_ex(key, token.credential.expose(), milliseconds).await
    }

    async fn invalidate(&self, key: &str, token: &Secret) -> Result<(), RedisError> {
        let mut remove = self.remove.prepare_invoke();
        remove.key(key).arg(token.expose()).invoke_async(&mut self.connection.clone()).await
    }
}
