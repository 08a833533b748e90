//! Writes the table of operations of the vendor's SDK from its source: what `reflect` does for Go.
use std::{collections::HashMap, env, fs, path::Path, process::Command};

/// Their requests have no defaults, so the driver fills them itself.
const BY_HAND: [&str; 2] = ["m2m.token", "m2m.authenticatetoken"];

/// The text between `start` and the first `end` after it.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let from = text.split_once(start)?.1;
    Some(from.split_once(end).map_or(from, |(inside, _)| inside))
}

/// The operations of `client`, a type of `module`, and of the clients in it.
fn collect(
    source: &Path,
    module: &str,
    client: &str,
    path: &str,
    found: &mut Vec<(String, String)>,
) {
    let text = fs::read_to_string(source.join(module.replace("::", "/") + ".rs")).unwrap();
    let imports: HashMap<&str, &str> = (text.lines())
        .filter_map(|line| between(line, "use crate::", ";")?.rsplit_once("::"))
        .map(|(from, name)| (name, from))
        .collect();
    let fields = between(&text, &format!("pub struct {client} {{"), "\n}").unwrap();
    for field in fields.lines().filter_map(|line| between(line, "pub ", ",")) {
        if let Some((name, from)) = field
            .split_once(": ")
            .and_then(|(name, of)| Some((name, (imports.get(of)?, of))))
        {
            collect(source, from.0, from.1, &format!("{path}.{name}"), found);
        }
    }
    let methods = between(&text, &format!("\nimpl {client} {{"), "\n}").unwrap();
    for method in methods.split("pub async fn ").skip(1) {
        let (name, _) = method.split_once('(').unwrap();
        let request = between(method, "body: ", ")")
            .unwrap()
            .trim()
            .trim_end_matches(',');
        found.push((
            format!("{path}.{name}"),
            format!("stytch::{module}::{request}"),
        ));
    }
}

fn main() {
    let metadata = Command::new(env::var("CARGO").unwrap())
        .args(["metadata", "--format-version=1", "--offline"])
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let package = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|package| package["name"] == "stytch")
        .unwrap();
    let source = Path::new(package["manifest_path"].as_str().unwrap()).with_file_name("src");
    let mut table = String::new();
    for vertical in ["b2b", "consumer"] {
        let mut found = vec![];
        collect(
            &source,
            &format!("{vertical}::client"),
            "Client",
            "",
            &mut found,
        );
        let names: Vec<String> = found
            .iter()
            .map(|(path, _)| path[1..].replace("r#", "").replace('_', "").to_lowercase())
            .collect();
        table += &format!(
            "pub const {}: &[&str] = &{names:?};\n",
            vertical.to_uppercase()
        );
        table += &format!("async fn {vertical}(client: &stytch::{vertical}::client::Client, name: &str, sent: Value) -> Called {{\n match name {{\n");
        for (name, (path, request)) in names
            .iter()
            .zip(&found)
            .filter(|(name, _)| !BY_HAND.contains(&name.as_str()))
        {
            table += &format!(
                "  {name:?} => decoded(client{path}(filled::<{request}>(sent)?).await),\n"
            );
        }
        table += "  _ => Err(\"the SDK has no such operation\".into()),\n }\n}\n";
    }
    fs::write(
        Path::new(&env::var("OUT_DIR").unwrap()).join("operations.rs"),
        table,
    )
    .unwrap();
}
