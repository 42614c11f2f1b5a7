//! Style and script, embedded and served under names that change with their content, so they may be kept for ever.

use std::fmt::Write;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// The style without its comments, which are for those who write it; also for a page that stands by itself.
pub static CSS: LazyLock<String> = LazyLock::new(|| without_comments(include_str!("../../assets/chunman.css")));

fn without_comments(style: &str) -> String {
    style.split("/*").enumerate().map(|(n, part)| if n == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) }).collect()
}

/// What opens the recording pages without a network; under a name of its own, for it answers for all paths below its own.
pub const WORKER: &str = include_str!("../../assets/worker.js");

/// The check of a figure, fetched when a page that offers it is there: hashes and signatures, the proof, the page.
const VERIFY: &str = concat!(
    include_str!("../../assets/verify/digest.js"),
    include_str!("../../assets/verify/proof.js"),
    include_str!("../../assets/verify/page.js")
);

type File = (&'static str, &'static str, &'static [u8], &'static str);

static FILES: LazyLock<[File; 8]> = LazyLock::new(|| {
    [
        ("chunman", "css", CSS.as_bytes(), "text/css; charset=utf-8"),
        ("chunman", "js", include_bytes!("../../assets/chunman.js"), "text/javascript; charset=utf-8"),
        ("blossom", "svg", include_bytes!("../../assets/blossom.svg"), "image/svg+xml"),
        ("desk", "js", include_bytes!("../../assets/desk.js"), "text/javascript; charset=utf-8"),
        ("verify", "js", VERIFY.as_bytes(), "text/javascript; charset=utf-8"),
        ("draft", "js", include_bytes!("../../assets/draft.js"), "text/javascript; charset=utf-8"),
        ("unsent", "js", include_bytes!("../../assets/unsent.js"), "text/javascript; charset=utf-8"),
        ("visits", "js", include_bytes!("../../assets/visits.js"), "text/javascript; charset=utf-8"),
    ]
});

static NAMES: LazyLock<Vec<String>> =
    LazyLock::new(|| FILES.iter().map(|(stem, ext, bytes, _)| format!("/assets/{stem}.{}.{ext}", short_hash(bytes))).collect());

pub fn css_href() -> &'static str {
    &NAMES[0]
}

pub fn js_href() -> &'static str {
    &NAMES[1]
}

pub fn icon_href() -> &'static str {
    &NAMES[2]
}

/// The script of those who record and work at a desk: strangers' pages do without its weight.
pub fn desk_js_href() -> &'static str {
    &NAMES[3]
}

/// The check of a figure in the reader's browser.
pub fn verify_js_href() -> &'static str {
    &NAMES[4]
}

/// What keeps a record that is being written on the phone.
pub fn draft_js_href() -> &'static str {
    &NAMES[5]
}

/// What keeps finished records on the phone until they are with the server.
pub fn unsent_js_href() -> &'static str {
    &NAMES[6]
}

/// The day's household cards on a phone without a network.
pub fn visits_js_href() -> &'static str {
    &NAMES[7]
}

/// The file at a request path such as `/assets/chunman.0123456789ab.css`, and its media type.
pub fn find(path: &str) -> Option<(&'static [u8], &'static str)> {
    let index = NAMES.iter().position(|name| name == path)?;
    let (_, _, bytes, mime) = FILES[index];
    Some((bytes, mime))
}

fn short_hash(bytes: &[u8]) -> String {
    let mut name = String::new();
    for byte in Sha256::digest(bytes).iter().take(6) {
        // Writing to a String cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_its_file() {
        for href in
            [css_href(), js_href(), desk_js_href(), icon_href(), verify_js_href(), draft_js_href(), unsent_js_href(), visits_js_href()]
        {
            assert!(find(href).is_some_and(|(bytes, _)| !bytes.is_empty()), "{href}");
        }
        let rules = "/* one */\na { b: c; } /* two,\n on two lines */ d { e: f; }";
        assert_eq!(without_comments(rules), "\na { b: c; }  d { e: f; }");
        assert!(!CSS.contains("/*") && CSS.contains(".six {"));
        assert!(find("/assets/chunman.css").is_none(), "a name without its hash is nobody's");
    }
}
