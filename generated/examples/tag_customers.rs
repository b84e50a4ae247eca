//! Tags the customers of all members by how they were added, and creates the tags that the company does not have yet.
//!
//! `cargo run -p social-crm --example tag_customers --features examples` shows it against the mock. To tag real customers,
//! set `WECOM_CORPID` and `WECOM_SECRET`.

use std::{collections::HashMap, env, error::Error};

use generated::{
    client::{Client, Retry},
    mock::{self, Answer, Server},
    serde_json::json,
    wecom::{
        self, AddWay, ErrorCode, TagId, Wecom,
        externalcontact::{
            NewCustomerTag, add_corp_tag,
            batch::get_by_user::{self, FollowInfo, FollowedContact},
            get_corp_tag_list, get_follow_user_list, mark_tag,
        },
        gettoken,
    },
};

/// The group of the tags.
const GROUP: &str = "来源";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let Ok(company) = env::var("WECOM_CORPID") else { return demo(&mock::start()?).await };
    let app = gettoken::Request::new(company.into(), variable("WECOM_SECRET")?.into());
    let client = Client::new(Wecom::new())?.with_tokens_from(app).with_retry(Retry::times(5));
    println!("tagged {} customers", tag_all(&client).await?);
    Ok(())
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("set the variable {name}"))
}

/// The rule: the name of the tag for a customer.
fn tag_name(follow: &FollowInfo) -> Option<&'static str> {
    match follow.add_way? {
        AddWay::ScanQrCode => Some("扫码"),
        AddWay::AcquisitionLink => Some("获客链接"),
        AddWay::WechatChannels => Some("视频号"),
        _ => None,
    }
}

/// Tags all customers to whom the rule applies. Returns how many did not have their tag. It may be run again at any time.
pub async fn tag_all(client: &Client<Wecom>) -> Result<usize, wecom::Error> {
    let mut tags = Tags::fetch(client).await?;
    let members = client.call(&get_follow_user_list::Request::new()).await?.follow_user;
    let mut count = 0;
    for member in members {
        let mut customers = client.items(get_by_user::Request::new([member]).limit(100));
        while let Some(customer) = customers.next().await {
            match customer {
                Err(error) if error.code() == Some(ErrorCode::NOT_AN_EXTERNAL_CONTACT) => break, // the member has none
                customer => count += usize::from(tag(client, &mut tags, customer?).await?),
            }
        }
    }
    Ok(count)
}

/// Tags a customer, and returns whether that was necessary and possible.
async fn tag(client: &Client<Wecom>, tags: &mut Tags, customer: FollowedContact) -> Result<bool, wecom::Error> {
    let FollowedContact { external_contact: Some(contact), follow_info: Some(follow), .. } = customer else {
        return Ok(false);
    };
    let (Some(name), Some(member), Some(customer)) = (tag_name(&follow), &follow.userid, contact.external_userid)
    else {
        return Ok(false);
    };
    let Some(id) = tags.id(client, name).await? else { return Ok(false) };
    if follow.tag_id.contains(&id) {
        return Ok(false);
    }
    match client.call(&mark_tag::Request::new(member.clone(), customer).add_tag([id])).await {
        Ok(_) => Ok(true),
        // By now, the member has lost the customer.
        Err(error) if error.code() == Some(ErrorCode::NOT_AN_EXTERNAL_CONTACT) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The tags of the group, by name.
struct Tags(HashMap<String, TagId>);

impl Tags {
    async fn fetch(client: &Client<Wecom>) -> Result<Self, wecom::Error> {
        let groups = client.call(&get_corp_tag_list::Request::new()).await?.tag_group;
        let tags =
            groups.into_iter().filter(|group| group.group_name.as_deref() == Some(GROUP)).flat_map(|group| group.tag);
        Ok(Self(tags.filter_map(|tag| Some((tag.name?, tag.id?))).collect()))
    }

    /// The id of a tag, which is created if the company does not have it; `None` if WeCom does not return it.
    async fn id(&mut self, client: &Client<Wecom>, name: &str) -> Result<Option<TagId>, wecom::Error> {
        if !self.0.contains_key(name) {
            // Also creates the group, if the company does not have it.
            let request = add_corp_tag::Request::new([NewCustomerTag::new(name)]).group_name(GROUP);
            let created = client.call(&request).await?.tag_group.into_iter().flat_map(|group| group.tag);
            self.0.extend(created.filter_map(|tag| Some((tag.name?, tag.id?))));
        }
        Ok(self.0.get(name).cloned())
    }
}

/// Tags four customers of the mock. One of the tags exists.
pub async fn demo(server: &Server) -> Result<(), Box<dyn Error>> {
    server.on::<get_corp_tag_list::Request>().always(Answer::json(json!({
        "tag_group": [{ "group_name": GROUP, "tag": [{ "id": "et1", "name": "扫码" }] }] }))?);
    server.on::<add_corp_tag::Request>().once(Answer::json(json!({
        "tag_group": { "group_name": GROUP, "tag": [{ "id": "et2", "name": "视频号" }] } }))?);
    server.on::<get_follow_user_list::Request>().always(Answer::json(json!({ "follow_user": ["zhangsan"] }))?);
    let customer = |id: &str, add_way: u32, tags: &[&str]| {
        json!({ "external_contact": { "external_userid": id, "name": id },
            "follow_info": { "userid": "zhangsan", "add_way": add_way, "tag_id": tags } })
    };
    server.on::<get_by_user::Request>().always(Answer::json(json!({ "external_contact_list": [
        customer("wm1", 1, &[]), customer("wm2", 1, &["et1"]), customer("wm3", 10, &[]), customer("wm4", 2, &[]) ] }))?);

    let client = Client::new(server.vendor::<Wecom>())?.with_credential("any");
    println!("tagged {} customers", tag_all(&client).await?);
    for mark_tag::Request { external_userid, add_tag, .. } in server.calls().into_iter().map(|call| call.request) {
        for tag in add_tag.unwrap_or_default() {
            println!("{external_userid} got the tag {tag}");
        }
    }
    Ok(())
}
