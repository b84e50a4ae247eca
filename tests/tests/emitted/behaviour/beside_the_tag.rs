//! Members beside the tag, and objects that are nothing but a choice.

use fixture::acme::zoo::{
    Noise,
    heard::{self, HeardEvent, Last, Way, Who},
    say::{self, MenuItem, MenuItemClick, MenuItemView, Saying, Short, Text},
};
use generated::serde_json::{self, Value, json};

use super::violations;

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("JSON")
}

fn heard(list: &Value) -> Result<Vec<heard::Heard>, String> {
    let reply = json!({ "list": list });
    let read = serde_json::from_value::<heard::Response>(reply).map_err(|error| error.to_string());
    read.map(|reply| reply.list)
}

fn event(members: &Value) -> HeardEvent {
    heard(&json!([members])).expect("it can be read").remove(0).event
}

#[test]
fn payloads_convert_into_their_choice() {
    let items = [MenuItem::from(MenuItemClick::new("yes")), MenuItemView::new("https://a.example").into()];
    let request = say::Request::new("cat".into(), say::Menu::new(items).first(MenuItem::Line));
    assert_eq!(
        written(&request),
        json!({ "to": "cat", "msgtype": "menu", "menu": {
            "list": [
                { "type": "click", "click": { "content": "yes" } },
                { "type": "view", "view": { "url": "https://a.example" } },
            ],
            "first": { "type": "line" },
        } })
    );
    let request = say::Request::new("cat".into(), Text::new("hello"));
    assert_eq!(request.message, Saying::Text(Text::new("hello")));
}

#[test]
fn members_beside_the_tag_are_written_and_read() {
    let request = say::Request::new("cat".into(), Noise::new(false));
    let json = json!({ "to": "cat", "msgtype": "event", "loud": false });
    assert_eq!(written(&request), json);
    assert_eq!(serde_json::from_value::<say::Request>(json).expect("a request"), request);
    let HeardEvent::Enter(enter) = event(&json!({ "scene": "a", "at": 1, "cage": 3, "event_type": "enter" })) else {
        panic!("another event")
    };
    assert_eq!((enter.cage.get(), enter.scene.as_deref()), (3, Some("a")));
    let list = json!([{ "at": 1, "event_type": "enter", "cage": 3, "scene": "a" }]);
    assert_eq!(written(&heard(&list).expect("it can be read")), list);
}

#[test]
fn equal_names_beside_different_tags_have_types_of_their_own() {
    let HeardEvent::Leave(leave) = event(&json!({ "at": 1, "event_type": "leave", "scene": 4 })) else {
        panic!("another event")
    };
    assert_eq!(leave.scene, Some(4));
    let HeardEvent::Scene(place) = event(&json!({ "at": 1, "scene": { "x": 2 }, "event_type": "speak" })) else {
        panic!("another event")
    };
    assert_eq!(place.x, 2);
    assert_eq!(event(&json!({ "at": 1, "event_type": "end", "scene": [] })), HeardEvent::Ended);
}

#[test]
fn an_error_beside_the_tag_has_its_place() {
    let error = heard(&json!([{ "at": 1, "event_type": "enter", "cage": "x" }])).expect_err("no number");
    assert!(error.contains("cage"), "{error}");
    let error = heard(&json!([{ "at": 1, "event_type": "enter" }])).expect_err("a member is missing");
    assert!(error.contains("missing `cage`"), "{error}");
}

#[test]
fn an_unlisted_tag_keeps_the_members_beside_it() {
    let json = json!({ "at": 1, "event_type": "new", "cage": "x", "more": [1] });
    let HeardEvent::Unknown(unknown) = event(&json) else { panic!("a listed tag") };
    assert_eq!(unknown.members().keys().collect::<Vec<_>>(), ["cage", "more"]);
    assert_eq!(written(&heard(&json!([json])).expect("it can be read")), json!([json]));
}

#[test]
fn rules_beside_the_tag_are_checked_in_place() {
    let message = |message: Saying| violations(&say::Request::new("cat".into(), message));
    let noise = Noise::new(true);
    assert_eq!(message(noise.into()), ["#/often required_if"]);
    assert_eq!(message(Noise::default().into()), ["#/loud required"]);
    let words = fixture::acme::zoo::Words::new().tone(6);
    assert_eq!(message(Short::new(words).of("cats").into()), ["#/words/tone range 6"]);
}

#[test]
fn an_object_of_a_choice_alone_is_an_enum() {
    let request: heard::Request = serde_json::from_value(
        json!({ "who": { "type": 1, "userid": "cat" }, "whose": [{ "type": "2", "userid": "Joe" }] }),
    )
    .expect("a request");
    assert_eq!(request.who, Who::Animal("cat".into()));
    assert_eq!(request.whose, Some(vec![Who::Keeper("Joe".to_owned())]));
    assert_eq!(violations(&request), Vec::<String>::new());
    let error = serde_json::from_value::<heard::Request>(json!({ "who": {} })).expect_err("no tag");
    assert!(error.to_string().contains("missing `type`"), "{error}");
    let request: heard::Request = serde_json::from_value(json!({ "who": { "type": 9, "x": 1 } })).expect("a request");
    assert_eq!(violations(&request), ["#/who/type choice"]);
    assert_eq!(written(&request), json!({ "who": { "type": 9, "x": 1 } }));
}

#[test]
fn an_absent_tag_of_an_optional_choice_is_unknown() {
    let reply: heard::Response = serde_json::from_value(
        json!({ "ways": { "a": {}, "b": { "to": 1, "way": [{ "to": 0 }] } }, "last": { "id": "cat" } }),
    )
    .expect("a reply");
    let Way::Unknown(unknown) = &reply.ways["a"] else { panic!("a way") };
    assert_eq!(unknown.tag(), None);
    assert_eq!(reply.ways["b"], Way::Way(vec![Way::Home]));
    assert!(matches!(&reply.last, Some(Last::Unknown(_))));
    let again = json!({ "ways": { "a": {}, "b": { "to": 1, "way": [{ "to": 0 }] } }, "last": { "id": "cat" } });
    assert_eq!(written(&reply), again);
    let kept = |json: Value| serde_json::from_value::<fixture::acme::zoo::Keepsake>(json).expect("it can be read");
    assert_eq!(violations(&kept(json!({}))), Vec::<String>::new());
    assert_eq!(violations(&kept(json!({ "feather": {} }))), ["#/kept choice"]);
}

#[test]
fn elements_of_some_kinds_are_counted() {
    let menu = |items: &[MenuItem]| violations(&say::Request::new("cat".into(), say::Menu::new(items.to_vec())));
    let click = || MenuItem::from(MenuItemClick::new("yes"));
    let view = || MenuItem::from(MenuItemView::new("https://a.example"));
    assert_eq!(menu(&[click(), view(), MenuItem::Line]), Vec::<String>::new());
    assert_eq!(menu(&[click(), view(), click()]), ["#/menu/list kinds 3"]);
    assert_eq!(menu(&[MenuItem::Line, MenuItem::Line, click()]), ["#/menu/list kinds 2"]);
}

#[test]
fn elements_are_alike() {
    let request = |whose: Value| -> heard::Request {
        serde_json::from_value(json!({ "who": { "type": 3 }, "whose": whose })).expect("a request")
    };
    let (one, other) = (json!({ "type": 1, "userid": "cat" }), json!({ "type": 3 }));
    assert_eq!(violations(&request(json!([one, one]))), Vec::<String>::new());
    assert_eq!(violations(&request(json!([one, other]))), ["#/whose alike"]);
    // The docs list the tag, but its member is missing.
    assert_eq!(violations(&request(json!([{ "type": 1 }, one]))), ["#/whose/0/userid choice"]);
    let noted = json!([{ "kind": 2, "text": "a" }, { "kind": 2, "text": "b" }, { "kind": 1 }, { "note": "n" }]);
    let request: heard::Request =
        serde_json::from_value(json!({ "who": { "type": 3 }, "noted": noted })).expect("a request");
    assert_eq!(violations(&request), ["#/noted kinds 2", "#/noted alike"]);
}
