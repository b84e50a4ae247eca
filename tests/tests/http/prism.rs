//! The client against Prism, an independent server that implements the OpenAPI descriptions.
//!
//! `cargo xtask interop` starts Prism for each vendor and runs this with `PRISM_<VENDOR>` set to its address.

use std::env;

use generated::{
    BaseUrl, Credential, CredentialPlace, Endpoint, Reply, Secret, Vendor,
    client::{Client, Http, Limits, Transport},
    http::{Request, Response, StatusCode, Uri},
    serde_json::{self, Value},
    wecom,
};

/// The vendor at the address of its Prism server.
fn served<V: Vendor>() -> V {
    let name = format!("PRISM_{}", V::NAME.to_uppercase());
    let address = env::var(&name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask interop`"));
    V::at(BaseUrl::new(address).expect("a base URL"))
}

/// The examples of requests, or a request that is made from the model.
fn requests<E: Endpoint>() -> Vec<E> {
    let read = |json: &str| serde_json::from_str(json).unwrap_or_else(|error| panic!("{}: {error}", E::INFO.name));
    match E::EXAMPLES.request {
        [] => vec![read(&tests::requests::request(tests::model(), E::INFO.name).to_string())],
        examples => examples.iter().map(|example| read(example.json)).collect(),
    }
}

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("it is JSON")
}

/// Calls an endpoint with each of its examples, and sends requests that Prism must refuse. Returns the number of
/// requests.
async fn called<E: Endpoint>(http: &Http) -> usize {
    let vendor: E::Vendor = served();
    let client = Client::over(http.clone(), served::<E::Vendor>()).with_credential("TOKEN");
    let credential = E::Credential::from_secret(Some(Secret::new("TOKEN"))).expect("it is enough");
    let mut count = 0;
    for request in requests::<E>() {
        let reply = client.call(&request).await.unwrap_or_else(|error| panic!("{}: {error}", E::INFO.name));
        if let Some(example) = E::EXAMPLES.response.first() {
            let example = E::Response::from_http(Response::new(example.json)).expect("an example is a reply");
            assert_eq!(written(&reply), written(&example), "{}", E::INFO.name);
        }
        let message = request.to_http(&vendor, &credential).expect("an example is a good request");
        let status = sent(http, anonymous::<E::Vendor>(message.clone())).await;
        let expected = if E::INFO.authenticated { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
        assert_eq!(status, expected, "{}: without a credential", E::INFO.name);
        count += 2;
        if serde_json::from_str::<E>("{}").is_err() {
            let status = sent(http, empty::<E::Vendor>(message)).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{}: an empty request", E::INFO.name);
            count += 1;
        }
    }
    count
}

async fn sent(http: &Http, message: Request<Vec<u8>>) -> StatusCode {
    http.send(message, Limits::default()).await.unwrap_or_else(|error| panic!("{error}")).status()
}

/// A message without its credential.
fn anonymous<V: Vendor>(mut message: Request<Vec<u8>>) -> Request<Vec<u8>> {
    match V::CREDENTIAL {
        CredentialPlace::Query(name) => keep(&mut message, |parameter| !parameter.starts_with(&format!("{name}="))),
        CredentialPlace::Header(name) => drop(message.headers_mut().remove(name)),
        other => panic!("{other:?} is new here"),
    }
    message
}

/// A message with nothing but its credential.
fn empty<V: Vendor>(mut message: Request<Vec<u8>>) -> Request<Vec<u8>> {
    if let CredentialPlace::Query(name) = V::CREDENTIAL {
        keep(&mut message, |parameter| parameter.starts_with(&format!("{name}=")));
    }
    if !message.body().is_empty() {
        *message.body_mut() = b"{}".to_vec();
    }
    message
}

/// Keeps only the wanted parameters of the query.
fn keep(message: &mut Request<Vec<u8>>, wanted: impl Fn(&str) -> bool) {
    let uri = message.uri().to_string();
    let (path, query) = uri.split_once('?').unwrap_or((&uri, ""));
    let kept: Vec<&str> = query.split('&').filter(|parameter| wanted(parameter)).collect();
    *message.uri_mut() = format!("{path}?{}", kept.join("&")).parse::<Uri>().expect("a URI");
}

#[tokio::test]
#[ignore = "needs Prism: `cargo xtask interop` starts it and runs this"]
async fn prism_takes_what_the_client_sends() {
    let http = Http::new().expect("TLS");
    let counts = sampled_endpoints!(E => called::<E>(&http).await);
    assert!(counts.len() > 50);
    let count: usize = counts.iter().map(|(_, count)| count).sum();
    eprintln!("{count} messages to Prism were answered correctly");
}

#[tokio::test]
#[ignore = "needs Prism: `cargo xtask interop` starts it and runs this"]
async fn prism_hands_out_the_token_of_the_next_call() {
    use wecom::{Wecom, kf::customer::get_upgrade_service_config::Request};
    let client = Client::new(served::<Wecom>()).expect("TLS").with_tokens_from(crate::login("ww1", "s3cr3t"));
    client.call(&Request::new()).await.unwrap_or_else(|error| panic!("{error}"));
}
