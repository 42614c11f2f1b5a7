//! Who is drawn: a pure function of the seed and the frozen set, in whole numbers, so that anyone may repeat it.
use sha2::{Digest, Sha256};

/// SHA-256 of the checkpoint's text and the public number behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    /// `checkpoint` is the signed text with its last line end and without the signature, which could be made in several ways.
    pub fn of(checkpoint: &str, number: &str) -> Self {
        Self(Sha256::new().chain_update(checkpoint).chain_update(number).finalize().into())
    }
    pub fn hex(&self) -> String {
        hex::encode(self.0)
    }
    /// SHA-256(seed ‖ words, each after a space): where something stands in the order of the draw.
    fn rank(&self, words: &[&str]) -> [u8; 32] {
        let mut hash = Sha256::new().chain_update(self.0);
        for word in words {
            hash = hash.chain_update(" ").chain_update(word);
        }
        hash.finalize().into()
    }
}

/// A record that may be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub id: String,
    /// Its stratum: those of one stratum stand together in the order.
    pub stratum: String,
    /// Thousandths, more than 0.
    pub claimed: i64,
}

/// A drawn record: its place among the tickets, and how often it was hit. One that holds more than a visit's share of the whole may be
/// hit several times; it is visited once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    pub ticket: usize,
    pub hits: i64,
}

/// Draws `hits` points of the claimed quantity: tickets in the order of their strata, within one by SHA-256(seed ‖ ` record ` ‖ id); their
/// quantities laid end to end make a line of `total`; the points lie `total / hits` apart, the first where SHA-256(seed ‖ ` start`) says.
/// So a record's chance is its share of the quantity, and each stratum's visits are its share of it.
pub fn records(seed: &Seed, tickets: &[Ticket], hits: i64) -> Vec<Pick> {
    let total: u128 = tickets.iter().map(|t| u128::from(t.claimed.unsigned_abs())).sum();
    if total == 0 || hits <= 0 {
        return Vec::new();
    }
    let mut order: Vec<(&str, [u8; 32], usize)> =
        tickets.iter().enumerate().map(|(n, t)| (t.stratum.as_str(), seed.rank(&["record", &t.id]), n)).collect();
    order.sort_unstable();
    let start = first_16(&seed.rank(&["start"])) % total;
    let hits = u128::from(hits.unsigned_abs());
    let (mut picks, mut end, mut hit) = (Vec::new(), 0_u128, 0_u128);
    for (.., ticket) in order {
        end += u128::from(tickets[ticket].claimed.unsigned_abs());
        let before = hit;
        while hit < hits && (hit * total + start) / hits < end {
            hit += 1;
        }
        if hit > before {
            picks.push(Pick { ticket, hits: i64::try_from(hit - before).unwrap_or(i64::MAX) });
        }
    }
    picks
}

fn first_16(hash: &[u8; 32]) -> u128 {
    hash.iter().take(16).fold(0, |n, byte| n << 8 | u128::from(*byte))
}

/// Draws a checker for each record, in the records' order: of those who may visit it the one with the fewest visits so far, among equals
/// the first by SHA-256(seed ‖ ` checker ` ‖ record ‖ ` ` ‖ checker). `None` where nobody may.
pub fn checkers(seed: &Seed, records: &[&str], rota: &[String], may: impl Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let mut visits = vec![0_u32; rota.len()];
    let mut draw = |n: usize, record: &str| {
        let able = (0..rota.len()).filter(|checker| may(n, *checker));
        let one = able.min_by_key(|checker| (visits[*checker], seed.rank(&["checker", record, &rota[*checker]])))?;
        visits[one] += 1;
        Some(one)
    };
    records.iter().enumerate().map(|(n, record)| draw(n, record)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(n: usize, stratum: &str, claimed: i64) -> Ticket {
        Ticket { id: format!("deed-{n}"), stratum: stratum.to_owned(), claimed }
    }

    #[test]
    fn the_same_seed_draws_the_same_whatever_the_order_of_the_list() {
        let seed = Seed::of("origin\n9\nroot\n", "03071219253108");
        let tickets: Vec<Ticket> = (0..500).map(|n| ticket(n, if n % 3 == 0 { "101" } else { "102" }, 1000 + n as i64)).collect();
        let ids = |tickets: &[Ticket]| records(&seed, tickets, 40).iter().map(|p| tickets[p.ticket].id.clone()).collect::<Vec<_>>();
        let turned: Vec<Ticket> = tickets.iter().rev().cloned().collect();
        assert_eq!(ids(&tickets), ids(&turned));
        assert_eq!(ids(&tickets).len(), 40);
        let other = Seed::of("origin\n9\nroot\n", "03071219253109");
        assert_ne!(ids(&tickets), records(&other, &tickets, 40).iter().map(|p| tickets[p.ticket].id.clone()).collect::<Vec<_>>());
    }

    #[test]
    fn a_seed_is_the_hash_of_the_checkpoint_and_the_number_as_a_shell_makes_it() {
        // printf 'origin\n9\nroot\n03071219253108' | sha256sum
        assert_eq!(
            Seed::of("origin\n9\nroot\n", "03071219253108").hex(),
            "686c5439784e1df394d4aa1b9f5bd8c09024c8f024af19de8a5371e0f7b42918"
        );
    }

    #[test]
    fn a_records_chance_is_its_share_of_the_quantity_and_strata_have_theirs() {
        let tickets: Vec<Ticket> = (0..60).map(|n| ticket(n, ["a", "b", "c"][n % 3], [1000, 2000, 3000][n / 20])).collect();
        let (mut hits, rounds) = ([0_i64; 3], 4000);
        for round in 0..rounds {
            let picks = records(&Seed::of("checkpoint", &round.to_string()), &tickets, 12);
            assert_eq!(picks.iter().map(|p| p.hits).sum::<i64>(), 12);
            for stratum in ["a", "b", "c"] {
                let here: i64 = picks.iter().filter(|p| tickets[p.ticket].stratum == stratum).map(|p| p.hits).sum();
                assert!((3..=5).contains(&here), "a third of the quantity, a third of the visits: {here}");
            }
            for pick in picks {
                hits[pick.ticket / 20] += pick.hits;
            }
        }
        for (group, expected) in [(0, 2 * rounds), (1, 4 * rounds), (2, 6 * rounds)] {
            assert!((hits[group] - expected).abs() < expected / 20, "{hits:?}");
        }
    }

    #[test]
    fn what_holds_more_than_a_share_is_hit_several_times_and_nothing_is_drawn_of_nothing() {
        let tickets = [ticket(0, "", 90_000), ticket(1, "", 5_000), ticket(2, "", 5_000)];
        let picks = records(&Seed::of("c", "1"), &tickets, 10);
        assert_eq!(picks.iter().find(|p| p.ticket == 0).map(|p| p.hits), Some(9));
        assert!(records(&Seed::of("c", "1"), &[], 10).is_empty() && records(&Seed::of("c", "1"), &tickets, 0).is_empty());
    }

    #[test]
    fn visits_are_shared_out_evenly_among_those_who_may() {
        let rota: Vec<String> = ["pa", "pb", "pc"].map(ToOwned::to_owned).into();
        let names: Vec<String> = (0..30).map(|n| format!("deed-{n}")).collect();
        let ids: Vec<&str> = names.iter().map(String::as_str).collect();
        let drawn = checkers(&Seed::of("c", "1"), &ids, &rota, |record, checker| checker != 0 || record >= 20);
        assert!(drawn.iter().take(20).all(|c| *c != Some(0)), "whoever may not is never drawn");
        let of = |who| drawn.iter().filter(|c| **c == Some(who)).count();
        assert_eq!((of(0), of(1), of(2)), (10, 10, 10));
        assert_eq!(checkers(&Seed::of("c", "1"), &ids[..1], &rota, |_, _| false), [None]);
    }
}
