//! The sign: one petal an item, filled from the centre by length inside a fixed outline, in four steps.
//! Position, not colour, says which item. One or two items make a leaf; more than eight, or less than
//! 48 px, a strip of cells.

use std::fmt::Write;

use super::html::{Html, escape};

/// The left edge of a petal as a Bézier curve from the centre to its tip; the right edge mirrors it.
const EDGE: [(f32, f32); 4] = [(0.0, 0.0), (-17.0, -12.0), (-15.0, -40.0), (0.0, -47.0)];
const LENGTH: f32 = 47.0;

/// `parts` are shares 0..=1, one an item; `labels` one character each (shown from 96 px up); `size` in CSS
/// pixels; `alt` says the same in words.
pub fn blossom(parts: &[f32], labels: &[&str], size: u32, alt: &str) -> Html {
    if size < 48 || parts.is_empty() || parts.len() > 8 {
        let on: Vec<bool> = parts.iter().map(|part| *part > 0.0).collect();
        return strip(&on, labels, alt);
    }
    let labelled = size >= 96 && !labels.is_empty();
    let reach = if labelled { 64 } else { 50 };
    let mut svg = format!(
        "<svg class=\"blossom{2}\" width=\"{size}\" height=\"{size}\" viewBox=\"-{reach} -{reach} {0} {0}\" role=\"img\" aria-label=\"{1}\">",
        reach * 2,
        escape(alt),
        // Labels keep their size on the page when the blossom is small.
        if size < 160 { " sm" } else { "" }
    );
    for (index, part) in parts.iter().enumerate() {
        petal(&mut svg, index, parts.len(), *part);
    }
    if labelled {
        for (index, label) in labels.iter().take(parts.len()).enumerate() {
            name(&mut svg, index, parts.len(), label);
        }
    }
    svg.push_str("</svg>");
    Html(svg)
}

/// A row of cells, begun or not yet. `titles` name the items.
pub fn strip(on: &[bool], titles: &[&str], alt: &str) -> Html {
    let mut row = format!("<span class=\"strip\" role=\"img\" aria-label=\"{}\">", escape(alt));
    for (index, begun) in on.iter().enumerate() {
        let class = if *begun { " class=\"on\"" } else { "" };
        let title = titles.get(index).map_or(String::new(), |title| format!(" title=\"{}\"", escape(title)));
        // Writing to a String cannot fail.
        let _ = write!(row, "<i{class}{title}></i>");
    }
    row.push_str("</span>");
    Html(row)
}

/// The brand: six full petals, drawn small, said by the word beside it.
pub fn brand() -> Html {
    let mut svg = String::from("<svg class=\"mark\" width=\"36\" height=\"36\" viewBox=\"-50 -50 100 100\" aria-hidden=\"true\">");
    for index in 0..6 {
        let _ = write!(svg, "<path class=\"fill p{}\" transform=\"rotate({})\" d=\"{}\"/>", index + 1, index * 60, outline());
    }
    svg.push_str("</svg>");
    Html(svg)
}

fn petal(svg: &mut String, index: usize, count: usize, part: f32) {
    let _ = write!(svg, "<g transform=\"{}\"><path class=\"bed\" d=\"{}\"/>", place(index, count), outline());
    let step = (part.clamp(0.0, 1.0) * 3.0).round() / 3.0;
    if step > 0.0 {
        let _ = write!(svg, "<path class=\"fill p{}\" d=\"{}\"/>", index + 1, filled(step));
    }
    svg.push_str("</g>");
}

/// Where a petal stands. A leaf or two grow from the foot; petals turn round the centre, slimmer as they grow many.
fn place(index: usize, count: usize) -> String {
    match count {
        1 => "translate(0 46) scale(2.1 1.96)".to_owned(),
        2 => format!("translate(0 44) rotate({}) scale(1.6 1.75)", if index == 0 { -24 } else { 24 }),
        _ => {
            let wide = (6.0 / count as f32).clamp(0.8, 1.35);
            format!("rotate({}) scale({wide:.2} 1)", (360.0 / count as f32 * index as f32).round())
        }
    }
}

fn name(svg: &mut String, index: usize, count: usize, label: &str) {
    let (x, y) = match count {
        1 => (0.0, -54.0),
        2 => (if index == 0 { -46.0 } else { 46.0 }, -42.0),
        _ => {
            let turn = (360.0 / count as f32 * index as f32).to_radians();
            (57.0 * turn.sin(), -57.0 * turn.cos())
        }
    };
    let _ = write!(svg, "<text x=\"{x:.0}\" y=\"{:.0}\">{}</text>", y, escape(label));
}

fn outline() -> String {
    filled(1.0)
}

/// The part of a petal nearer to the centre than `step` of its length: both edges cut where they leave the
/// circle, joined by its arc. Cutting the curve itself needs no clip path, so no ids to keep apart.
fn filled(step: f32) -> String {
    let radius = LENGTH * step;
    let cut = cut_at(radius);
    let [_, a, b, end] = until(cut);
    let arc = if step < 1.0 { format!("A{radius:.1} {radius:.1} 0 0 1 {:.1} {:.1}", -end.0, end.1) } else { String::new() };
    format!(
        "M0 0C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}{arc}C{:.1} {:.1} {:.1} {:.1} 0 0Z",
        a.0, a.1, b.0, b.1, end.0, end.1, -b.0, b.1, -a.0, a.1
    )
}

/// The curve's parameter where it is `radius` away from the centre.
fn cut_at(radius: f32) -> f32 {
    let (mut near, mut far) = (0.0_f32, 1.0_f32);
    for _ in 0..24 {
        let middle = (near + far) / 2.0;
        let [.., end] = until(middle);
        if end.0.hypot(end.1) < radius { near = middle } else { far = middle }
    }
    far
}

/// De Casteljau: the control points of the edge from its start to parameter `t`.
fn until(t: f32) -> [(f32, f32); 4] {
    let mix = |a: (f32, f32), b: (f32, f32)| (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t);
    let (ab, bc, cd) = (mix(EDGE[0], EDGE[1]), mix(EDGE[1], EDGE[2]), mix(EDGE[2], EDGE[3]));
    let (abc, bcd) = (mix(ab, bc), mix(bc, cd));
    [EDGE[0], ab, abc, mix(abc, bcd)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_items_get_petals_in_four_steps() {
        let html = blossom(&[0.0, 0.1, 0.4, 0.6, 0.9, 1.0], &["事", "树", "清", "信", "户", "言"], 104, "六项").0;
        assert_eq!(html.matches("class=\"bed\"").count(), 6);
        assert_eq!(html.matches("class=\"fill").count(), 4, "nothing and a tenth stay empty");
        assert_eq!(html.matches("<text").count(), 6);
    }

    #[test]
    fn small_or_many_become_a_strip() {
        assert!(blossom(&[1.0; 6], &[], 40, "").0.starts_with("<span class=\"strip\""));
        assert!(blossom(&[1.0; 9], &[], 200, "").0.starts_with("<span class=\"strip\""));
    }
}
