#![allow(missing_docs)]
use std::{env, fs};
fn main() {
    for file in env::args().skip(1) {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        let page = pages::read(&text);
        let short = file.rsplit('/').next().unwrap();
        for part in &page.parts {
            for t in &part.tables {
                for r in &t.rows {
                    println!(
                        "{short}:{} {} [{}] {}",
                        pages::text::line_of(&text, r.at.start),
                        r.path,
                        r.type_word.as_ref().map_or("", |t| &t.text),
                        r.description.text.replace('\n', "⏎")
                    );
                }
            }
        }
    }
}
