//! Answers that cost much, kept until the log moves.
use crate::{Read, Result};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Answers by question, all of one size of the log.
#[derive(Default)]
pub(crate) struct Memo(Mutex<(i64, HashMap<String, i64>)>);

/// Answers kept at most.
const MOST: usize = 4096;

impl Memo {
    fn find(&self, size: i64, question: &str) -> Option<i64> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 == size { kept.1.get(question).copied() } else { None }
    }
    fn keep(&self, size: i64, question: &str, answer: i64) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // An older snapshot may finish after a newer one: its answer is nobody's any more.
        if kept.0 < size {
            *kept = (size, HashMap::new());
        }
        if kept.0 == size && kept.1.len() < MOST {
            kept.1.insert(question.to_owned(), answer);
        }
    }
}

impl Read<'_> {
    /// What `answer` says, or what it said before to the same question at the same size of the log. Inside a write it is always asked.
    /// # Errors
    /// What `answer` returns.
    pub fn remembered<E: From<crate::Error>>(
        &mut self,
        question: &str,
        answer: impl FnOnce(&mut Self) -> Result<i64, E>,
    ) -> Result<i64, E> {
        let Some(memo) = self.memo else { return answer(self) };
        let size = self.log_size()?;
        if let Some(known) = memo.find(size, question) {
            return Ok(known);
        }
        let found = answer(self)?;
        memo.keep(size, question, found);
        Ok(found)
    }
}
