//! Requests of `kf/customer/batchget`: a list of ids, as the validators want to have it.

use fastrand::Rng;
use generated::wecom::kf::customer::batchget;
use serde::Serialize;
use serde_json::{Value, json};
use validator::Validate;

/// For `garde`: the rule of the elements stands at the list.
#[derive(Clone, Debug, garde::Validate)]
#[garde(allow_unvalidated)]
pub struct GardeRequest {
    /// The customers.
    #[garde(length(min = 1, max = 100), inner(length(chars, min = 1)))]
    pub external_userid_list: Vec<String>,
    /// Whether more is wanted.
    pub need_enter_session_context: Option<i64>,
}

/// For `garde` as well, with bytes instead of characters: of a rule that asks for one, they are the same, and cheaper.
#[derive(Clone, Debug, garde::Validate)]
#[garde(allow_unvalidated)]
pub struct GardeBytesRequest {
    /// The customers.
    #[garde(length(min = 1, max = 100), inner(length(min = 1)))]
    pub external_userid_list: Vec<String>,
    /// Whether more is wanted.
    pub need_enter_session_context: Option<i64>,
}

/// For `validator`, which has no rules for the elements of a list but those of structs. It writes what is wrong as JSON.
#[derive(Clone, Debug, Serialize, Validate)]
pub struct ValidatorRequest {
    /// The customers.
    #[validate(length(min = 1, max = 100), nested)]
    pub external_userid_list: Vec<Id>,
    /// Whether more is wanted.
    pub need_enter_session_context: Option<i64>,
}

/// An element of a list, which is its id on the wire.
#[derive(Clone, Debug, Serialize, Validate)]
#[serde(transparent)]
pub struct Id {
    /// The id itself.
    #[validate(length(min = 1))]
    pub id: String,
}

/// So many ids.
#[must_use]
pub fn ids(count: usize) -> Vec<String> {
    let mut rng = Rng::with_seed(95_159);
    (0..count).map(|_| crate::followers::id(&mut rng, "wm", 32)).collect()
}

/// So many ids that break the rule of ids.
#[must_use]
pub fn wrong_ids(count: usize) -> Vec<String> {
    vec![String::new(); count]
}

/// The request for the generated type.
#[must_use]
pub fn generated(ids: &[String]) -> batchget::Request {
    batchget::Request::new(ids.iter().cloned()).need_enter_session_context(true)
}

/// The request for `garde`.
#[must_use]
pub fn garde(ids: &[String]) -> GardeRequest {
    GardeRequest { external_userid_list: ids.to_vec(), need_enter_session_context: Some(1) }
}

/// The request for `garde`, where bytes are counted.
#[must_use]
pub fn garde_bytes(ids: &[String]) -> GardeBytesRequest {
    GardeBytesRequest { external_userid_list: ids.to_vec(), need_enter_session_context: Some(1) }
}

/// The request for `validator`.
#[must_use]
pub fn validator(ids: &[String]) -> ValidatorRequest {
    let external_userid_list = ids.iter().map(|id| Id { id: id.clone() }).collect();
    ValidatorRequest { external_userid_list, need_enter_session_context: Some(1) }
}

/// The request for `jsonschema`.
#[must_use]
pub fn value(ids: &[String]) -> Value {
    json!({"external_userid_list": ids, "need_enter_session_context": 1})
}
