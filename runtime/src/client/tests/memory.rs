//! Files of 20 MB need 2 MB of memory, measured in a process of their own.

use std::{
    env, fs,
    io::{self, Read},
    sync::mpsc::channel,
};

use super::{in_a_process, place, run, server};
use crate::{
    BaseUrl, Content, File, Vendor,
    client::Client,
    file::tests::zoo::{Get, Upload, Zoo},
};

const SIZE: u64 = 20 << 20;
/// The memory in KiB that a transfer may need beyond that of a small one.
const MOST: u64 = 2 << 10;
/// The variable with the address of the server, for the process that is measured.
const ADDRESS: &str = "RUNTIME_TEST_BULK";

/// A number of KiB in the kernel's facts about this process.
fn kibibytes(name: &str) -> u64 {
    let facts = fs::read_to_string("/proc/self/status").expect("facts");
    let line = facts.lines().find_map(|line| line.strip_prefix(name)).expect(name);
    line.trim_start_matches(':').trim().trim_end_matches(" kB").parse().expect("a number")
}

/// The greatest memory that `work` needs, in KiB.
async fn peak(work: impl Future<Output = ()>) -> u64 {
    // Resets the peak.
    fs::write("/proc/self/clear_refs", "5").expect("Linux");
    let before = kibibytes("VmRSS");
    work.await;
    kibibytes("VmHWM").saturating_sub(before)
}

async fn measured(address: &str) {
    let base_url = BaseUrl::checked(format!("http://{address}"));
    let client: Client<Zoo> = Client::new(Zoo::at(base_url)).expect("TLS").with_credential("secret");
    let made = |size| File::new("a", Content::made_by(size, move || Ok(io::repeat(b'x').take(size))));
    let path = place("memory");
    // The first transfers load code and start threads.
    for size in [100_000, SIZE] {
        fs::write(&path, vec![b'x'; 1]).expect("written");
        let on_disk =
            fs::File::create(&path).and_then(|mut file| io::copy(&mut io::repeat(b'x').take(size), &mut file));
        on_disk.expect("written");
        let transfers = [
            peak(async { drop(client.call(&Upload::new("file", made(size))).await.expect("a reply")) }).await,
            peak(async {
                let file = File::open(&path).expect("a file");
                drop(client.call(&Upload::new("file", file)).await.expect("a reply"));
            })
            .await,
            peak(async {
                let get = Get::new(size.to_string());
                let saved = client.download(&get).await.expect("a file").save(&path).await;
                assert_eq!(saved.expect("saved"), size);
            })
            .await,
        ];
        eprintln!("{size} bytes: {transfers:?} KiB");
        assert!(size < SIZE || transfers.iter().all(|peak| *peak < MOST), "{transfers:?} KiB");
    }
    fs::remove_file(path).expect("removed");
}

/// Run by the next test.
#[test]
fn child() {
    if let Ok(address) = env::var(ADDRESS) {
        run(measured(&address));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_of_20_mb_needs_2_mb() {
    let (sender, sizes) = channel();
    let address = server::bulk(sender);
    let (passed, text) = in_a_process("client::tests::memory::child", [(ADDRESS, address.to_string().as_str())]);
    assert!(passed, "{text}");
    eprintln!("{text}");
    let large = sizes.try_iter().filter(|size| *size >= SIZE).count();
    assert_eq!(large, 3, "{text}");
}
