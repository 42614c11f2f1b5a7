//! Failed tries to sign in, by code alone: no address is kept. After a few the code has to wait, longer each time.
use super::{find, hash_code};
use crate::web::{Cx, Fault};

/// So many tries are free.
const FREE: i64 = 5;
const FIRST_WAIT_MS: i64 = 30_000;
/// A wait is never longer: whoever guesses at another's code must not lock them out for the day.
const LONGEST_WAIT_MS: i64 = 15 * 60_000;
const DAY_MS: i64 = 86_400_000;

/// How long a code has to wait after so many failures.
fn wait_ms(failures: i64) -> i64 {
    if failures < FREE { 0 } else { (FIRST_WAIT_MS << (failures - FREE).min(20)).min(LONGEST_WAIT_MS) }
}

/// How long it still has to wait after so many failures, the last of them at an instant.
fn left_ms(failures: i64, last: &str, now_ms: i64) -> i64 {
    let last = last.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_millisecond);
    last + wait_ms(failures) - now_ms
}

/// Whole seconds, the last one begun: whoever waits so long has waited long enough.
fn seconds(ms: i64) -> i64 {
    (ms.max(1) + 999) / 1000
}

/// Counts a try before the password is looked at, so that tries sent side by side are counted too. `forget` takes it back.
/// # Errors
/// `Throttled` while the code has to wait.
pub async fn count(cx: &Cx, code: &str) -> Result<(), Fault> {
    let (id, now_ms) = (hash_code(code), cx.app.db.clock().now_ms());
    let key = id.clone();
    let before = cx.read(move |r, _| Ok(find::tries(r, &key)?)).await?;
    let failures = before.as_ref().map_or(0, |(failures, _)| *failures);
    let left = before.map_or(0, |(failures, last)| left_ms(failures, &last, now_ms));
    if left > 0 {
        return Err(Fault::Throttled(seconds(left)));
    }
    let counted = cx
        .scratch(move |s| {
            s.execute("DELETE FROM sign_in_failures WHERE last < $1", &[ledger::stamp(now_ms - DAY_MS).into()])?;
            s.execute(
                "INSERT INTO sign_in_failures (id, failures, last) VALUES ($1, 0, $2) ON CONFLICT (id) DO NOTHING",
                &[id.as_str().into(), ledger::stamp(now_ms).into()],
            )?;
            let sql = "UPDATE sign_in_failures SET failures = failures + 1, last = $2 WHERE id = $1 AND failures <= $3";
            s.execute(sql, &[id.as_str().into(), ledger::stamp(now_ms).into(), failures.max(FREE - 1).into()])
        })
        .await?;
    // Another try of the same code came in between and made it wait.
    if counted == 1 {
        return Ok(());
    }
    let key = hash_code(code);
    let last = cx.read(move |r, _| Ok(find::tries(r, &key)?)).await?;
    Err(Fault::Throttled(seconds(last.map_or(0, |(failures, last)| left_ms(failures, &last, now_ms)))))
}

/// The code's tries are forgotten: the person is in.
/// # Errors
/// When it could not be written.
pub async fn forget(cx: &Cx, code: &str) -> Result<(), Fault> {
    let id = hash_code(code);
    cx.scratch(move |s| s.execute("DELETE FROM sign_in_failures WHERE id = $1", &[id.into()])).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_said_to_the_second() {
        let now = "2017-03-31T02:00:10.500Z".parse::<jiff::Timestamp>().unwrap().as_millisecond();
        assert_eq!(seconds(left_ms(5, "2017-03-31T02:00:00.000Z", now)), 20);
        assert_eq!(seconds(left_ms(6, "2017-03-31T02:00:10.500Z", now)), 60);
        assert!(left_ms(5, "2017-03-31T01:59:40.500Z", now) == 0 && left_ms(4, "2017-03-31T02:00:10.500Z", now) == 0);
    }

    #[test]
    fn waits_grow_and_end() {
        assert_eq!([0, 4, 5, 6, 7, 60].map(wait_ms), [0, 0, 30_000, 60_000, 120_000, LONGEST_WAIT_MS]);
    }
}
