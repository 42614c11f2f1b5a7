//! Campaigns of 10,000 records, each claim inflated by 0 to 15 % in one of several ways, drawn and estimated as real ones are.
//! `CAMPAIGNS=1000 cargo test --release -p app --bin chunman lots::simulation -- --nocapture` prints the figures in
//! `docs/decisions/0026-spot-checks-by-lot.md`; without the variable 100 campaigns are played, within wider bounds.
use super::estimate::{Share, share, wrong};
use super::sample::{Seed, Ticket, records};
use sha2::{Digest, Sha256};

/// Records of each item, and the visits of each: 3 % of all, the same for each, so that the rate of a small item is higher.
const FOUR: (&[usize], i64) = (&[4000, 3000, 2000, 1000], 75);
const SIX: (&[usize], i64) = (&[1667, 1667, 1667, 1667, 1666, 1666], 50);
const UNITS: u64 = 17;

/// How a unit's people inflate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    /// A few records are wholly invented.
    Invented,
    /// Many are rounded up a little.
    Rounded,
    /// Some units invent most of it, the others nothing.
    OfUnits,
    /// Both: a few invented, many rounded up.
    Mixed,
}

const SHAPES: [Shape; 4] = [Shape::Invented, Shape::Rounded, Shape::OfUnits, Shape::Mixed];

/// Chance of its own (splitmix64), so that a seed says the same in every release.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
    /// About log-normal: half are under 1 unit of measure, a few are ten times as large.
    fn quantity(&mut self) -> i64 {
        let bell: f64 = (0..12).map(|_| self.share()).sum::<f64>() - 6.0;
        ((bell * 0.8).exp() * 1000.0) as i64 + 1
    }
}

struct Item {
    tickets: Vec<Ticket>,
    found: Vec<i64>,
    shape: Shape,
}

impl Item {
    fn make(dice: &mut Dice, size: usize) -> Self {
        let shape = SHAPES[(dice.next() % 4) as usize];
        let inflation = dice.share() * 0.15;
        // What is wrong of the claims, when they are `1 + inflation` times what is true.
        let amiss = inflation / (1.0 + inflation);
        let units: Vec<u64> = (0..size).map(|_| dice.next() % UNITS).collect();
        let by_unit = of_units(dice, amiss);
        let mut tickets = Vec::new();
        let mut found = Vec::new();
        for (n, unit) in units.into_iter().enumerate() {
            let claimed = dice.quantity();
            let part = match shape {
                Shape::Invented => dice.whole(amiss),
                Shape::Rounded => dice.little(amiss, 0.6),
                Shape::OfUnits => dice.whole(by_unit[unit as usize]),
                Shape::Mixed => dice.whole(amiss * 0.4).max(dice.little(amiss * 0.6, 0.5)),
            };
            tickets.push(Ticket { id: format!("deed-{n}"), stratum: format!("{unit:02}"), claimed });
            found.push((claimed as f64 * (1.0 - part)).round() as i64);
        }
        Self { tickets, found, shape }
    }

    fn truth(&self) -> f64 {
        self.found.iter().sum::<i64>() as f64 / self.tickets.iter().map(|t| t.claimed).sum::<i64>() as f64
    }

    /// Draws, visits and estimates; how many records were visited.
    fn checked(&self, seed: &Seed, visits: i64) -> (Share, usize) {
        let picks = records(seed, &self.tickets, visits);
        let amiss =
            |p: &super::sample::Pick| std::iter::repeat_n(wrong(self.tickets[p.ticket].claimed, self.found[p.ticket]), p.hits as usize);
        let wrongs: Vec<f64> = picks.iter().flat_map(amiss).collect();
        (share(&wrongs).unwrap(), picks.len())
    }
}

impl Dice {
    fn whole(&mut self, chance: f64) -> f64 {
        if self.share() < chance { 1.0 } else { 0.0 }
    }
    /// Wrong by a little in so many of them, `mean` over all.
    fn little(&mut self, mean: f64, of: f64) -> f64 {
        if self.share() < of { mean / of * 2.0 * self.share() } else { 0.0 }
    }
}

/// How much of each unit's claims is invented, `amiss` over all of them.
fn of_units(dice: &mut Dice, amiss: f64) -> Vec<f64> {
    let mut left = amiss * UNITS as f64;
    (0..UNITS)
        .map(|_| {
            let part = left.min(0.2 + 0.6 * dice.share());
            left -= part;
            part
        })
        .collect()
}

#[derive(Default)]
struct Tally {
    holds: usize,
    half_widths: Vec<f64>,
}

impl Tally {
    fn note(&mut self, found: Share, truth: f64) {
        self.holds += usize::from(found.low <= truth && truth <= found.high);
        self.half_widths.push((found.high - found.low) / 2.0);
    }
    fn coverage(&self) -> f64 {
        self.holds as f64 / self.half_widths.len() as f64
    }
    fn median(&mut self) -> f64 {
        self.half_widths.sort_by(f64::total_cmp);
        self.half_widths[self.half_widths.len() / 2]
    }
    fn line(&mut self, name: &str) {
        let points = 100.0 * self.median();
        let last = 100.0 * self.half_widths.last().unwrap();
        println!(
            "{name:24} {:5} items  coverage {:.1} %  half-width median {points:.1} most {last:.1} points",
            self.half_widths.len(),
            100.0 * self.coverage()
        );
    }
}

/// What many campaigns say of each item, of each shape, and of those items in which no fault was found.
struct Played {
    items: Vec<Tally>,
    shapes: Vec<Tally>,
    sound: Tally,
}

fn play(campaigns: u64, (sizes, visits): (&[usize], i64)) -> Played {
    let first: u64 = std::env::var("FIRST_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    println!("{} items, {visits} visits each, seeds {first} to {}", sizes.len(), first + campaigns - 1);
    let many = |n: usize| (0..n).map(|_| Tally::default()).collect();
    let mut played = Played { items: many(sizes.len()), shapes: many(SHAPES.len()), sound: Tally::default() };
    let mut most = 0;
    for n in first..first + campaigns {
        let mut dice = Dice(u64::from_be_bytes(Sha256::digest(n.to_be_bytes())[..8].try_into().unwrap()));
        let mut visited = 0;
        for (place, size) in sizes.iter().enumerate() {
            let item = Item::make(&mut dice, *size);
            let (found, records) = item.checked(&Seed::of(&format!("campaign {n} item {place}"), "03071219253108"), visits);
            visited += records;
            played.items[place].note(found, item.truth());
            played.shapes[item.shape as usize].note(found, item.truth());
            if found.about == 1.0 {
                assert!(found.high == 1.0 && found.low < 1.0 && found.low > 0.9, "seed {n}: no fault was found: {found:?}");
                played.sound.note(found, item.truth());
            }
        }
        most = most.max(visited);
    }
    played.items.iter_mut().zip(sizes).for_each(|(tally, size)| tally.line(&format!("item of {size}")));
    played.shapes.iter_mut().zip(SHAPES).for_each(|(tally, shape)| tally.line(&format!("{shape:?}")));
    if !played.sound.half_widths.is_empty() {
        played.sound.line("no fault found");
    }
    let records: usize = sizes.iter().sum();
    println!("visits of a campaign: at most {most} of {records} records");
    assert!(most * 100 <= 3 * records);
    played
}

#[test]
fn the_interval_holds_the_truth_as_often_as_it_says() {
    let campaigns: u64 = std::env::var("CAMPAIGNS").ok().and_then(|n| n.parse().ok()).unwrap_or(100);
    // A hundred campaigns say the coverage to 4 points, a thousand to 1.5.
    let (least, greatest) = if campaigns < 1000 { (0.89, 1.0) } else { (0.93, 0.98) };
    for sizes in [FOUR, SIX] {
        let mut played = play(campaigns, sizes);
        for tally in &mut played.items {
            assert!((least..=greatest).contains(&tally.coverage()) && tally.median() <= 0.06, "{} {}", tally.coverage(), tally.median());
        }
        // Fifty visits do not say the share of wholly invented records to 6 points: nothing could.
        let widest = if sizes.1 < 75 { 0.07 } else { 0.06 };
        for tally in &mut played.shapes {
            assert!(tally.coverage() >= least - 0.02 && tally.median() <= widest, "{} {}", tally.coverage(), tally.median());
        }
    }
}
