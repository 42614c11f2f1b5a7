//! A piece of a photograph: where it belongs, and what is done with it.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Only asks how much is there.
    Ask { total: usize },
    /// From this byte on, of a whole of `total`.
    Part { from: usize, len: usize, total: usize },
}

impl Piece {
    /// Reads a `Content-Range`: `bytes 0-99/1000`, or `bytes */1000`.
    pub fn read(header: &str) -> Option<Self> {
        let (range, total) = header.trim().strip_prefix("bytes ")?.split_once('/')?;
        let total: usize = total.parse().ok()?;
        if range == "*" {
            return Some(Piece::Ask { total });
        }
        let (from, to) = range.split_once('-')?;
        let (from, to): (usize, usize) = (from.parse().ok()?, to.parse().ok()?);
        (from <= to && to < total).then(|| Piece::Part { from, len: to - from + 1, total })
    }

    pub fn total(self) -> usize {
        let (Piece::Ask { total } | Piece::Part { total, .. }) = self;
        total
    }

    /// The header of a piece.
    pub fn header(self) -> String {
        match self {
            Piece::Ask { total } => format!("bytes */{total}"),
            Piece::Part { from, len, total } => format!("bytes {from}-{}/{total}", from + len - 1),
        }
    }

    /// Whether it is to be written behind the `have` bytes that are there: whatever else comes is ignored, and the answer says where to go on.
    pub fn follows(self, have: usize) -> bool {
        matches!(self, Piece::Part { from, .. } if from == have)
    }
}

#[cfg(test)]
mod tests {
    use super::Piece;

    #[test]
    fn a_range_is_read_as_it_is_written() {
        for piece in [Piece::Ask { total: 9 }, Piece::Part { from: 3, len: 6, total: 9 }] {
            assert_eq!(Piece::read(&piece.header()), Some(piece));
        }
        for wrong in
            ["", "bytes", "bytes 3-2/9", "bytes 0-9/9", "bytes -3/9", "bytes 0-1/*", "items 0-1/2", "bytes 0-1/99999999999999999999999"]
        {
            assert_eq!(Piece::read(wrong), None, "{wrong}");
        }
    }
}
