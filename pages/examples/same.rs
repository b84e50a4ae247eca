#![allow(missing_docs)]
use std::{env, fs};
fn main() {
    let files: Vec<String> = env::args().skip(1).collect();
    for pair in files.chunks(2) {
        let [a, b] = [&pair[0], &pair[1]].map(|f| pages::facts(&fs::read_to_string(f).unwrap()));
        println!("== {} {}", pair[0], a.digest == b.digest);
        for c in facts::changes(&a, &b) {
            println!("{} : {:?} -> {:?} line {}", c.id, c.old, c.new, c.line);
        }
        for (p, q) in a.parts.iter().zip(&b.parts) {
            for d in facts::Direction::ALL {
                let f = |p: &facts::Part| p.rows(d).iter().map(|r| r.path.clone()).collect::<Vec<_>>();
                if f(p) != f(q) {
                    println!("order differs in {}", p.name());
                }
            }
        }
    }
}
