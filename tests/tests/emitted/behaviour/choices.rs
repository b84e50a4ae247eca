//! Members that a tag selects.

use generated::{
    TagValue, UnknownChoice, Validate,
    serde_json::{Value, json},
    wecom::{
        ExternalUserid, OpenKfid,
        externalcontact::get::{self, ExternalAttrContent},
        kf::customer::upgrade_service::{Request, Target, UpgradeGroupchat, UpgradeMember},
    },
};

use super::{CONTACT, answered, received, request_error, sent_to_wecom, taken, violations};

/// An upgrade with the common members and those of `choice`.
fn upgrade(choice: &Value) -> Value {
    let mut body = json!({ "open_kfid": "kf1", "external_userid": "wm1" });
    for (name, value) in choice.as_object().expect("members") {
        body[name] = value.clone();
    }
    body
}

fn target(choice: &Value) -> Target {
    taken::<Request>(&upgrade(choice)).target
}

fn unknown_target(choice: &Value) -> UnknownChoice {
    match target(choice) {
        Target::Unknown(unknown) => unknown,
        other => panic!("{other:?}"),
    }
}

/// Reads a request with these members and writes it again.
fn target_again(choice: &Value) -> Value {
    let request: Request = taken(&upgrade(choice));
    generated::serde_json::to_value(&request).expect("JSON")
}

/// The entry of a contact's profile with these members.
fn attr(members: &Value) -> get::ExternalAttr {
    let profile = json!({ "external_attr": [members] });
    let reply: get::Response = received(&json!({ "errcode": 0, "external_contact": { "external_profile": profile } }));
    let profile = reply.external_contact.and_then(|contact| contact.external_profile);
    profile.expect("a profile").external_attr.remove(0)
}

fn attr_again(members: &Value) -> Value {
    generated::serde_json::to_value(attr(members)).expect("JSON")
}

#[test]
fn each_variant_is_sent_with_its_tag_and_member() {
    let member = Target::Member(UpgradeMember::new("zhangsan").wording("你好"));
    let groupchat = Target::Groupchat(UpgradeGroupchat::new("wr1"));
    for (target, choice) in [
        (member, json!({ "type": 1, "member": { "userid": "zhangsan", "wording": "你好" } })),
        (groupchat, json!({ "type": 2, "groupchat": { "chat_id": "wr1" } })),
    ] {
        let request = Request::new(OpenKfid::from("kf1"), ExternalUserid::from("wm1"), target);
        assert_eq!(sent_to_wecom(&request), upgrade(&choice));
        assert_eq!(taken::<Request>(&upgrade(&choice)), request);
    }
}

#[test]
fn each_variant_is_received_with_its_member() {
    let reply: get::Response = super::receive(CONTACT).expect("the example can be read");
    let profile = reply.external_contact.and_then(|contact| contact.external_profile).expect("a profile");
    let [text, web, miniprogram] = &profile.external_attr[..] else { panic!("three entries") };

    let Some(ExternalAttrContent::Text(text)) = &text.content else { panic!("{text:?}") };
    assert_eq!(text.value.as_deref(), Some("文本"));
    let Some(ExternalAttrContent::Web(web)) = &web.content else { panic!("{web:?}") };
    assert_eq!(web.url.as_deref(), Some("https://www.test.com"));
    let Some(ExternalAttrContent::Miniprogram(miniprogram)) = &miniprogram.content else { panic!("{miniprogram:?}") };
    assert_eq!(miniprogram.appid.as_ref().map(AsRef::as_ref), Some("wx8bd80126147df384"));
}

#[test]
fn the_tag_may_come_last_and_as_a_string() {
    let member = json!({ "userid": "zhangsan" });
    let expected = Target::Member(UpgradeMember::new("zhangsan"));
    for tag in [r#""type":1"#, r#""type":"1""#, r#""type":1.0"#] {
        for body in [
            format!(r#"{{"open_kfid":"kf1","external_userid":"wm1",{tag},"member":{member}}}"#),
            format!(r#"{{"member":{member},"open_kfid":"kf1",{tag},"external_userid":"wm1"}}"#),
            format!(r#"{{"member":{member},"external_userid":"wm1","open_kfid":"kf1",{tag}}}"#),
        ] {
            let request: Request = super::take(body.clone()).unwrap_or_else(|error| panic!("{body}: {error}"));
            assert_eq!(request.target, expected, "{body}");
        }
    }
    assert_eq!(
        attr_again(&json!({ "text": { "value": "v" }, "name": "n", "type": "0" })),
        json!({
            "name": "n", "type": 0, "text": { "value": "v" }
        })
    );
}

#[test]
fn an_unknown_tag_keeps_the_members_that_came_with_it() {
    let choice = json!({ "type": 9, "robot": { "id": [1, { "deep": null }] }, "since": 2027 });
    let unknown = unknown_target(&choice);
    assert_eq!(unknown.tag(), Some(TagValue::Int(9)));
    assert_eq!(unknown.members().keys().collect::<Vec<_>>(), ["robot", "since"]);
    assert_eq!(target_again(&choice), upgrade(&choice));

    let entry = json!({ "name": "n", "type": 9, "robot": { "id": 1 }, "text": { "value": "v" } });
    assert_eq!(attr_again(&entry), entry);
}

#[test]
fn an_unknown_choice_passes_through_a_whole_reply() {
    let contact = super::contact_with(
        "/external_contact/external_profile/external_attr/0",
        json!({ "type": 3, "name": "视频号", "channels": { "nickname": "n", "live": true } }),
    );
    let reply: get::Response = received(&contact);
    reply.validate().expect("a choice that the docs don't list breaks no rule of a reply");
    assert_eq!(answered(&reply), contact);
}

#[test]
fn a_tag_without_its_member_is_kept() {
    for choice in [
        json!({ "type": 1 }),
        json!({ "type": 1, "groupchat": { "chat_id": "wr1" } }),
        json!({ "type": 2, "member": { "userid": "zhangsan" } }),
    ] {
        assert_eq!(target_again(&choice), upgrade(&choice));
    }
    assert_eq!(unknown_target(&json!({ "type": 1, "member": null })).tag(), Some(TagValue::Int(1)));
    let entry = json!({ "name": "n", "type": 1, "text": { "value": "v" } });
    assert_eq!(attr_again(&entry), entry);
}

#[test]
fn a_member_that_the_tag_does_not_select_is_left_out() {
    let both = json!({ "type": 1, "member": { "userid": "u" }, "groupchat": { "chat_id": "wr1" } });
    assert_eq!(target(&both), Target::Member(UpgradeMember::new("u")));
    assert_eq!(target_again(&both), upgrade(&json!({ "type": 1, "member": { "userid": "u" } })));
}

/// Whatever order they come in.
#[test]
fn a_member_that_no_tag_selects_is_never_read() {
    for odd in ["[]", "\"\"", "7", "true", r#"{"value":{}}"#, r#"{"appid":[]}"#, "[[1]]"] {
        for tag in ["0", "9", "\"0\""] {
            for entry in [
                format!(r#"{{"type":{tag},"web":{odd},"text":{{"value":"v"}},"miniprogram":{odd}}}"#),
                format!(r#"{{"web":{odd},"text":{{"value":"v"}},"miniprogram":{odd},"type":{tag}}}"#),
                format!(r#"{{"miniprogram":{odd},"text":{{"value":"v"}},"type":{tag},"web":{odd}}}"#),
            ] {
                let body = format!(
                    r#"{{"errcode":0,"external_contact":{{"external_profile":{{"external_attr":[{entry}]}}}}}}"#
                );
                let reply: get::Response = super::receive(&body).unwrap_or_else(|error| panic!("{body}: {error}"));
                let content = reply.external_contact.and_then(|contact| contact.external_profile);
                match content.expect("a profile").external_attr.remove(0).content {
                    Some(ExternalAttrContent::Text(text)) if tag != "9" => assert_eq!(text.value.as_deref(), Some("v")),
                    Some(ExternalAttrContent::Unknown(unknown)) if tag == "9" => {
                        let odd: Value = generated::serde_json::from_str(odd).expect("JSON");
                        assert_eq!((&*unknown.members()["web"], unknown.members().len()), (&odd, 3), "{body}");
                    }
                    other => panic!("{body}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn an_unlisted_choice_keeps_all_of_its_members() {
    let entry = json!({ "type": 9, "text": { "value": 1.5, "new": [1] }, "web": [] });
    assert_eq!(attr_again(&entry), entry);
}

#[test]
fn a_selected_member_may_be_empty_or_in_a_string() {
    for (members, expected) in [
        (r#""text":[]"#, json!({ "type": 0 })),
        (r#""text":"""#, json!({ "type": 0 })),
        (r#""text":false"#, json!({ "type": 0 })),
        (r#""text":"{\"value\":\"v\"}""#, json!({ "type": 0, "text": { "value": "v" } })),
        (r#""text":{"value":""}"#, json!({ "type": 0, "text": { "value": "" } })),
    ] {
        for entry in [format!(r#"{{"type":0,{members}}}"#), format!(r#"{{{members},"type":0}}"#)] {
            let entry: Value = generated::serde_json::from_str(&entry).expect("JSON");
            assert_eq!(attr_again(&entry), expected, "{entry}");
        }
    }
}

#[test]
fn the_last_of_several_tags_counts() {
    let member = r#""member":{"userid":"u"}"#;
    let groupchat = r#""groupchat":{"chat_id":"wr1"}"#;
    for (choice, expected) in [
        (format!(r#""type":1,{member},"type":2,{groupchat}"#), json!({ "type": 2, "groupchat": { "chat_id": "wr1" } })),
        (format!(r#""type":1,{member},{groupchat},"type":2"#), json!({ "type": 2, "groupchat": { "chat_id": "wr1" } })),
        (format!(r#""type":2,{member},"type":1"#), json!({ "type": 1, "member": { "userid": "u" } })),
        (format!(r#""type":1,{member},"type":1"#), json!({ "type": 1, "member": { "userid": "u" } })),
        (format!(r#""type":1,{member},"type":9"#), json!({ "type": 9, "member": { "userid": "u" } })),
        (format!(r#""type":1,{member},"member":null"#), json!({ "type": 1 })),
    ] {
        let body = format!(r#"{{"open_kfid":"kf1","external_userid":"wm1",{choice}}}"#);
        let request: Request = super::take(body.clone()).unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(generated::serde_json::to_value(&request).expect("JSON"), upgrade(&expected), "{body}");
    }
}

#[test]
fn an_unknown_member_beside_a_known_choice_is_left_out() {
    let choice = json!({ "type": 1, "member": { "userid": "u" } });
    let mut more = choice.clone();
    more["since"] = json!(2027);
    assert_eq!(target_again(&more), upgrade(&choice));
}

#[test]
fn in_a_reply_the_whole_choice_may_be_missing() {
    assert_eq!(attr(&json!({ "name": "n" })).content, None);
    assert_eq!(attr(&json!({ "name": "n", "type": null, "text": null })).content, None);
    assert_eq!(attr_again(&json!({ "name": "n", "surprise": 1 })), json!({ "name": "n" }));
}

#[test]
fn a_member_without_a_tag_is_kept() {
    let entry = json!({ "name": "n", "text": { "value": "v" } });
    let Some(ExternalAttrContent::Unknown(unknown)) = attr(&entry).content else { panic!("no tag, no variant") };
    assert_eq!(unknown.tag(), None);
    assert_eq!(attr_again(&entry), entry);
}

#[test]
fn a_request_must_carry_its_tag() {
    let body = upgrade(&json!({ "member": { "userid": "u" } })).to_string();
    assert_eq!(request_error::<Request>(body).message(), "missing `type`");
    let error = request_error::<Request>(upgrade(&json!({ "type": null })).to_string());
    assert_eq!((error.pointer(), error.message()), ("/type", "expected an integer, found null"));
}

#[test]
fn a_server_refuses_a_choice_that_the_docs_do_not_list() {
    for (choice, expected) in [
        (json!({ "type": 9, "robot": {} }), "#/type choice"),
        (json!({ "type": 1 }), "#/member choice"),
        (json!({ "type": 1, "groupchat": { "chat_id": "wr1" } }), "#/member choice"),
        (json!({ "type": 2, "member": { "userid": "u" } }), "#/groupchat choice"),
    ] {
        assert_eq!(violations(&taken::<Request>(&upgrade(&choice))), [expected], "{choice}");
    }
}

#[test]
fn a_violation_does_not_show_what_an_unknown_choice_holds() {
    let request: Request = taken(&upgrade(&json!({ "type": 9, "wording": "私密" })));
    let violations = request.validate().expect_err("the tag is not listed");
    assert_eq!(
        violations.to_string(),
        "/type must belong to a choice that the docs list: a tag and its member [choice]"
    );
}

#[test]
fn rules_reach_into_the_member_of_a_choice() {
    let member =
        Request::new(OpenKfid::from("kf1"), ExternalUserid::from("wm1"), Target::Member(UpgradeMember::new("")));
    assert_eq!(violations(&member), ["#/member/userid chars 0"]);
    let groupchat =
        Request::new(OpenKfid::from("kf1"), ExternalUserid::from("wm1"), Target::Groupchat(UpgradeGroupchat::new("")));
    assert_eq!(violations(&groupchat), ["#/groupchat/chat_id chars 0"]);
}

#[test]
fn an_error_in_a_member_has_its_pointer() {
    let error = request_error::<Request>(upgrade(&json!({ "type": 1, "member": { "userid": [] } })).to_string());
    assert_eq!((error.pointer(), error.message()), ("/member/userid", "expected a string, found sequence"));
    // A member that came before its tag is read at the end.
    for body in [
        r#"{"member":{"userid":[]},"open_kfid":"kf1","external_userid":"wm1","type":1}"#,
        r#"{"type":2,"member":{"userid":[]},"open_kfid":"kf1","external_userid":"wm1","type":1}"#,
    ] {
        let error = request_error::<Request>(body);
        assert_eq!((error.pointer(), error.message()), ("/member/userid", "expected a string, found sequence"));
        assert_eq!(error.position(), None);
    }
    let entry = json!({ "text": { "value": { "\"a/b": 1 } }, "type": 0 }).to_string();
    let body =
        format!(r#"{{"errcode":0,"external_contact":{{"external_profile":{{"external_attr":[{{}},{entry}]}}}}}}"#);
    let error = super::reply_error::<get::Response>(body);
    assert_eq!(error.pointer(), "/external_contact/external_profile/external_attr/1/text/value");
    assert_eq!(error.message(), "expected a string, found map");
    let error = request_error::<Request>(r#"{"type":"one","member":{}}"#);
    assert_eq!((error.pointer(), error.message()), ("/type", r#"expected an integer, found string "one""#));
}
