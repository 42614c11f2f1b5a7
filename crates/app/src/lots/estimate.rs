//! What the visits say of the whole: the share of the claimed quantity that is true, with a 95 % interval
//! (`docs/decisions/0026-spot-checks-by-lot.md`). Nothing of this is stored or added up, so it may be in floats.

/// Fewer visits than this say nothing worth a number.
pub const VISITS_LEAST: usize = 15;

/// A share of the claimed quantity, 0 to 1, with the ends of its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    pub low: f64,
    pub about: f64,
    pub high: f64,
}

/// What is wrong of a claim, 0 to 1. More found than claimed is no credit for somebody else's claim.
pub fn wrong(claimed: i64, found: i64) -> f64 {
    if claimed <= 0 { 0.0 } else { 1.0 - found.clamp(0, claimed) as f64 / claimed as f64 }
}

/// The true share of the claimed quantity, from what is wrong of each hit in the order of the draw; none without a hit.
///
/// Hits fall on the claimed quantity evenly, so their mean is the ratio of the whole. How much they differ is three parts what neighbours in
/// the order of the draw say, who are mostly of one stratum, and one part what all say: a stratum seldom earns all the credit it seems to. To
/// what was seen, half a record wholly wrong and half a record wholly right are added: then the interval of a share of whole records is
/// Jeffreys' (Brown, Cai and DasGupta 2001), also where no fault was found, and with faults in part it is the Beta distribution of that
/// mean and variance.
pub fn share(wrongs: &[f64]) -> Option<Share> {
    if wrongs.is_empty() {
        return None;
    }
    let n = wrongs.len() as f64;
    let mean = wrongs.iter().sum::<f64>() / n;
    let of_all = wrongs.iter().map(|w| (w - mean).powi(2)).sum::<f64>() / n;
    let of_neighbours = wrongs.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum::<f64>() / (2.0 * n);
    let squares = mean * mean + 0.25 * of_all + 0.75 * of_neighbours;
    let middle = (mean * n + 0.5) / (n + 1.0);
    let widest = middle * (1.0 - middle);
    let spread = ((squares * n + 0.5) / (n + 1.0) - middle * middle).clamp(f64::MIN_POSITIVE, widest);
    // A Dirichlet mean of n + 1 records has the variance spread / (n + 2); a Beta of mean m and weight k has m (1 − m) / (k + 1).
    let weight = widest / spread * (n + 2.0) - 1.0;
    let (a, b) = (middle * weight, (1.0 - middle) * weight);
    let most = if mean < 1.0 { beta::quantile(a, b, 0.975) } else { 1.0 };
    let least = if mean > 0.0 { beta::quantile(a, b, 0.025) } else { 0.0 };
    Some(Share { low: 1.0 - most.max(mean), about: 1.0 - mean, high: 1.0 - least.min(mean) })
}

/// The Beta distribution, as in DLMF 8.17: the regularised incomplete function by its continued fraction, its inverse by halving.
mod beta {
    pub fn quantile(a: f64, b: f64, p: f64) -> f64 {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if below(a, b, middle) < p { low = middle } else { high = middle }
        }
        f64::midpoint(low, high)
    }

    /// The chance of less than `x`.
    pub fn below(a: f64, b: f64, x: f64) -> f64 {
        if x <= 0.0 || x >= 1.0 {
            return x.clamp(0.0, 1.0);
        }
        let front = (log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
        if x < (a + 1.0) / (a + b + 2.0) { front * fraction(a, b, x) / a } else { 1.0 - front * fraction(b, a, 1.0 - x) / b }
    }

    /// Lentz's way through the fraction; it has settled long before 300 terms for what is asked here.
    fn fraction(a: f64, b: f64, x: f64) -> f64 {
        let off_zero = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
        let mut c = 1.0;
        let mut d = 1.0 / off_zero(1.0 - (a + b) * x / (a + 1.0));
        let mut value = d;
        for m in 1..300 {
            let m = f64::from(m);
            let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
            let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
            let before = value;
            for term in [even, odd] {
                d = 1.0 / off_zero(1.0 + term * d);
                c = off_zero(1.0 + term / c);
                value *= d * c;
            }
            if (value / before - 1.0).abs() < 1e-13 {
                break;
            }
        }
        value
    }

    /// Stirling's series, moved up to where it is exact to 14 digits.
    fn log_gamma(x: f64) -> f64 {
        let (mut x, mut shift) = (x, 0.0);
        while x < 12.0 {
            shift += x.ln();
            x += 1.0;
        }
        let (inverse, square) = (1.0 / x, 1.0 / (x * x));
        let series = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
        (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series - shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 5e-4, "{a} is not {b}");
    }

    /// The published Jeffreys intervals (Brown, Cai and DasGupta 2001, table 5), as the share that is wrong.
    #[test]
    fn whole_faults_have_jeffreys_interval() {
        for (n, wrong, low, high) in [(20, 1, 0.005, 0.211), (30, 3, 0.029, 0.244), (30, 0, 0.0, 0.080)] {
            // Faults apart from each other: neighbours then differ as a record drawn at random does from another.
            let found = super::share(&spread(n, wrong)).unwrap();
            println!("{n} {wrong} {found:?}");
            assert!((1.0 - found.high - low).abs() < 0.012 && (1.0 - found.low - high).abs() < 0.012, "{n} {wrong} {found:?}");
        }
    }

    fn spread(n: usize, wrong: usize) -> Vec<f64> {
        (0..n).map(|k| if wrong > 0 && k % (n / wrong) == 1 { 1.0 } else { 0.0 }).collect()
    }

    #[test]
    fn no_fault_found_is_no_proof_that_there_is_none() {
        let found = share(&[0.0; 30]).unwrap();
        near(found.about, 1.0);
        near(found.high, 1.0);
        // The upper end of Jeffreys' interval for 0 of 30: 0.0797.
        near(1.0 - found.low, 0.0797);
        let none = share(&[1.0; 30]).unwrap();
        assert!(none.low == 0.0 && none.about == 0.0 && none.high > 0.05);
        assert!(share(&[]).is_none() && share(&[0.3]).unwrap().low < 0.7);
    }

    #[test]
    fn many_small_faults_are_known_better_than_few_large_ones() {
        let small = share(&(0..100).map(|n| if n % 2 == 0 { 0.2 } else { 0.0 }).collect::<Vec<_>>()).unwrap();
        let large = share(&(0..100).map(|n| if n % 10 == 0 { 1.0 } else { 0.0 }).collect::<Vec<_>>()).unwrap();
        near(small.about, 0.9);
        near(large.about, 0.9);
        assert!(small.high - small.low < (large.high - large.low) * 0.6, "{small:?} {large:?}");
    }

    #[test]
    fn the_beta_distribution_is_as_tables_have_it() {
        // Beta(1, b) and Beta(2, 3) in closed form; Beta(1/2, 1/2) is the arcsine law.
        near(beta::below(1.0, 7.0, 0.2), 1.0 - 0.8_f64.powi(7));
        near(beta::below(2.0, 3.0, 0.4), 0.5248);
        near(beta::below(0.5, 0.5, 0.3), 2.0 / std::f64::consts::PI * 0.3_f64.sqrt().asin());
        near(beta::quantile(1.0, 74.0, 0.975), 1.0 - 0.025_f64.powf(1.0 / 74.0));
        near(beta::below(300.0, 20.0, beta::quantile(300.0, 20.0, 0.3)), 0.3);
    }

    #[test]
    fn what_is_wrong_of_a_claim_is_between_nothing_and_all() {
        assert_eq!((wrong(2000, 2000), wrong(2000, 3000), wrong(2000, 0), wrong(2000, -5)), (0.0, 0.0, 1.0, 1.0));
        near(wrong(2000, 1500), 0.25);
    }
}
