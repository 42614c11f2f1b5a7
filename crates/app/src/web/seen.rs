//! What a reader sees of a page, and what of it no reader may meet. The crawl and the samples look with these eyes.
use super::words::{Lang, Words, known};
use super::words_test::{FORBIDDEN, fault};
use std::collections::BTreeSet;

/// Where a numeral may stand: a figure that opens, a record's own field, a date, a position, what a form holds.
const HOLDERS: [&str; 7] = ["data-field", "data-position", "<time", "<textarea", "<option", "<title", "print-only"];
/// Elements that hold nothing.
const VOID: [&str; 8] = ["meta", "link", "input", "br", "hr", "path", "img", "!doctype"];
/// Elements inside a line of text.
const INLINE: [&str; 12] = ["a", "b", "i", "q", "span", "time", "small", "code", "strong", "em", "button", "label"];

#[derive(Debug, Default)]
pub struct Seen {
    /// Pieces of text between tags, and whether something holds the numerals in it.
    pub texts: Vec<(String, bool)>,
    /// The pieces that are ours: what people wrote stays as they wrote it.
    pub ours: Vec<String>,
    /// The text of each block, whatever is inside it.
    pub lines: Vec<String>,
    /// Where links lead.
    pub links: BTreeSet<String>,
    /// Style, script and pictures.
    pub loads: BTreeSet<String>,
    /// Figures that open to nothing.
    pub shut: Vec<String>,
}

/// An element whose end has not come.
struct Open {
    name: String,
    /// Numerals may stand in it.
    holds: bool,
    /// People wrote what stands in it.
    written: bool,
    /// It is a sign, not a word.
    drawn: bool,
}

impl Open {
    fn of(name: String, tag: &str) -> Self {
        let figure = tag.contains("class=\"figure\"") && tag.contains("href=");
        Self {
            name,
            holds: figure || HOLDERS.iter().any(|mark| tag.contains(mark)),
            written: tag.contains("data-field") || tag.starts_with("<textarea") && !tag.contains(" readonly"),
            drawn: tag.contains("aria-hidden"),
        }
    }
}

impl Seen {
    pub fn of(html: &str) -> Self {
        let (mut seen, mut open, mut line) = (Self::default(), Vec::<Open>::new(), String::new());
        for piece in html.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
            let tag = format!("<{tag}");
            let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '!').collect();
            if !INLINE.contains(&name.as_str()) || tag.contains("class=\"chip") {
                seen.lines.push(std::mem::take(&mut line));
            }
            if tag.starts_with("</") {
                if let Some(at) = open.iter().rposition(|known| known.name == name) {
                    open.truncate(at);
                }
            } else {
                seen.follow(&tag, &name, text);
                if !VOID.contains(&name.to_lowercase().as_str()) && name != "!" {
                    open.push(Open::of(name, &tag));
                }
            }
            if !open.iter().any(|it| ["script", "style", "code"].contains(&it.name.as_str())) {
                let text = unescaped(text);
                if !open.iter().any(|it| it.drawn) {
                    line.push_str(&text);
                }
                if !open.iter().any(|it| it.written) {
                    seen.ours.push(text.clone());
                }
                seen.texts.push((text, open.iter().any(|it| it.holds)));
            }
        }
        seen.lines.push(line);
        seen
    }

    /// What a tag leads to, loads and says to those who hear it read.
    fn follow(&mut self, tag: &str, name: &str, text: &str) {
        let value = |wanted: &str| tag.split_once(&format!(" {wanted}=\"")).and_then(|(_, rest)| rest.split('"').next()).map(unescaped);
        match name {
            "a" => self.links.extend(value("href")),
            "link" => self.loads.extend(value("href")),
            "form" if !tag.contains("method=\"post\"") => self.links.extend(value("action")),
            "form" => self.loads.extend(value("action")),
            _ => self.loads.extend(value("src")),
        }
        if tag.contains("class=\"figure\"") && !tag.contains("href=") && !tag.contains("data-field") {
            self.shut.push(text.to_owned());
        }
        self.lines.extend(["aria-label", "title", "alt", "placeholder", "data-done"].into_iter().filter_map(value));
    }

    /// Everything wrong with it for a reader of a language.
    pub fn faults(&self, lang: Lang) -> Vec<String> {
        let mut wrong: Vec<String> = self.shut.iter().map(|figure| format!("a figure that does not open: {figure}")).collect();
        let digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
        wrong
            .extend(self.texts.iter().filter(|(text, held)| !held && digit(text)).map(|(text, _)| format!("bare number: {}", text.trim())));
        let keys = Words::new(lang, "county-cn");
        for line in self.lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()) {
            wrong.extend(FORBIDDEN.iter().filter(|word| line.contains(**word)).map(|word| format!("{word} in: {line}")));
            let gap = line
                .split('{')
                .skip(1)
                .any(|rest| rest.split_once('}').is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_lowercase())));
            if gap || line.split_whitespace().any(|word| known(&keys, word)) {
                wrong.push(format!("no words for: {line}"));
            }
            if line.contains("</") {
                wrong.push(format!("markup as text: {line}"));
            }
            if lang.is_han() {
                wrong.extend(fault(line).filter(|fault| fault.starts_with("half")).map(|fault| format!("{fault}: {line}")));
            }
        }
        if lang.is_han() {
            wrong.extend(self.ours.iter().filter_map(|text| fault(text)).filter(|fault| fault.starts_with("typed")));
        }
        wrong.extend(
            self.links
                .iter()
                .chain(&self.loads)
                .filter(|to| to.contains("//") && !to.contains("://town.example"))
                .map(|to| format!("leads elsewhere: {to}")),
        );
        wrong
    }
}

fn unescaped(text: &str) -> String {
    [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#34;", "\""),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (code, letter)| text.replace(code, letter))
}
