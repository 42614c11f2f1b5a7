//! The pairs seen from the officials: 8 bytes an edge, made where a search goes from an official to who could come.
use crate::instance::Instance;

/// For each official the pairs that name it, as household and edge.
pub struct Callers {
    start: Vec<u32>,
    pairs: Vec<(u32, u32)>,
}

impl Callers {
    pub fn of(net: &Instance) -> Self {
        let mut start = vec![0u32; net.officials.len() + 1];
        net.who.iter().for_each(|&j| start[j as usize + 1] += 1);
        (1..start.len()).for_each(|j| start[j] += start[j - 1]);
        let (mut next, mut pairs) = (start.clone(), vec![(0, 0); net.who.len()]);
        for i in net.numbers() {
            for edge in net.start[i as usize]..net.start[i as usize + 1] {
                let at = &mut next[net.official(edge)];
                pairs[*at as usize] = (i, edge);
                *at += 1;
            }
        }
        Self { start, pairs }
    }
    pub fn of_official(&self, j: usize) -> &[(u32, u32)] {
        &self.pairs[self.start[j] as usize..self.start[j + 1] as usize]
    }
}
