//! What a reader may not meet: a numeral that opens to nothing. Numerals may stand in a figure, a record's own
//! field, a date, a position or a form's input.

const HOLDERS: [&str; 9] =
    ["class=\"figure\"", "data-field", "data-position", "<time", "<textarea", "<option", "<title", "<style", "<script"];

pub fn no_bare_number(name: &str, html: &str) {
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tail) = rest.split_at(start);
        let shown = !open.iter().any(|(_, holds)| *holds);
        assert!(!(shown && unescaped(text).contains(|c: char| c.is_ascii_digit())), "{name}: bare number in {text:?}");
        let Some(end) = tail.find('>') else { return };
        walk(&mut open, &tail[..=end]);
        rest = &tail[end + 1..];
    }
}

fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(at) = text.find("&#") {
        let Some(end) = text[at..].find(';') else {
            break;
        };
        text.replace_range(at..=at + end, "");
    }
    text
}

fn walk(open: &mut Vec<(String, bool)>, tag: &str) {
    let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
    if tag.starts_with("</") {
        if let Some(at) = open.iter().rposition(|(known, _)| *known == name) {
            open.truncate(at);
        }
    } else if !["meta", "link", "input", "br", "hr", "path", "img", "!doctype"].contains(&name.as_str()) && !tag.starts_with("<!") {
        // Names a person or a realm gave may hold digits of their own; the foot's address and telephone are such.
        let holds = HOLDERS.iter().any(|mark| tag.contains(mark)) || tag.contains("print-only");
        open.push((name, holds));
    }
}
