//! Copies the customers of all members into a file, goes on where an earlier run stopped, and sets remarks.
//!
//! `cargo run -p social-crm --example sync_customers --features examples` shows it against the mock. To copy real customers,
//! set `WECOM_CORPID` and `WECOM_SECRET`.

use std::{
    env,
    error::Error,
    fmt,
    fs::{self, OpenOptions},
    io::{self, Write},
    path::PathBuf,
};

use generated::{
    client::{Client, Retry},
    mock::{self, Answer, Server},
    serde_json::{self, json},
    wecom::{
        self, ErrorCode, Userid, Wecom,
        externalcontact::{
            batch::get_by_user::{self, FollowedContact},
            get_follow_user_list, remark,
        },
        gettoken,
    },
};

/// Customers who came through this channel get a remark. It is the `state` of a contact way (联系我).
const CHANNEL: &str = "expo";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let Ok(company) = env::var("WECOM_CORPID") else { return demo(&mock::start()?).await };
    let app = gettoken::Request::new(company.into(), variable("WECOM_SECRET")?.into());
    let client = Client::new(Wecom::new())?.with_tokens_from(app).with_retry(Retry::times(5));
    report(&sync(&client, &Store::open("customers")?).await?);
    Ok(())
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("set the variable {name}"))
}

/// Copies all customers. After an error, call it again: it goes on with the page that it could not fetch.
pub async fn sync(client: &Client<Wecom>, store: &Store) -> Result<Summary, SyncError> {
    let mut members = client.call(&get_follow_user_list::Request::new()).await?.follow_user;
    members.sort(); // so that another run goes through them in the same order
    let start = store.checkpoint()?;
    let mut summary = Summary::default();
    for member in members {
        let mut request = get_by_user::Request::new([member.clone()]).limit(100);
        request.cursor = match &start {
            Some((last, _)) if member < *last => continue, // an earlier run has copied their customers
            Some((last, None)) if member == *last => continue,
            Some((last, cursor)) if member == *last => cursor.clone(),
            _ => None,
        };
        let mut pages = client.pages(request);
        while let Some(page) = pages.next().await {
            let customers = match page {
                Err(error) if error.code() == Some(ErrorCode::NOT_AN_EXTERNAL_CONTACT) => break, // they have none
                page => page?.external_contact_list,
            };
            for request in customers.iter().filter_map(remark_of) {
                summary.remarks += usize::from(set_remark(client, &request).await?);
            }
            store.add(&customers)?;
            store.set_checkpoint(&(member.clone(), pages.cursor().cloned()))?;
            summary.customers += customers.len();
        }
    }
    store.finish()?;
    Ok(summary)
}

/// The remark for a customer; `None` if there is nothing to change.
fn remark_of(customer: &FollowedContact) -> Option<remark::Request> {
    let (contact, follow) = (customer.external_contact.as_ref()?, customer.follow_info.as_ref()?);
    let prefix = format!("{CHANNEL} ");
    if follow.state.as_deref() != Some(CHANNEL) || follow.remark.as_ref()?.starts_with(&prefix) {
        return None;
    }
    let text: String = prefix.chars().chain(contact.name.as_ref()?.chars()).take(20).collect(); // no more are allowed
    Some(remark::Request::new(follow.userid.clone()?, contact.external_userid.clone()?).remark(text))
}

/// Returns whether the remark was set: by now, the member may have lost the customer.
async fn set_remark(client: &Client<Wecom>, request: &remark::Request) -> Result<bool, wecom::Error> {
    match client.call(request).await {
        Ok(_) => Ok(true),
        Err(error) if error.code() == Some(ErrorCode::NOT_AN_EXTERNAL_CONTACT) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What a run did.
#[derive(Debug, Default, PartialEq)]
pub struct Summary {
    /// How many customers it copied.
    pub customers: usize,
    /// How many remarks it set.
    pub remarks: usize,
}

/// A member, and the cursor of the next page of their customers; `None` after the last page.
type Checkpoint = (Userid, Option<String>);

/// The customers, one in each line of a file, and the checkpoint. In your program, both are in a database.
///
/// A customer comes again in the next run, and if the program stops before the checkpoint is stored: the last line counts.
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// Opens a folder, which is created if necessary.
    pub fn open(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    fn add(&self, customers: &[FollowedContact]) -> io::Result<()> {
        let mut lines = Vec::new();
        for customer in customers {
            serde_json::to_writer(&mut lines, customer)?;
            lines.push(b'\n');
        }
        let path = self.folder.join("customers.jsonl");
        OpenOptions::new().create(true).append(true).open(path)?.write_all(&lines)
    }

    fn checkpoint(&self) -> io::Result<Option<Checkpoint>> {
        match fs::read(self.folder.join("checkpoint.json")) {
            Ok(json) => Ok(serde_json::from_slice(&json)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn set_checkpoint(&self, checkpoint: &Checkpoint) -> io::Result<()> {
        let new = self.folder.join("checkpoint.new");
        fs::write(&new, serde_json::to_vec(checkpoint)?)?;
        fs::rename(new, self.folder.join("checkpoint.json"))
    }

    /// Removes the checkpoint: the next run begins anew.
    fn finish(&self) -> io::Result<()> {
        match fs::remove_file(self.folder.join("checkpoint.json")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// The reason why a run stopped.
#[derive(Debug)]
pub enum SyncError {
    /// A call of WeCom failed.
    Call(wecom::Error),
    /// The file could not be read or written.
    Store(io::Error),
}

impl fmt::Display for SyncError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Store(error) => write!(f, "the customers cannot be stored: {error}"),
        }
    }
}

impl Error for SyncError {}

impl From<wecom::Error> for SyncError {
    fn from(error: wecom::Error) -> Self {
        Self::Call(error)
    }
}

impl From<io::Error> for SyncError {
    fn from(error: io::Error) -> Self {
        Self::Store(error)
    }
}

fn report(summary: &Summary) {
    println!("copied {} customers, set {} remarks", summary.customers, summary.remarks);
}

/// Copies the customers of two members from the mock. A page fails, and the second run goes on there.
pub async fn demo(server: &Server) -> Result<(), Box<dyn Error>> {
    let members = json!({ "follow_user": ["lisi", "zhangsan"] });
    server.on::<get_follow_user_list::Request>().always(Answer::json(members)?);
    let customer = |id: &str, member: &str, state: &str| {
        json!({ "external_contact": { "external_userid": id, "name": id },
            "follow_info": { "userid": member, "remark": id, "state": state } })
    };
    let (lisi, zhangsan) = ([Userid::from("lisi")], [Userid::from("zhangsan")]);
    server
        .on::<get_by_user::Request>()
        .when(move |request| request.userid_list == lisi && request.cursor.is_none())
        .always(Answer::json(json!({
            "external_contact_list": [customer("wm1", "lisi", "expo"), customer("wm2", "lisi", "")], "next_cursor": "2" }))?)
        .when(|request| request.cursor.as_deref() == Some("2"))
        .once(Answer::error(ErrorCode::RATE_LIMITED))
        .always(Answer::json(json!({ "external_contact_list": [customer("wm3", "lisi", "")], "next_cursor": "" }))?)
        .when(move |request| request.userid_list == zhangsan)
        .always(Answer::json(json!({ "external_contact_list": [customer("wm1", "zhangsan", "expo")] }))?);

    let client = Client::new(server.vendor::<Wecom>())?.with_credential("any");
    let folder = env::temp_dir().join(format!("customers-{}", server.address().port()));
    let store = Store::open(&folder)?;
    if let Err(error) = sync(&client, &store).await {
        println!("stopped: {error}");
    }
    report(&sync(&client, &store).await?);
    println!("stored {} lines", fs::read_to_string(folder.join("customers.jsonl"))?.lines().count());
    fs::remove_dir_all(folder)?;
    Ok(())
}
