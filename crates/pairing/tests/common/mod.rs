//! Instances for tests: random small ones with a seed, and the county's.
#![allow(clippy::unwrap_used)]
use pairing::{Edge, Instance, Official};
use std::io::Read;

/// SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n.max(1)
    }
    pub fn official(&mut self, most: u64) -> Official {
        let hi = self.below(most + 1);
        Official { lo: self.below(hi + 1) as u32, hi: hi as u32 }
    }
    /// Up to `most` different candidates.
    pub fn row(&mut self, officials: usize, most: u64, costs: u64) -> Vec<(u32, i64)> {
        let mut row: Vec<(u32, i64)> = Vec::new();
        for _ in 0..self.below(most + 1) {
            let official = self.below(officials as u64) as u32;
            if row.iter().all(|(j, _)| *j != official) {
                row.push((official, self.below(costs) as i64 - costs as i64 / 4));
            }
        }
        row
    }
}

#[derive(Clone)]
pub struct Plain {
    pub officials: Vec<Official>,
    pub rows: Vec<Vec<(u32, i64)>>,
}

impl Plain {
    pub fn of(seed: u64, officials: u64, households: u64, most: u64, candidates: u64, costs: u64) -> Self {
        let mut dice = Dice(seed);
        let officials: Vec<Official> = (0..=dice.below(officials)).map(|_| dice.official(most)).collect();
        let rows = (0..dice.below(households + 1)).map(|_| dice.row(officials.len(), candidates, costs)).collect();
        Self { officials, rows }
    }
    pub fn instance(&self) -> Instance {
        let edge = |(i, row): (usize, &Vec<(u32, i64)>)| {
            row.iter().map(move |(j, cost)| Edge { household: i as u32, official: *j, cost: *cost }).collect::<Vec<_>>()
        };
        let edges: Vec<Edge> = self.rows.iter().enumerate().flat_map(edge).collect();
        Instance::new(self.officials.clone(), self.rows.len(), &edges).unwrap()
    }
    #[allow(dead_code, reason = "used by one of the tests")]
    pub fn county() -> Self {
        let mut text = String::new();
        let file = std::fs::File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/county.txt.gz")).unwrap();
        flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
        let mut lines = text.lines().map(|line| line.split(' ').map(|n| n.parse::<i64>().unwrap()).collect::<Vec<_>>());
        let counts = lines.next().unwrap();
        let officials = lines.by_ref().take(counts[0] as usize).map(|o| Official { lo: o[0] as u32, hi: o[1] as u32 }).collect();
        let row = |line: Vec<i64>| {
            line.chunks(2)
                .scan(0, |j, pair| {
                    *j += pair[0];
                    Some((*j as u32, pair[1]))
                })
                .collect()
        };
        let rows: Vec<_> = lines.map(row).collect();
        assert_eq!(rows.len() as i64, counts[1]);
        Self { officials, rows }
    }
}
