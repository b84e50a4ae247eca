#![allow(missing_docs)]
fn main() {
    let text = std::io::read_to_string(std::io::stdin()).unwrap();
    for b in pages::blocks(&text).blocks {
        println!("{b:?}");
    }
}
