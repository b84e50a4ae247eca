//! The types that a user would write by hand: plain structs with derives, optional members, integers for enums.
//!
//! They also have the rules of the docs for `garde` and `validator`: an id has at least one character.
#![expect(missing_docs, reason = "members are named as the docs name them")]

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// Reads a reply as a user would, checking the code of the envelope.
///
/// # Errors
/// If the JSON cannot be read, or the code is not the success code.
pub fn read(json: &[u8]) -> Result<Reply> {
    let reply: Reply = serde_json::from_slice(json)?;
    let code = reply.errcode.context("there is no errcode")?;
    ensure!(code == 0, "error {code}: {:?}", reply.errmsg);
    Ok(reply)
}

/// A reply of `externalcontact/get`, with its envelope.
#[derive(Clone, Debug, Default, Deserialize, Serialize, garde::Validate, Validate)]
#[garde(allow_unvalidated)]
pub struct Reply {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errcode: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errmsg: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(dive)]
    #[validate(nested)]
    pub external_contact: Option<ExternalContact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[garde(dive)]
    #[validate(nested)]
    pub follow_user: Vec<FollowUser>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// The contact.
#[derive(Clone, Debug, Default, Deserialize, Serialize, garde::Validate, Validate)]
#[garde(allow_unvalidated)]
pub struct ExternalContact {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1))]
    #[validate(length(min = 1))]
    pub external_userid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1))]
    #[validate(length(min = 1))]
    pub unionid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corp_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corp_full_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(dive)]
    #[validate(nested)]
    pub external_profile: Option<ExternalProfile>,
}

/// The public profile of the contact.
#[derive(Clone, Debug, Default, Deserialize, Serialize, garde::Validate, Validate)]
#[garde(allow_unvalidated)]
pub struct ExternalProfile {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[garde(dive)]
    #[validate(nested)]
    pub external_attr: Vec<ExternalAttr>,
}

/// An attribute of the profile; `type` says which member is present.
#[derive(Clone, Debug, Default, Deserialize, Serialize, garde::Validate, Validate)]
#[garde(allow_unvalidated)]
pub struct ExternalAttr {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<TextAttr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<WebAttr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(dive)]
    #[validate(nested)]
    pub miniprogram: Option<MiniprogramAttr>,
}

/// A text.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct TextAttr {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A web page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct WebAttr {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A mini program.
#[derive(Clone, Debug, Default, Deserialize, Serialize, garde::Validate, Validate)]
#[garde(allow_unvalidated)]
pub struct MiniprogramAttr {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1))]
    #[validate(length(min = 1))]
    pub appid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagepath: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A member who has the contact on their list.
#[derive(Clone, Debug, Default, Deserialize, Serialize, garde::Validate, Validate)]
#[garde(allow_unvalidated)]
pub struct FollowUser {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1))]
    #[validate(length(min = 1))]
    pub userid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub createtime: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[garde(dive)]
    #[validate(nested)]
    pub tags: Vec<Tag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark_corp_name: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remark_mobiles: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_way: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechat_channels: Option<WechatChannels>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1))]
    #[validate(length(min = 1))]
    pub oper_userid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// A tag of the contact.
#[derive(Clone, Debug, Default, Deserialize, Serialize, garde::Validate, Validate)]
#[garde(allow_unvalidated)]
pub struct Tag {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1))]
    #[validate(length(min = 1))]
    pub tag_id: Option<String>,
}

/// Where the contact was found.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct WechatChannels {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<i64>,
}
