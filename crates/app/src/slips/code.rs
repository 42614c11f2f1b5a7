//! The code of a slip: sixteen digits. By the first five the slip is found, ten are secret, the last one tells a slip of the pen.
use crate::web::Fault;
use ledger::Chance;

const DIGITS: usize = 16;
const LOCATOR: usize = 5;

/// A code that is well formed.
#[derive(Clone)]
pub struct Code(String);

impl Code {
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn new() -> Result<Self, Fault> {
        // Bytes below 250 give every digit alike; of 96 at least 15 are, but for a chance that nobody meets.
        let bytes: [u8; 96] = Chance::from_machine()?.bytes();
        let mut digits: String = bytes.iter().filter(|b| **b < 250).take(DIGITS - 1).map(|b| char::from(b'0' + b % 10)).collect();
        let check = (0..10).map(|d| char::from(b'0' + d)).find(|d| sound(&format!("{digits}{d}")));
        digits.extend(check);
        Self::read(&digits)
    }

    /// As it was typed or scanned: blanks and strokes between the groups do not matter, nor full-width digits.
    /// # Errors
    /// `Invalid` when a digit is missing or wrong: that is no try at another code.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let typed = text.chars().filter(|c| !c.is_whitespace() && !['-', '－', '—', '·'].contains(c));
        let digits: Option<String> = typed.map(|c| char::from_digit(value(c)?, 10)).collect();
        match digits {
            Some(digits) if digits.len() == DIGITS && sound(&digits) => Ok(Self(digits)),
            _ => Err(Fault::invalid("code", "need.slip_code")),
        }
    }

    pub fn locator(&self) -> &str {
        &self.0[..LOCATOR]
    }
    pub fn digits(&self) -> &str {
        &self.0
    }
    /// In groups of four, as it is printed.
    pub fn groups(&self) -> String {
        let digits: Vec<char> = self.0.chars().collect();
        digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

/// The value of a digit, half or full width.
fn value(c: char) -> Option<u32> {
    let wide = (c as u32).checked_sub('０' as u32).filter(|n| *n < 10);
    c.to_digit(10).or(wide)
}

/// Luhn's check: one wrong digit, or two neighbours exchanged, is found.
fn sound(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .enumerate()
        .map(|(n, c)| {
            let digit = c.to_digit(10).unwrap_or(0) * if n % 2 == 1 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_told_and_the_way_of_writing_does_not_matter() {
        let code = Code::new().unwrap();
        assert_eq!((code.digits().len(), code.groups().len()), (16, 19));
        let wide: String = code.groups().chars().map(|c| c.to_digit(10).map_or(c, |d| char::from_u32('０' as u32 + d).unwrap())).collect();
        for typed in [code.groups(), code.groups().replace(' ', "-"), wide, format!(" {} ", code.digits())] {
            assert_eq!(Code::read(&typed).map(|c| c.0).unwrap(), code.0, "{typed}");
        }
        for at in 0..16 {
            let mut wrong: Vec<u8> = code.digits().bytes().collect();
            wrong[at] = b'0' + (wrong[at] - b'0' + 1) % 10;
            assert!(Code::read(&String::from_utf8(wrong).unwrap()).is_err(), "{at}");
        }
        for odd in ["", "1234", "x", "12345678901234567", "１２３"] {
            assert!(Code::read(odd).is_err(), "{odd}");
        }
    }
}
