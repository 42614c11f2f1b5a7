//! Answers that cost much, kept until the log moves.
use crate::{Read, Result};
use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Answers by question, all of one size of the log.
#[derive(Default)]
pub(crate) struct Memo(Mutex<(i64, HashMap<String, Answer>)>);

type Answer = Arc<dyn Any + Send + Sync>;

/// Answers kept at most.
const MOST: usize = 4096;

impl Memo {
    fn find(&self, size: i64, question: &str) -> Option<Answer> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 == size { kept.1.get(question).cloned() } else { None }
    }
    fn keep(&self, size: i64, question: &str, answer: Answer) {
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
    pub fn remembered<T: Send + Sync + 'static, E: From<crate::Error>>(
        &mut self,
        question: &str,
        answer: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let Some(memo) = self.memo else { return answer(self).map(Arc::new) };
        let size = self.log_size()?;
        if let Some(known) = memo.find(size, question).and_then(|known| known.downcast().ok()) {
            return Ok(known);
        }
        let found = Arc::new(answer(self)?);
        memo.keep(size, question, found.clone());
        Ok(found)
    }
}
