#![allow(missing_docs)]
use std::{env, fs};
fn main() {
    let mode = env::args().nth(1).unwrap();
    for file in env::args().skip(2) {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        let page = pages::read(&text);
        let short = file.rsplit('/').next().unwrap();
        let line = |at: usize| pages::text::line_of(&text, at);
        if mode == "claims" {
            for part in &page.parts {
                for t in &part.tables {
                    for r in &t.rows {
                        if !r.claims.is_empty() {
                            println!(
                                "{short}:{} {} [{}] {}",
                                line(r.at.start),
                                r.path,
                                r.type_word.as_ref().map_or("", |t| &t.text),
                                r.description.text.replace('\n', "⏎")
                            );
                            for c in &r.claims {
                                println!(
                                    "        {:?} «{}»",
                                    c.claim,
                                    text.get(c.at.clone()).unwrap().replace('\n', "⏎")
                                );
                            }
                            if !r.values.is_empty() {
                                println!(
                                    "        {:?}",
                                    r.values.iter().map(|(v, l)| format!("{}={}", v.text, l.text)).collect::<Vec<_>>()
                                );
                            }
                        }
                    }
                }
            }
        } else {
            let mut n = page.unclaimed.len();
            for u in &page.unclaimed {
                println!("{short}:{} PAGE {}", line(u.at.start), u.text.replace('\n', "⏎"));
            }
            for part in &page.parts {
                n += part.unclaimed.len();
                for u in &part.unclaimed {
                    println!("{short}:{} {}", line(u.at.start), u.text.replace('\n', "⏎"));
                }
            }
            println!("COUNT {short} {n}");
        }
    }
}
