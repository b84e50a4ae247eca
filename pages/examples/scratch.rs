#![allow(missing_docs)]
use std::{env, fs};
fn main() {
    for file in env::args().skip(1) {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        let page = pages::read(&text);
        let short = file.rsplit('/').next().unwrap();
        for note in &page.notes {
            println!("NOTE {short}:{}: {}", pages::text::line_of(&text, note.at.start), note.text);
        }
        for part in &page.parts {
            println!(
                "PART {short} {:?} {:?} ev={:?} h={:?} q={:?}",
                part.method.as_ref().map(|t| &t.text),
                part.path.as_ref().map(|t| &t.text),
                part.event.as_ref().map(|t| &t.text),
                part.heading.as_ref().map(|t| &t.text),
                part.query
            );
            for e in &part.examples {
                println!(
                    "  EX {short}:{} {:?} at `{}` {}",
                    pages::text::line_of(&text, e.code.at.start),
                    e.direction,
                    e.path,
                    match &e.reading {
                        pages::example::Reading::Json(_) => "ok".into(),
                        pages::example::Reading::Repaired(_, r) => format!("{r:?}"),
                        pages::example::Reading::Unreadable(w) => format!("UNREADABLE {w}"),
                    }
                );
            }
            for t in &part.tables {
                println!("  TABLE {:?} {:?}", t.direction, t.heading.as_ref().map(|t| &t.text));
                for r in &t.rows {
                    println!(
                        "    ROW {short}:{} {:?} {} <- {} [{}] {:?}",
                        pages::text::line_of(&text, r.at.start),
                        r.nesting,
                        r.path,
                        r.name.text,
                        r.type_word.as_ref().map_or("", |t| &t.text),
                        r.required
                    );
                }
            }
        }
    }
}
