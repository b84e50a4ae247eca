//! Members of synthetic schemas, one on a line.

use super::*;
use crate::{Source, load};

const VENDOR: &str = "\
vendor:
  title: Acme
  url: https://acme.example
  base_url: https://api.acme.example
  credential: { query: token }
  envelope: { code: errcode, message: errmsg, data: data, success: 0 }
  callbacks:
    sealed: { xml: Encrypt }
    heads: { all: { fixed: { MsgType: event }, tags: [Event], receiver: ToUserName, time: CreateTime } }
    ack: ok
errors:
  40014: { name: invalid_access_token, advice: refresh_token }
";

const PAGE: &str = "\
page: { title: Zoo, url: https://acme.example/zoo, updated: 2026-01-01, documents: 2 }
endpoints:
  feed:
    route: POST /feed
    summary: Feed an animal.
    query: { lang: { type: string, default: zh } }
    headers: { X-Trace: { type: string } }
    body:
      $at_least_one_of: [[note, tags]]
      note: { type: Note }
      tags: { type: [uint32], items: { max: 9 }, limits_if: [{ if: note, items: { max: 3 } }] }
      meal:
        choice: { tag: kind, wire: string }
        required: true
        of:
          plant: { field: plant, object: { grams: { type: int32, required: true } } }
          meat: { object: { origin: { type: Origin } } }
          none: {}
    response:
      fed: { type: bool, wire: int }
      visitors: { type: { string: Animal } }
      more: { type: Animal, name: further }
events:
  fed:
    tags: [fed]
    summary: An animal was fed.
    body: { Animal: { type: string, required: true } }
scalars:
  Note: { wire: string, chars: { max: 9 } }
enums:
  Origin: { wire: int32, values: { farm: { value: 1 }, wild: { value: 2 } } }
types:
  Animal: { name: { type: string }, young: { type: [Animal] } }
";

fn shown(owner: &str, kind: MessageKind) -> Vec<String> {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let outcome = load(&[source("acme/vendor.yaml", VENDOR), source("acme/zoo.yaml", PAGE)]);
    let model = outcome.model.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics));
    let owner = model.owner(owner).expect("it exists");
    let message = owner.message(kind).expect("it exists");
    members(&model, owner, message).iter().map(line).collect()
}

fn line(member: &WireMember<'_>) -> String {
    let ty = member.ty.map_or("any".to_owned(), |ty| format!("{ty:?}"));
    let required = match member.required {
        Some(true) => "required",
        Some(false) => "optional",
        None => "depends",
    };
    let at = member.place.as_ref().map_or("-", |(_, at)| at);
    let mut line = format!("{} {ty} {required} {at}", member.path);
    let items: Vec<u64> = member.limits.iter().filter_map(|limits| limits.items?.max).collect();
    let chars: Vec<u64> = member.limits.iter().filter_map(|limits| limits.chars?.max).collect();
    let values = &member.values;
    for (name, shown, is_empty) in [
        ("items", format!("{items:?}"), items.is_empty()),
        ("chars", format!("{chars:?}"), chars.is_empty()),
        ("values", format!("{values:?}"), values.is_empty()),
    ] {
        line += &if is_empty { String::new() } else { format!(" {name} {shown}") };
    }
    line += &member.default.as_ref().map(|default| format!(" default {default}")).unwrap_or_default();
    line + if member.is_open { " open" } else { "" }
}

#[test]
fn a_request_has_its_parameters_and_what_its_tag_selects() {
    assert_eq!(
        shown("feed", MessageKind::Request),
        [
            "token Text required -",
            "lang Text optional feed.query.lang default zh",
            "X-Trace Text optional feed.headers.X-Trace",
            "note Text depends feed.body.note chars [9]",
            "tags IntegerList depends feed.body.tags items [9, 3]",
            r#"kind Text required feed.body.meal values ["plant", "meat", "none"]"#,
            "plant Object depends feed.body.meal.plant",
            "plant.grams Integer required feed.body.meal.plant.grams",
            r#"origin Integer optional feed.body.meal.meat.origin values ["1", "2"]"#,
        ]
    );
}

#[test]
fn a_reply_is_in_its_envelope_and_ends_where_a_type_repeats() {
    assert_eq!(
        shown("feed", MessageKind::Response),
        [
            "errcode Integer required -",
            "errmsg Text optional -",
            "data any optional -",
            r#"data.fed Bool optional feed.response.fed values ["0", "1"]"#,
            "data.visitors Object optional feed.response.visitors",
            "data.visitors.*.name Text optional Animal.name",
            "data.visitors.*.young ObjectList optional Animal.young open",
            "data.more Object optional feed.response.more",
            "data.more.name Text optional Animal.name",
            "data.more.young ObjectList optional Animal.young open",
        ]
    );
}

#[test]
fn an_event_has_the_members_of_its_heads() {
    assert_eq!(
        shown("events.fed", MessageKind::Event),
        [
            r#"Event Text depends - values ["fed"]"#,
            "ToUserName Text depends -",
            "CreateTime Integer depends -",
            r#"MsgType Text depends - values ["event"]"#,
            "Animal Text required fed.body.Animal",
        ]
    );
}
