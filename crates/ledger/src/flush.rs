//! Files brought to the disk together: whoever waits while a flush runs shares the next one.
use crate::Result;
use std::fs;
use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};

/// The flushes of one folder's file system, each by its number from 1.
#[derive(Debug, Default)]
pub struct Flush {
    turns: Mutex<Turns>,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct Turns {
    begun: u64,
    ended: u64,
    /// The last that the disk refused, and how.
    refused: Option<(u64, std::io::ErrorKind)>,
}

impl Flush {
    /// Returns when everything that was written in the folder's file system before the call is on the disk: content, names, folders.
    /// # Errors
    /// When the disk refuses; what was written then counts as not kept.
    pub fn all(&self, dir: &Path) -> Result<()> {
        self.by(|| Ok(rustix::fs::syncfs(fs::File::open(dir)?)?))
    }

    fn by(&self, sync: impl Fn() -> std::io::Result<()>) -> Result<()> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        // The one that runs may have passed by already: only one that begins from now on holds all of it.
        let mine = turns.begun + 1;
        while turns.ended < mine {
            if turns.begun > turns.ended {
                turns = self.ended.wait(turns).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            turns.begun += 1;
            let number = turns.begun;
            drop(turns);
            let outcome = sync();
            turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.ended = number;
            if let Err(e) = outcome {
                turns.refused = Some((number, e.kind()));
            }
            self.ended.notify_all();
        }
        match turns.refused {
            // A later refusal says nothing good of this one either.
            Some((number, kind)) if number >= mine => Err(std::io::Error::from(kind).into()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Flush;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Barrier, Mutex};

    #[test]
    fn who_comes_while_one_runs_shares_the_next() {
        let (flush, ran, inside, go_on) = (Flush::default(), AtomicUsize::new(0), Barrier::new(2), Barrier::new(2));
        let sync = || {
            if ran.fetch_add(1, Ordering::SeqCst) == 0 {
                inside.wait();
                go_on.wait();
            }
            Ok(())
        };
        std::thread::scope(|s| {
            let first = s.spawn(|| flush.by(sync));
            inside.wait();
            let later: Vec<_> = (0..8).map(|_| s.spawn(|| flush.by(sync))).collect();
            // All of them wait for the second by now, or come to it when it has not begun.
            go_on.wait();
            assert!(first.join().unwrap().is_ok());
            assert!(later.into_iter().all(|one| one.join().unwrap().is_ok()));
        });
        let ran = ran.into_inner();
        assert!((2..=9).contains(&ran), "{ran}");
        assert_eq!(flush.turns.lock().unwrap().ended, ran as u64);
    }

    #[test]
    fn what_the_disk_refused_is_told_to_who_waited_for_it_and_not_to_who_comes_after() {
        let (flush, outcomes) = (Flush::default(), Mutex::new(vec![true, false]));
        let sync = || if outcomes.lock().unwrap().pop() == Some(false) { Err(std::io::ErrorKind::StorageFull.into()) } else { Ok(()) };
        assert!(flush.by(sync).is_err());
        assert!(flush.by(sync).is_ok());
    }
}
