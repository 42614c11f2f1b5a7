//! QR codes as pictures.
use qrcode::{Color, QrCode};

/// A module's width in pixels, and the quiet zone around in modules.
const SCALE: usize = 6;
const QUIET: usize = 4;

/// The code of a text as a black-and-white PNG; none when the text is too long for one (about 2,900 bytes).
pub fn png(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::new(text.as_bytes()).ok()?;
    let (width, modules) = (code.width(), code.to_colors());
    let side = (width + 2 * QUIET) * SCALE;
    let mut rows = vec![0xff_u8; side.div_ceil(8) * side];
    for (n, _) in modules.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        let (x, y) = ((n % width + QUIET) * SCALE, (n / width + QUIET) * SCALE);
        for (dx, dy) in (0..SCALE * SCALE).map(|p| (p % SCALE, p / SCALE)) {
            rows[(y + dy) * side.div_ceil(8) + (x + dx) / 8] &= !(0x80 >> ((x + dx) % 8));
        }
    }
    let mut out = Vec::new();
    let pixels = u32::try_from(side).ok()?;
    let mut encoder = png::Encoder::new(&mut out, pixels, pixels);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header().ok()?.write_image_data(&rows).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_is_a_png_with_a_quiet_zone() {
        let bytes = super::png("https://example.cn/bulletins/b-1").unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        let mut rows = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut rows).unwrap();
        assert_eq!(frame.width, frame.height);
        assert!(rows[..frame.line_size * 24].iter().all(|byte| *byte == 0xff), "four modules of six pixels are white");
        assert!(rows.iter().any(|byte| *byte != 0xff));
        assert!(super::png(&"x".repeat(4000)).is_none());
    }
}
