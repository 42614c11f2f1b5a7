//! Official documents (DOCX) in the layout of GB/T 9704-2012: A4, 22 lines of 28 characters, body in 仿宋 三号.
mod parts;

use parts::{CONTENT_TYPES, PACKAGE, STYLES, document_relations, footer};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A document as plain data. Lengths of texts are not limited here.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// What stands in red above the line, as 活动简报.
    pub head: String,
    /// Left, middle and right under the head: number, office, day.
    pub line: [String; 3],
    pub title: String,
    pub paragraphs: Vec<Paragraph>,
    /// Lines at the foot, between two rules: 报, 送, 发, copies.
    pub foot: Vec<String>,
    /// What the notes in the text say, each with its number.
    pub notes: Vec<String>,
    pub notes_title: String,
    pub code: Option<Code>,
}

/// A PNG that leads to the page, where there is one, and what stands beside it or by itself.
#[derive(Debug, Clone, Default)]
pub struct Code {
    pub png: Option<Vec<u8>>,
    pub says: String,
}

/// 0 for body text, 1 and 2 for heads.
#[derive(Debug, Clone, Default)]
pub struct Paragraph {
    pub level: u8,
    pub runs: Vec<Run>,
}

#[derive(Debug, Clone)]
pub enum Run {
    Words(String),
    /// A note's number, raised.
    Note(i64),
}

/// A document that could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("the document cannot be written: {0}")]
pub struct Unwritten(String);

impl Document {
    /// The file.
    /// # Errors
    /// When it cannot be put together.
    pub fn bytes(&self) -> Result<Vec<u8>, Unwritten> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |name: &str, bytes: &[u8]| -> Result<(), Unwritten> {
            zip.start_file(name, SimpleFileOptions::default()).map_err(|e| Unwritten(e.to_string()))?;
            zip.write_all(bytes).map_err(|e| Unwritten(e.to_string()))
        };
        put("[Content_Types].xml", CONTENT_TYPES.as_bytes())?;
        put("_rels/.rels", PACKAGE.as_bytes())?;
        put("word/_rels/document.xml.rels", document_relations(self.picture().is_some()).as_bytes())?;
        put("word/styles.xml", STYLES.as_bytes())?;
        put("word/settings.xml", parts::SETTINGS.as_bytes())?;
        put("word/footer1.xml", footer("right").as_bytes())?;
        put("word/footer2.xml", footer("left").as_bytes())?;
        put("word/document.xml", self.xml().as_bytes())?;
        if let Some(png) = self.picture() {
            put("word/media/code.png", png)?;
        }
        Ok(zip.finish().map_err(|e| Unwritten(e.to_string()))?.into_inner())
    }

    fn picture(&self) -> Option<&[u8]> {
        self.code.as_ref()?.png.as_deref()
    }

    fn xml(&self) -> String {
        let mut body = String::new();
        let [left, middle, right] = &self.line;
        let line = [Inner::Words(left), Inner::Tab, Inner::Words(middle), Inner::Tab, Inner::Words(right)];
        let head = paragraph("RedHead", &[Inner::Words(&self.head)]) + &paragraph("RedLine", &line);
        body.push_str(&parts::boxed(&head, false));
        let mut add = |style: &str, runs: &[Inner<'_>]| body.push_str(&paragraph(style, runs));
        add("Title", &[Inner::Words(&self.title)]);
        for paragraph in &self.paragraphs {
            let runs: Vec<Inner<'_>> = paragraph.runs.iter().map(Inner::of).collect();
            add(["Normal", "Heading1", "Heading2"][usize::from(paragraph.level.min(2))], &runs);
        }
        if !self.notes.is_empty() {
            add("NotesTitle", &[Inner::Words(&self.notes_title)]);
        }
        for text in &self.notes {
            add("Normal", &[Inner::Words(text)]);
        }
        if let Some(code) = &self.code {
            let says = Inner::Words(&code.says);
            if code.png.is_some() { add("Code", &[Inner::Picture, says]) } else { add("Normal", &[says]) }
        }
        let foot: String = self.foot.iter().map(|text| paragraph("Foot", &[Inner::Words(text)])).collect();
        if !foot.is_empty() {
            body.push_str(&parts::boxed(&foot, true));
            // A document ends with a paragraph, never with a table.
            body.push_str("<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>");
        }
        format!("{}{body}{}", parts::DOCUMENT_OPEN, parts::DOCUMENT_CLOSE)
    }
}

/// What a run holds.
enum Inner<'a> {
    Words(&'a str),
    Note(i64),
    Tab,
    Picture,
}

fn paragraph(style: &str, runs: &[Inner<'_>]) -> String {
    let text = if let Some(Inner::Words(text)) = runs.first() { text } else { "" };
    let look = parts::look(style, text);
    let runs: String = runs.iter().map(|run| run.xml(&look.run)).collect();
    format!("<w:p><w:pPr>{}</w:pPr>{runs}</w:p>", look.paragraph)
}

impl<'a> Inner<'a> {
    fn of(run: &'a Run) -> Self {
        match run {
            Run::Words(text) => Inner::Words(text),
            Run::Note(number) => Inner::Note(*number),
        }
    }
    fn xml(&self, look: &str) -> String {
        match self {
            Inner::Words(text) => format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text)),
            Inner::Note(number) => format!("<w:r><w:rPr>{look}<w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{number}</w:t></w:r>"),
            Inner::Tab => format!("<w:r><w:rPr>{look}</w:rPr><w:tab/></w:r>"),
            Inner::Picture => format!("<w:r><w:rPr>{look}</w:rPr>{}</w:r>", parts::DRAWING),
        }
    }
}

/// Text for XML; what XML cannot hold falls away.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(' '),
            c if c.is_control() => {}
            // Writing to a String cannot fail.
            c => drop(out.write_char(c)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_red_head_stays_on_one_line_and_what_verifies_stands_without_a_picture() {
        let of = |head: &str| Document {
            head: head.into(),
            code: Some(Code { png: None, says: "验真：填第9期".into() }),
            ..Document::default()
        };
        let xml = |head| part(&of(head).bytes().unwrap(), "word/document.xml");
        let (short, long) = (xml("活动简报"), xml("“六个一”活动简报"));
        assert!(short.contains("<w:sz w:val=\"96\"/>") && long.contains("<w:sz w:val=\"92\"/>"), "{long}");
        assert!(long.contains("验真：填第9期") && !long.contains("blip"));
    }

    #[test]
    fn text_stands_as_it_was_given_and_nothing_runs() {
        let document = Document {
            head: "活动简报".into(),
            line: ["第9期".into(), "办公室".into(), "2017年3月20日".into()],
            title: "春满 <泽州> & \"六个一\"".into(),
            paragraphs: vec![Paragraph { level: 0, runs: vec![Run::Words("清理垃圾近万方\u{0}".into()), Run::Note(3)] }],
            foot: vec!["报：县委".into(), "共印50份".into()],
            notes: vec!["3．注".into()],
            ..Document::default()
        };
        let xml = part(&document.bytes().unwrap(), "word/document.xml");
        assert!(xml.contains("春满 &lt;泽州&gt; &amp; &quot;六个一&quot;"));
        assert!(xml.contains("清理垃圾近万方</w:t>") && xml.contains("superscript\"/></w:rPr><w:t>3<"));
        assert!(xml.contains("<w:tblBorders>") && xml.contains("共印50份") && !xml.contains("blip"));
    }
}
