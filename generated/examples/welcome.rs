//! Welcomes new customers of a member (客户联系) with a text, a picture and a link.
//!
//! `cargo run -p social-crm --example welcome --features examples` shows it against the mock. To welcome real customers, set
//! the variables in `main`, and enter the address of the service in WeCom's console.

use std::{
    collections::VecDeque,
    env,
    error::Error,
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{Request, Response, request::Parts},
    routing::get,
};
use generated::{
    File,
    callbacks::{Inbox, Received, Sender},
    client::{Client, Retry},
    mock::{self, Answer, Server},
    wecom::{
        self, ErrorCode, Event, ExternalUserid, Userid, Wecom,
        externalcontact::{
            Attachment, AttachmentImage, AttachmentLink, WelcomeCode,
            events::ContactAdded,
            send_welcome_msg::{self, Text},
        },
        gettoken,
        media::uploadimg,
    },
};
use tokio::{net::TcpListener, time};

/// A welcome code is valid for 20 seconds. Later attempts are in vain.
const DEADLINE: Duration = Duration::from_secs(18);
/// WeCom pushes an event again within seconds, if at all.
const REMEMBERED: usize = 1000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let Ok(company) = env::var("WECOM_CORPID") else { return demo(&mock::start()?).await };
    let inbox = Inbox::new(variable("WECOM_TOKEN")?, variable("WECOM_AES_KEY")?, &company)?;
    let app = gettoken::Request::new(company.into(), variable("WECOM_SECRET")?.into());
    let client = Client::new(Wecom::new())?.with_tokens_from(app);
    let picture = File::open(variable("WECOM_PICTURE")?)?.with_content_type("image/png");
    let welcomer = Welcomer::new(client, picture).await?;
    Ok(serve(TcpListener::bind("0.0.0.0:8080").await?, inbox, welcomer).await?)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("set the variable {name}"))
}

/// Sends welcome messages.
#[derive(Clone)]
pub struct Welcomer {
    client: Client<Wecom>,
    picture: String,
}

/// What became of a customer.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// WeCom has sent the message.
    Welcomed,
    /// The company has configured a welcome message in WeCom's console, or the two have begun to chat.
    NoCode,
    /// Another app was faster, or the two have begun to chat.
    NotNeeded,
}

impl Welcomer {
    /// Uploads the picture now: there is little time when a customer is added. Its URL does not expire, as ids of files do.
    pub async fn new(client: Client<Wecom>, picture: File) -> Result<Self, Box<dyn Error>> {
        // Another app may be sending a welcome message, which may fail: then WeCom asks to retry.
        let client = client.with_retry(Retry::times(4)).with_deadline(DEADLINE);
        let picture = client.call(&uploadimg::Request::new(picture)).await?.url.ok_or("the picture has no URL")?;
        Ok(Self { client, picture })
    }

    /// Welcomes a customer.
    pub async fn welcome(&self, event: ContactAdded) -> Result<Outcome, wecom::Error> {
        let Some(code) = event.welcome_code else { return Ok(Outcome::NoCode) };
        let picture = AttachmentImage::new().pic_url(&self.picture);
        let link = AttachmentLink::new("产品介绍", "https://example.com/products").desc("看看我们的产品");
        let request = send_welcome_msg::Request::new(code)
            .text(Text::new("您好，很高兴认识您！"))
            .attachments([Attachment::Image(picture), Attachment::Link(link)]);
        match self.client.call(&request).await {
            Ok(_) => Ok(Outcome::Welcomed),
            Err(error) if error.code() == Some(ErrorCode::CONVERSATION_HAS_BEGUN) => Ok(Outcome::NotNeeded),
            Err(error) => Err(error),
        }
    }
}

/// Serves until it is aborted.
pub async fn serve(listener: TcpListener, inbox: Inbox<Wecom>, welcomer: Welcomer) -> io::Result<()> {
    let shared = Arc::new(Shared { inbox, welcomer, seen: Mutex::default() });
    let app = Router::new().route("/hook", get(hook).post(hook)).with_state(shared);
    axum::serve(listener, app).await
}

struct Shared {
    inbox: Inbox<Wecom>,
    welcomer: Welcomer,
    seen: Mutex<Seen>,
}

/// Receives what WeCom pushes. It must answer within 5 seconds, so the work is done in a task.
async fn hook(State(shared): State<Arc<Shared>>, parts: Parts, body: Bytes) -> Response<Body> {
    let answer = match shared.inbox.receive(&Request::from_parts(parts, body)) {
        Ok(Received::Probe(answer)) => answer,
        Ok(Received::Event(delivery)) => {
            let is_new = shared.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(delivery.digest());
            let answer = delivery.ack();
            if let (true, Event::ContactAdded(event)) = (is_new, delivery.event) {
                let welcomer = shared.welcomer.clone();
                tokio::spawn(async move {
                    let customer = event.external_userid.clone();
                    match welcomer.welcome(event).await {
                        Ok(outcome) => println!("{customer}: {outcome:?}"),
                        Err(error) => eprintln!("{customer}: {error}"),
                    }
                });
            }
            answer
        }
        Err(error) => {
            eprintln!("refused a delivery: {error}");
            error.response()
        }
    };
    answer.map(Body::from)
}

/// The last events: WeCom pushes an event again if the answer is late. If several processes serve, keep them in Redis.
#[derive(Default)]
struct Seen(VecDeque<String>);

impl Seen {
    /// Whether it is new.
    fn insert(&mut self, digest: &str) -> bool {
        if self.0.iter().any(|seen| seen == digest) {
            return false;
        }
        self.0.push_back(digest.to_owned());
        if self.0.len() > REMEMBERED {
            self.0.pop_front();
        }
        true
    }
}

/// Runs the service. The mock pushes an event three times, and another one.
pub async fn demo(server: &Server) -> Result<(), Box<dyn Error>> {
    const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
    let client = Client::new(server.vendor::<Wecom>())?.with_credential("any");
    let welcomer = Welcomer::new(client, File::new("hello.png", b"\x89PNG\r\n\x1a\n")).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hook", listener.local_addr()?);
    let inbox = Inbox::new("token", KEY, "ww1")?;
    let service = tokio::spawn(serve(listener, inbox, welcomer));

    let sender = Sender::<Wecom>::new("token", KEY, "ww1")?;
    server.probe(&sender, &url).await?;
    server.push(&sender, &url, &added("wm1", "CODE1")).times(3).await?;
    server.on::<send_welcome_msg::Request>().once(Answer::error(ErrorCode::WELCOME_MSG_IN_PROGRESS));
    server.push(&sender, &url, &added("wm2", "CODE2")).await?;
    let welcomes = async {
        while server.calls::<send_welcome_msg::Request>().len() < 3 {
            time::sleep(Duration::from_millis(5)).await;
        }
    };
    time::timeout(Duration::from_secs(10), welcomes).await?;
    service.abort();
    Ok(())
}

/// The event of a customer who was added.
fn added(customer: &str, code: &str) -> ContactAdded {
    let mut event = ContactAdded::new(Userid::from("zhangsan"), ExternalUserid::from(customer));
    event.welcome_code = Some(WelcomeCode::from(code));
    event
}
