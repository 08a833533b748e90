//! Drives the vendor's SDK for Rust by the steps of files. ../README.md says how.
use serde::{de::DeserializeOwned, Serialize};
use serde_json::{json, Value};
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};
use stytch::client::Vertical;
use stytch::consumer::m2m::{AuthenticateTokenRequest, M2M};

type Fault = Box<dyn Error>;
/// A response, or the type of a refusal, or what is wrong with either.
type Called = Result<Result<Value, String>, Fault>;

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

/// The parameters of an operation.
fn filled<Request: Default + Serialize + DeserializeOwned>(sent: Value) -> Result<Request, Fault> {
    let mut all = serde_json::to_value(Request::default())?;
    if let (Some(all), Value::Object(sent)) = (all.as_object_mut(), sent) {
        all.extend(sent);
    }
    Ok(serde_json::from_value(all)?)
}

fn decoded<Response: Serialize>(result: stytch::Result<Response>) -> Called {
    let error = match result {
        Ok(response) => return Ok(Ok(serde_json::to_value(response)?)),
        Err(stytch::Error::Response(error)) => return Ok(Err(error.error_type)),
        Err(error) => error,
    };
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text += &format!(": {inner}");
        cause = inner.source();
    }
    Err(text.into())
}

async fn authenticate_token(m2m: &M2M, sent: Value) -> Called {
    let mut request = AuthenticateTokenRequest::default();
    request.access_token = serde_json::from_value(sent["access_token"].clone())?;
    request.required_scopes = serde_json::from_value(sent["required_scopes"].clone())?;
    decoded(m2m.authenticate_token(request).await)
}

async fn token(m2m: &M2M, mut sent: Value) -> Called {
    sent["grant_type"] = "client_credentials".into();
    decoded(m2m.token(serde_json::from_value(sent)?).await)
}

enum Client {
    B2b(stytch::b2b::client::Client),
    Consumer(stytch::consumer::client::Client),
}

struct Driver {
    client: Client,
    origin: String,
    credentials: (String, String),
}

impl Driver {
    async fn call(&self, name: &str, sent: Value) -> Called {
        match (name, &self.client) {
            ("m2m.authenticatetoken", Client::B2b(client)) => {
                authenticate_token(&client.m2m, sent).await
            }
            ("m2m.authenticatetoken", Client::Consumer(client)) => {
                authenticate_token(&client.m2m, sent).await
            }
            ("m2m.token", Client::B2b(client)) => token(&client.m2m, sent).await,
            ("m2m.token", Client::Consumer(client)) => token(&client.m2m, sent).await,
            (_, Client::B2b(client)) => b2b(client, name, sent).await,
            (_, Client::Consumer(client)) => consumer(client, name, sent).await,
        }
    }

    /// Calls an endpoint of the sandbox itself.
    async fn control(&self, endpoint: &str, sent: Value) -> Called {
        let (method, path) = endpoint.split_once(' ').ok_or("no method")?;
        let mut request = reqwest::Client::new()
            .request(method.parse()?, format!("{}{path}", self.origin))
            .basic_auth(&self.credentials.0, Some(&self.credentials.1));
        if !sent.is_null() {
            request = request.json(&sent);
        }
        let response = request.send().await?;
        let (status, answer) = (response.status(), response.json::<Value>().await?);
        if status.is_success() {
            Ok(Ok(answer))
        } else {
            Err(format!("{status} {answer}").into())
        }
    }

    /// Makes one step. Returns whether it succeeded; if not, it was refused as expected.
    async fn run(&self, step: &Value, values: &mut HashMap<String, String>) -> Result<bool, Fault> {
        let sent = step["with"].clone();
        let answer = match (
            step["http"].as_str(),
            step["totp"].as_str(),
            step["call"].as_str(),
        ) {
            (Some(endpoint), ..) => self.control(endpoint, sent).await?,
            (_, Some(secret), _) => Ok(json!({ "totp": totp(secret)? })),
            (.., name) => self.call(&plain(name.ok_or("no step")?), sent).await?,
        };
        if answer.as_ref().err().map(String::as_str) != step["error"].as_str() {
            return Err(
                format!("answered {:?} in place of {}", answer.err(), step["error"]).into(),
            );
        }
        let answer = answer.ok();
        for (name, path) in step["save"].as_object().into_iter().flatten() {
            let path = path.as_str().ok_or("no path")?;
            let found = answer
                .as_ref()
                .and_then(|answer| answer.pointer(&format!("/{}", path.replace('.', "/"))));
            let text = found.and_then(Value::as_str).ok_or(format!("no {path}"))?;
            values.insert(name.clone(), text.to_string());
        }
        if let Some(code) = answer.as_ref().and_then(|answer| answer["totp"].as_str()) {
            values.insert("totp".into(), code.into());
        }
        Ok(answer.is_some())
    }
}

fn plain(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

/// A step with the values of earlier ones in place of their names.
fn substituted(step: Value, values: &HashMap<String, String>) -> Value {
    match step {
        Value::String(text) => Value::String(values.iter().fold(text, |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })),
        Value::Array(list) => list
            .into_iter()
            .map(|inner| substituted(inner, values))
            .collect(),
        Value::Object(object) => object
            .into_iter()
            .map(|(name, inner)| (name, substituted(inner, values)))
            .collect(),
        other => other,
    }
}

/// The six digits of a secret at this moment.
fn totp(secret: &str) -> Result<String, Fault> {
    let (mut key, mut bits, mut held) = (vec![], 0, 0u32);
    for letter in secret.chars() {
        held = held << 5
            | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
                .find(letter)
                .ok_or("not base32")? as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            key.push((held >> bits) as u8);
        }
    }
    let counter = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / 30;
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key);
    let sum = ring::hmac::sign(&key, &counter.to_be_bytes());
    let offset = (sum.as_ref()[19] & 15) as usize;
    let number = u32::from_be_bytes(sum.as_ref()[offset..offset + 4].try_into()?) & 0x7fff_ffff;
    Ok(format!("{:06}", number % 1_000_000))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Fault> {
    let setting = |name| std::env::var(name).map_err(|_| format!("{name} is not set"));
    let (origin, project_id, secret) = (
        setting("BASE_URL")?,
        setting("PROJECT_ID")?,
        setting("SECRET")?,
    );
    let vertical = std::env::args().nth(1).ok_or("b2b or consumer")?;
    let http = |vertical| {
        stytch::client::Client::new_with_base_url(&project_id, &secret, origin.parse()?, vertical)
    };
    let (client, operations) = if vertical == "b2b" {
        let http = http(Vertical::B2B)?;
        (
            Client::B2b(stytch::b2b::client::Client::new_with_http_client(
                http.clone(),
                http,
            )),
            B2B,
        )
    } else {
        let http = http(Vertical::Consumer)?;
        (
            Client::Consumer(stytch::consumer::client::Client::new_with_http_client(
                http.clone(),
                http,
            )),
            CONSUMER,
        )
    };
    let run = SystemTime::now()
        .duration_since(UNIX_EPOCH)?
        .as_millis()
        .to_string();
    let mut values = HashMap::from([
        ("project_id".into(), project_id.clone()),
        ("run".into(), run),
    ]);
    let driver = Driver {
        client,
        origin,
        credentials: (project_id, secret),
    };
    let (mut outcomes, mut faults) = (BTreeMap::new(), 0);
    for file in std::env::args().skip(2) {
        for (number, line) in std::fs::read_to_string(&file)?.lines().enumerate() {
            let step = substituted(serde_json::from_str(line)?, &values);
            let name = plain(step["call"].as_str().unwrap_or_default());
            // The SDK makes no request with the session of a member.
            let refused_to_member = step["as"].is_object() && step["error"].is_string();
            if refused_to_member || !name.is_empty() && !operations.contains(&name.as_str()) {
                println!("not in this SDK: {}", step["call"]);
                continue;
            }
            match driver.run(&step, &mut values).await {
                Ok(succeeded) => *outcomes.entry(name).or_default() |= succeeded,
                Err(fault) => {
                    faults += 1;
                    println!(
                        "FAULT {file}:{} {}{}: {fault}",
                        number + 1,
                        step["call"],
                        step["http"]
                    );
                }
            }
        }
    }
    outcomes.remove("");
    for name in operations
        .iter()
        .filter(|name| !outcomes.contains_key(**name))
    {
        faults += 1;
        println!("not called: {name}");
    }
    let succeeded = outcomes.values().filter(|succeeded| **succeeded).count();
    println!(
        "Rust, {vertical}: {} of {} operations, {succeeded} of them succeeded, {faults} faults",
        outcomes.len(),
        operations.len()
    );
    std::process::exit(faults.min(1))
}
