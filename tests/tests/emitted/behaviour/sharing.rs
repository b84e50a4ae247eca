//! Types that endpoints share: their paths, derived objects, and members that other pages add.

use generated::serde_json::{self, json};
use generated::wecom::{self, externalcontact};

/// Compiles only if both are one type.
fn same<T>(_: Option<T>, _: Option<T>) {}

#[test]
fn a_type_has_one_path_in_its_area_and_one_through_each_endpoint() {
    same::<externalcontact::FollowUser>(None, None::<externalcontact::get::FollowUser>);
    same::<wecom::ExternalUserid>(None, None::<externalcontact::get::ExternalUserid>);
    same::<externalcontact::ExternalContact>(None, None::<externalcontact::batch::get_by_user::ExternalContact>);
}

#[test]
fn a_derived_object_has_the_members_of_its_base_but_for_the_removed_ones() {
    let info = json!({ "userid": "u", "createtime": 1, "tag_id": ["t"], "tags": [{ "tag_id": "x" }] });
    let info: externalcontact::batch::get_by_user::FollowInfo = serde_json::from_value(info).expect("it is a reply");
    assert_eq!(info.userid, Some("u".into()));
    assert_eq!(info.tag_id, ["t"]);
    let written = serde_json::to_value(&info).expect("it is JSON");
    assert_eq!(written, json!({ "userid": "u", "createtime": 1, "tag_id": ["t"] }));
}

#[test]
fn a_request_can_be_derived() {
    use externalcontact::groupchat::update_join_way::{JoinWayScene, Request};
    let request = Request::new(JoinWayScene::QrCode, ["c".into()], "way".into()).auto_create_room(false);
    let written = serde_json::to_value(&request).expect("it is JSON");
    assert_eq!(written, json!({ "scene": 2, "auto_create_room": 0, "chat_id_list": ["c"], "config_id": "way" }));
}

#[test]
fn another_page_adds_a_member() {
    let member: externalcontact::groupchat::get::ChatMember =
        serde_json::from_value(json!({ "state": "s" })).expect("it is a reply");
    assert_eq!(member.state.as_deref(), Some("s"));
}
