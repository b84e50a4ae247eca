//! Types and endpoints of your own, with the tables that generated code uses.
//!
//! Use them for an endpoint that the crate does not have. The client, the mock and the conversions to [`http`] messages
//! handle it like any other: the request is validated, and the reply is read leniently.
//!
//! ```
//! # extern crate runtime as generated;
//! # mod wecom {
//! #     use generated::{BaseUrl, CredentialPlace, Envelope, Refusals, Vendor};
//! #     pub struct Wecom(BaseUrl);
//! #     impl Wecom {
//! #         pub fn new() -> Self {
//! #             Self(BaseUrl::new("https://qyapi.weixin.qq.com").unwrap())
//! #         }
//! #     }
//! #     #[derive(Clone, Copy, PartialEq)]
//! #     pub struct ErrorCode(i64);
//! #     impl ErrorCode {
//! #         pub const SUCCESS: Self = Self(0);
//! #     }
//! #     generated::error_codes! { ErrorCode {} }
//! #     impl Vendor for Wecom {
//! #         type ErrorCode = ErrorCode;
//! #         const NAME: &'static str = "wecom";
//! #         const CREDENTIAL: CredentialPlace = CredentialPlace::Query("access_token");
//! #         const ENVELOPE: &'static Envelope = &Envelope {
//! #             code: "errcode", message: "errmsg", data: None, trace: None, success: 0, absent_is_success: false,
//! #         };
//! #         const REFUSALS: Refusals = Refusals { credential: 1, expired: 2, request: 3 };
//! #         fn at(base_url: BaseUrl) -> Self {
//! #             Self(base_url)
//! #         }
//! #         fn base_url(&self) -> &BaseUrl {
//! #             &self.0
//! #         }
//! #     }
//! # }
//! use generated::define::*;
//! use wecom::Wecom; // generated::wecom::Wecom
//!
//! // An id. It cannot be confused with another one.
//! #[derive(Clone, Debug, PartialEq, Eq, Hash)]
//! pub struct Userid(String);
//! string_scalar!(Userid, chars(between(1, 64)));
//!
//! // What is sent: required members are parameters of `new`, and each optional member has a setter.
//! #[derive(Clone, Debug, PartialEq)]
//! pub struct Request {
//!     pub userid: Userid,
//!     pub tags: Option<Vec<String>>,
//! }
//! object! { Request: new, |it| {
//!     "userid" => userid: impl Into<Userid>, check();
//!     "tags" => tags[]?: impl Into<String>, items(at_most(20)), forbidden_if(it.userid.as_str() == "@all", "`userid` is @all");
//! } }
//!
//! // What is received.
//! #[derive(Clone, Debug, PartialEq)]
//! pub struct Response {
//!     pub name: Option<String>,
//!     pub gender: Option<Gender>,
//!     pub department: Vec<i64>,
//! }
//! object! { Response from Server {
//!     "name" => name;
//!     "gender" => gender;
//!     "department" => department as list;
//! } }
//!
//! // An enum that keeps values which it does not list.
//! #[derive(Clone, Copy, Debug, PartialEq, Eq)]
//! pub enum Gender {
//!     Male,
//!     Female,
//!     Unknown(generated::Unknown<i64>),
//! }
//! int_enum! { Gender {
//!     1 => Male;
//!     2 => Female;
//! } }
//!
//! endpoint! { Request -> Response of Wecom {
//!     name: "wecom.user.get",
//!     route: POST "/cgi-bin/user/get",
//!     summary: "Reads a member.",
//!     reads: true,
//! } }
//!
//! use generated::{Endpoint, Reply, Secret, Validate};
//! let request = Request::new("zhangsan").tags(["a"]);
//! let message = request.to_http(&Wecom::new(), &Secret::new("TOKEN")).unwrap();
//! assert_eq!(message.body(), br#"{"userid":"zhangsan","tags":["a"]}"#);
//! assert_eq!(Request::new("").validate().unwrap_err().to_string(), "/userid must have 1 to 64 characters, has 0 [chars]");
//! assert!(Request::new("@all").tags(["a"]).validate().unwrap_err().to_string().contains("`userid` is @all"));
//! let reply = generated::http::Response::new(r#"{"errcode": 0, "name": "张三", "gender": "2", "department": null}"#);
//! assert_eq!(Response::from_http(reply).unwrap().gender, Some(Gender::Female));
//! ```
//!
//! Fields may have these types: `String`, `bool`, integers and floats, [`Timestamp`](crate::Timestamp), [`Json`](crate::Json), the
//! types that these macros define or that generated code has, and `Vec`, `Option` and `BTreeMap<String, _>` of all of them. A
//! [`File`](crate::File) is sent in a form, or is a reply: see [`endpoint!`].
//!
//! | macro | defines |
//! |---|---|
//! | [`object!`] | an object: a request, a reply, or a part of one |
//! | [`endpoint!`] | an endpoint, from a request and a reply |
//! | [`string_scalar!`], [`int_scalar!`] | an id or another value with a type of its own |
//! | [`str_enum!`], [`int_enum!`] | an enum that keeps values which it does not list |
//! | [`choice!`], [`choice_object!`] | members that depend on a tag, as an enum with data |
//! | [`regex!`] | a pattern, for the rule `pattern` |
//!
//! # Rules
//!
//! Rules follow a field in its row, separated by commas. A rule whose value is absent is not checked.
//!
//! | rule | checks |
//! |---|---|
//! | `check()` | the rules of the value's own type |
//! | `chars(between(1, 64))` | the number of characters |
//! | `bytes(at_most(2048))` | the number of bytes in UTF-8 |
//! | `items(at_least(1))` | the number of elements of a list |
//! | `range(between(0, 99))` | an integer |
//! | `float_range(at_most(1.0))` | a float |
//! | `pattern(regex!("[a-z]+"))` | all of a text |
//! | `chars_truncated(200)`, `bytes_truncated(2048)` | what the server would cut off, which is a [warning](crate::Validate::warnings) |
//! | `required_if(it.kind.is_some(), "there is a kind")`, `forbidden_if(…)` | whether the member is given; `it` is the object, which the header names (`\|it\|`) |
//!
//! After the rows, `at_least_one_of(a "a", b "b")`, `at_most_one_of(…)` and `exactly_one_of(…)` check which fields are given,
//! each with its field and the name of its member.

pub use crate::{
    choice_object, define_choice as choice, define_endpoint as endpoint, define_object as object, int_enum, int_scalar,
    regex, str_enum, string_scalar,
    validate::{at_least, at_most, between},
};

// Generated code calls the macros below by names that modules have, too. These have a name of their own, so that the modules, which
// are not for users, are not exported with them.

/// Implements reading, writing and validation for a struct, from a table of its members.
///
/// The struct is declared beside it, with a field for each row. The order of the rows is that in which members are written. A
/// required member is a field of its own type, an optional one an `Option`. A list that is only received is a `Vec`, which is
/// empty if the member is absent.
///
/// ```text
/// object! { Request: new {
///     "open_kfid" => open_kfid: OpenKfid, check();
///     "wording" => wording?: impl Into<String>, chars(at_most(200));
///     "userids" | "users" => userids[]: impl Into<Userid>, items(between(1, 100)), check();
///     "enabled" => enabled as int?: bool;
///     ..Target => target: Target, variant();
/// } at_least_one_of(wording "wording", enabled "enabled") }
/// ```
///
/// | part of a row | meaning |
/// |---|---|
/// | `"name" \| "alias"` | the member's name, and others under which it is read |
/// | `..Target` | in place of a name: the members of a [`choice!`](crate::define::choice!) |
/// | `field` | the field of the struct |
/// | `as int` | writes a `bool` as 0 or 1 |
/// | `as list` | a `Vec` that is left out if it is empty |
/// | `: T` | the member is required, and a parameter of the constructor |
/// | `?: T` | the member is optional and has a setter, which takes a `T` |
/// | `=: T` | the member is required when it is sent and optional when it is read: an `Option` that is a parameter of the constructor |
/// | `[]: T`, `[]?: T`, `[]=: T` | the same for a list: the parameter is an iterator over `T` |
/// | `, chars(…)` | a [rule](crate::define#rules) |
/// | `; total(…)` | after the groups: a limit of several fields together |
/// | `required_if as present(…)` | the rule counts an empty value as given |
///
/// The header names the type and its constructor; a type without `: new` has no constructor. `in "data"` means that the object is the
/// payload of a reply, in this member; `from Server` that it is a reply; `beside "errcode"` that it is a reply with a choice,
/// and is read beside these members of the envelope. `, |it|` names the object in conditions.
///
/// A row does not depend on other rows: indices and bit masks are computed. An object has at most 128 members.
#[macro_export]
macro_rules! define_object {
    ($($table:tt)*) => {
        // Clippy notices that the constructor sets all fields, unless the type is `non_exhaustive` as generated ones are.
        #[allow(clippy::needless_update, reason = "other objects have optional fields")]
        const _: () = {
            $crate::object! { $($table)* }
        };
    };
}

/// Implements reading, writing and validation of an enum with data, whose variant a tag selects, from a table: each member with the tags that select it, then (after `..`) the tags that select
/// members beside them, then (after `_`) those that select nothing. `unknown refused` reports unknown choices,
/// `unknown refused_if_any` does so unless there is neither a tag nor a member, `unknown kept` does not.
///
/// ```text
/// choice! { Target, "type": i64, unknown refused {
///     "member" { 1 => Member: UpgradeMember, check(); }
///     "groupchat" { 2 => Groupchat: UpgradeGroupchat; 4 => Groupchats: Groupchats; }
///     .. { 5 => Note: UpgradeNote; }
///     _ { 3 => Nothing; }
/// } }
/// ```
#[macro_export]
macro_rules! define_choice {
    ($($table:tt)*) => { $crate::choice! { $($table)* } };
}
