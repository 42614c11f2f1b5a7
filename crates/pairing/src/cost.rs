//! What a pair costs, in points: a point is ten metres of way.

/// A kilometre between the official's place and the household.
pub const KILOMETRE: i64 = 100;
/// A cause of the household that the official has no skill for: as bad as four kilometres.
pub const UNSKILLED: i64 = 400;
/// Those who know each other already are worth a detour of ten kilometres.
pub const KNOWN: i64 = 1000;

/// The points of one pair: the way in metres, the household's causes and the official's skills as the same words, and whether they are a pair already. May be
/// below 0.
pub fn cost(metres: u32, causes: &[&str], skills: &[&str], known: bool) -> i64 {
    let unskilled = causes.iter().filter(|cause| !skills.contains(cause)).count();
    i64::from(metres) * KILOMETRE / 1000 + i64::try_from(unskilled).unwrap_or(0) * UNSKILLED - if known { KNOWN } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::cost;

    #[test]
    fn way_and_causes_cost_and_knowing_each_other_spares() {
        assert_eq!(cost(2_500, &["illness"], &["illness", "housing"], false), 250);
        assert_eq!(cost(2_509, &["illness", "schooling"], &["illness"], false), 650);
        assert_eq!(cost(2_500, &["illness"], &[], true), -350);
    }
}
