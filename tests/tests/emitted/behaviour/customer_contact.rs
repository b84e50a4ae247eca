//! Messages to many customers, moments and group chats, written as their users write them.

use generated::{
    Validate, serde_json,
    serde_json::{Value, json},
    wecom::{
        externalcontact::{
            Attachment, AttachmentImage, AttachmentLink, ChatType, add_moment_task, add_msg_template,
            groupchat::get::{ChatMember, ChatMemberId},
        },
        kf::knowledge::{self, Answer, AnswerText, Question, QuestionText, add_intent},
    },
};

use super::violations;

fn warnings(value: &impl Validate) -> Vec<String> {
    value.warnings().into_iter().map(|warning| format!("{} {}", warning.pointer, warning.rule.id())).collect()
}

#[test]
fn a_message_for_customers() {
    let request = add_msg_template::Request::new()
        .external_userid(["wm1", "wm2"])
        .text(add_msg_template::Text::new("你好"))
        .attachments([
            Attachment::from(AttachmentImage::new().media_id("media1")),
            AttachmentLink::new("标题", "https://example.com").into(),
        ]);

    assert_eq!(
        serde_json::to_value(&request).expect("JSON"),
        json!({
            "external_userid": ["wm1", "wm2"],
            "text": { "content": "你好" },
            "attachments": [
                { "msgtype": "image", "image": { "media_id": "media1" } },
                { "msgtype": "link", "link": { "title": "标题", "url": "https://example.com" } },
            ],
        })
    );
    assert_eq!(violations(&request), Vec::<String>::new());
    assert_eq!(warnings(&request), Vec::<String>::new());
}

#[test]
fn a_message_for_group_chats_needs_its_sender() {
    let text = add_msg_template::Text::new("你好");
    let request = add_msg_template::Request::new().chat_type(ChatType::Group).chat_id_list(["wr1"]).text(text);
    assert_eq!(violations(&request), ["#/sender required_if", "# at_least_one_of 0"]);
    assert_eq!(violations(&request.sender("zhangsan")), Vec::<String>::new());
}

#[test]
fn what_belongs_to_the_other_kind_of_message_is_ignored() {
    let example = include_str!("../../../../schemas/wecom/externalcontact/add_msg_template/request.json");
    let request: add_msg_template::Request = serde_json::from_str(example).expect("it is a request");
    assert_eq!(violations(&request), Vec::<String>::new());
    let ignored = ["/chat_id_list ignored_unless", "/tag_filter ignored_if", "/attachments/0/image/pic_url first_of"];
    assert_eq!(warnings(&request), ignored);
}

#[test]
fn a_moment_has_nine_pictures_or_one_video() {
    use add_moment_task::{MomentAttachment, MomentImage, MomentVideo, Request};
    let image = || MomentAttachment::from(MomentImage::new("media1"));
    let video = || MomentAttachment::from(MomentVideo::new("media2"));
    let broken = |attachments: Vec<MomentAttachment>| violations(&Request::new().attachments(attachments));

    assert_eq!(broken(vec![image(); 9]), Vec::<String>::new());
    assert_eq!(broken(vec![video()]), Vec::<String>::new());
    assert_eq!(broken(vec![image(); 10]), ["#/attachments items 10"]);
    assert_eq!(broken(vec![video(), video()]), ["#/attachments kinds 2"]);
    assert_eq!(broken(vec![image(), video()]), ["#/attachments alike"]);
}

#[test]
fn the_id_in_a_group_chat_is_of_a_member_or_of_a_contact() {
    let member = |value: Value| serde_json::from_value::<ChatMember>(value).expect("it is a reply").id;
    let id = member(json!({ "userid": "abel", "type": 1 }));
    assert!(matches!(id, Some(ChatMemberId::CompanyMember(userid)) if userid.as_str() == "abel"));
    let id = member(json!({ "userid": "wm1", "type": 2 }));
    assert!(matches!(id, Some(ChatMemberId::ExternalContact(contact)) if contact.as_str() == "wm1"));
}

#[test]
fn a_question_and_its_answer() {
    let answer = Answer::new(AnswerText::new("在九月")).attachments([knowledge::AttachmentImage::new("media1")]);
    let question = Question::new(QuestionText::new("何时开学?"));
    let request = add_intent::Request::new(question, [answer], "group1".into());

    assert_eq!(
        serde_json::to_value(&request).expect("JSON"),
        json!({
            "group_id": "group1",
            "question": { "text": { "content": "何时开学?" } },
            "answers": [{
                "text": { "content": "在九月" },
                "attachments": [{ "msgtype": "image", "image": { "media_id": "media1" } }],
            }],
        })
    );
    assert_eq!(violations(&request), Vec::<String>::new());
}
