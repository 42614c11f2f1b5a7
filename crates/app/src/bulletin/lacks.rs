//! What an issue lacks before it can be published: compared with the records, and with what was signed.
use super::model::{Bulletin, Placed};
use super::{find, text, value};
use crate::web::Fault;
use ledger::Read;

impl Bulletin {
    /// What it lacks before it can be published: a title, figures as they are, true wordings, a number of its own, who edited and approved
    /// this very text.
    /// # Errors
    /// When the data cannot be read.
    pub fn lacks(&self, r: &mut Read) -> Result<Vec<Fault>, Fault> {
        let mut lacks = Vec::new();
        if self.title.is_empty() || self.text.trim().is_empty() || self.number < 1 {
            lacks.push(Fault::invalid("title", "need.bulletin"));
        }
        if find::published_as(r, &self.campaign, self.number)?.is_some() {
            lacks.push(Fault::says("number", "need.number_free", &[("n", &self.number)]));
        }
        let placed = find::placed(r, &self.id)?;
        let there = |number: &i64| placed.iter().any(|p| p.number == *number);
        lacks.extend(text::gaps(&self.text).into_iter().find(|n| !there(n)).map(|n| Fault::says("text", "need.placed", &[("n", &n)])));
        lacks.extend(self.confirmed(r).err());
        for p in self.used(r)? {
            lacks.extend(value::true_wording(r, &p).err());
        }
        lacks.extend(self.unsigned(r)?);
        Ok(lacks)
    }

    /// What is placed and stands in the text, in the order of the text.
    /// # Errors
    /// When the data cannot be read.
    pub fn used(&self, r: &mut Read) -> Result<Vec<Placed>, Fault> {
        let placed = find::placed(r, &self.id)?;
        let (_, order) = text::in_order(&self.text);
        Ok(order.iter().filter_map(|number| placed.iter().find(|p| p.number == *number).cloned()).collect())
    }

    /// The figures in the text of which the records have moved since they were placed or confirmed: the note's number, the figure, what it is now.
    /// # Errors
    /// When the data cannot be read.
    pub fn moved(&self, r: &mut Read) -> Result<Vec<(usize, Placed, i64)>, Fault> {
        let mut moved = Vec::new();
        for (at, p) in self.used(r)?.into_iter().enumerate() {
            let now = value::of(r, &p.what)?;
            if now != p.value {
                moved.push((at + 1, p, now));
            }
        }
        Ok(moved)
    }

    /// The figures in the text are what the records say.
    pub(super) fn confirmed(&self, r: &mut Read) -> Result<(), Fault> {
        let moved: Vec<String> = self.moved(r)?.iter().map(|(note, _, _)| note.to_string()).collect();
        if moved.is_empty() { Ok(()) } else { Err(Fault::says("text", "need.confirmed", &[("n", &moved.join("、"))])) }
    }

    /// Whoever edited and approved it did so of this very text. Who drafted it, drafted it.
    fn unsigned(&self, r: &mut Read) -> Result<Vec<Fault>, Fault> {
        let (hash, given) = (self.hash(r)?, find::sign_offs(r, &self.id)?);
        let lack = |(step, missing, changed): (&str, &'static str, &'static str)| {
            let signed = find::signature(&given, step, &hash);
            let key = if signed.is_none() { missing } else { changed };
            signed.is_none_or(|s| s.signed != hash).then(|| Fault::invalid("sign", key))
        };
        let needed = [("edited", "need.edited", "need.edited_again"), ("approved", "need.signed", "need.signed_again")];
        Ok(needed.into_iter().filter_map(lack).collect())
    }
}
