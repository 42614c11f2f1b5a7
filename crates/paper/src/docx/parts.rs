//! The parts of the file that do not change. Twips: 56.7 a millimetre; half-points for sizes (三号 is 16 pt, 二号 22 pt, 四号 14 pt).

pub const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"#;

pub const PACKAGE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

pub fn document_relations(code: bool) -> String {
    let image = if code {
        r#"<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/code.png"/>"#
    } else {
        ""
    };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>{image}</Relationships>"#
    )
}

/// Odd pages have their number on the right, even ones on the left.
pub const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#;

pub fn footer(side: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="PageNumber"/><w:jc w:val="{side}"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"#
    )
}

pub const DOCUMENT_OPEN: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>"#;

/// A type area 156 mm wide, as GB/T 9704 has it, in margins of 28 and 27 mm: what offices' checkers ask of papers with a red head.
/// Lines of 28.95 pt; 28 characters in each, by a fifth of a point less between them: a grid of characters is drawn otherwise by each
/// program.
pub const DOCUMENT_CLOSE: &str = r#"<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:footerReference w:type="even" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1588" w:right="1531" w:bottom="1588" w:left="1531" w:header="851" w:footer="1134" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr></w:body></w:document>"#;

/// The picture of the code, 24 mm wide.
pub const DRAWING: &str = r#"<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="864000" cy="864000"/><wp:docPr id="1" name="code" descr="QR"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="code.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId5"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="864000" cy="864000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"#;

/// How a kind of paragraph looks: its own settings and those of its runs. They stand in each paragraph, not only in the styles:
/// offices' checkers and converters read nothing else.
pub struct Look {
    pub paragraph: String,
    pub run: String,
}

const FIRM: &str = r#"<w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/>"#;
const LOOSE: &str = r#"<w:spacing w:before="120" w:after="240" w:line="240" w:lineRule="auto"/>"#;
const INDENT: &str = r#"<w:ind w:firstLine="640" w:firstLineChars="200"/>"#;
const FLUSH: &str = r#"<w:ind w:firstLine="0" w:firstLineChars="0"/>"#;
const SIDES: &str = r#"<w:ind w:left="280" w:right="280" w:firstLine="0" w:firstLineChars="0"/>"#;
const RED_RULE: &str = r#"<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="4" w:color="FF0000"/></w:pBdr><w:tabs><w:tab w:val="center" w:pos="4422"/><w:tab w:val="right" w:pos="8844"/></w:tabs>"#;
/// Head and foot stand in tables of one cell, as offices set them: around the foot a rule above and below.
pub fn boxed(paragraphs: &str, ruled: bool) -> String {
    let rule = r#"w:val="single" w:sz="12" w:space="0" w:color="000000""#;
    let borders = if ruled { format!("<w:tblBorders><w:top {rule}/><w:bottom {rule}/></w:tblBorders>") } else { String::new() };
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="8844" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="8844"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="8844" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc></w:tr></w:tbl>"#
    )
}

fn font(name: &str, half_points: u8) -> String {
    let closer = if half_points == BODY { r#"<w:spacing w:val="-4"/>"# } else { "" };
    format!(
        r#"<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}"/>{closer}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>"#
    )
}

/// 三号, in half points.
const BODY: u8 = 32;
/// The type area, in points.
const WIDE: usize = 442;
/// More between the letters of a red head, in points.
const APART: usize = 3;

/// A red head on one line: as large as offices have it, smaller when it is long. In half points; Latin letters take about half the room.
fn head_size(head: &str) -> usize {
    let halves: usize = head.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    (2 * (2 * WIDE / halves.max(1)).saturating_sub(APART)).clamp(44, 96)
}

/// `text` is what stands in it.
pub fn look(style: &str, text: &str) -> Look {
    let song = "方正小标宋简体";
    let (before, spacing, indent, align, run) = match style {
        "RedHead" => {
            let size = head_size(text);
            let red = format!(
                r#"<w:rFonts w:ascii="{song}" w:hAnsi="{song}" w:eastAsia="{song}"/><w:color w:val="FF0000"/><w:spacing w:val="60"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#
            );
            (String::new(), LOOSE, FLUSH, "center", red)
        }
        "RedLine" => (RED_RULE.to_owned(), FIRM, FLUSH, "both", font("仿宋_GB2312", 28)),
        "Title" => {
            (String::new(), r#"<w:spacing w:before="579" w:after="579" w:line="660" w:lineRule="exact"/>"#, FLUSH, "center", font(song, 44))
        }
        "Heading1" | "NotesTitle" => ("<w:keepNext/>".to_owned(), FIRM, INDENT, "both", font("黑体", BODY)),
        "Heading2" => ("<w:keepNext/>".to_owned(), FIRM, INDENT, "both", font("楷体_GB2312", BODY)),
        "Code" => (String::new(), LOOSE, FLUSH, "both", font("仿宋_GB2312", BODY)),
        "Foot" => (String::new(), FIRM, SIDES, "both", font("仿宋_GB2312", 28)),
        _ => (String::new(), FIRM, INDENT, "both", font("仿宋_GB2312", BODY)),
    };
    let base = match style {
        "RedHead" | "RedLine" | "NotesTitle" | "Code" | "Foot" => "Normal",
        other => other,
    };
    let paragraph = format!(
        r#"<w:pStyle w:val="{base}"/>{before}<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{spacing}{indent}<w:jc w:val="{align}"/>"#
    );
    Look { paragraph, run }
}

pub const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:cs="Times New Roman"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/><w:ind w:firstLine="640" w:firstLineChars="200"/><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:ascii="楷体_GB2312" w:hAnsi="楷体_GB2312" w:eastAsia="楷体_GB2312"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="0" w:after="579"/><w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:ascii="方正小标宋简体" w:hAnsi="方正小标宋简体" w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/><w:szCs w:val="44"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="PageNumber"><w:name w:val="page number"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="280" w:right="280" w:firstLine="0" w:firstLineChars="0"/></w:pPr><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>
</w:styles>"#;
