//! Requests of `kf/customer/batchget`, a list of ids, in the form that each validator needs.

use fastrand::Rng;
use generated::wecom::kf::customer::batchget;
use serde::Serialize;
use serde_json::{Value, json};
use validator::Validate;

/// For `garde`: the rule for the elements is on the list.
#[derive(Clone, Debug, garde::Validate)]
#[garde(allow_unvalidated)]
pub struct GardeRequest {
    /// The customers.
    #[garde(length(min = 1, max = 100), inner(length(chars, min = 1)))]
    pub external_userid_list: Vec<String>,
    /// Whether more is requested.
    pub need_enter_session_context: Option<i64>,
}

/// For `garde`, counting bytes instead of characters: for a minimum of one this is equivalent and cheaper.
#[derive(Clone, Debug, garde::Validate)]
#[garde(allow_unvalidated)]
pub struct GardeBytesRequest {
    /// The customers.
    #[garde(length(min = 1, max = 100), inner(length(min = 1)))]
    pub external_userid_list: Vec<String>,
    /// Whether more is requested.
    pub need_enter_session_context: Option<i64>,
}

/// For `validator`, which can check list elements only if they are structs. It reports violations as JSON.
#[derive(Clone, Debug, Serialize, Validate)]
pub struct ValidatorRequest {
    /// The customers.
    #[validate(length(min = 1, max = 100), nested)]
    pub external_userid_list: Vec<Id>,
    /// Whether more is requested.
    pub need_enter_session_context: Option<i64>,
}

/// An element of the list; on the wire it is just the id.
#[derive(Clone, Debug, Serialize, Validate)]
#[serde(transparent)]
pub struct Id {
    /// The id itself.
    #[validate(length(min = 1))]
    pub id: String,
}

/// Generates this number of ids.
#[must_use]
pub fn ids(count: usize) -> Vec<String> {
    let mut rng = Rng::with_seed(95_159);
    (0..count).map(|_| crate::followers::id(&mut rng, "wm", 32)).collect()
}

/// Generates this number of invalid ids.
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

/// The request for `garde`, counting bytes.
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
