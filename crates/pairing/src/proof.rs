//! The proof that a plan is the best: its prices. O(edges).
use crate::NONE;
use crate::instance::Instance;
use crate::solved::Solved;

/// Whether the plan is what `solve` promises, by linear programming duality: no household is with anybody who is not the cheapest at the prices, none is
/// served for more than serving is worth, no official has a load that does not go with its price, and serving is worth more than any chain of moves.
///
/// # Errors
/// The first thing that does not hold, as a sentence with numbers.
pub fn verify(instance: &Instance, solved: &Solved) -> Result<(), String> {
    let (net, worth) = (instance, solved.worth);
    if solved.at.len() != net.households() || solved.prices.len() != net.officials.len() {
        return Err("the plan is of another instance".to_owned());
    }
    if worth < net.worth() {
        return Err(format!("serving is worth {worth}, {} is needed", net.worth()));
    }
    let mut load = vec![0u32; net.officials.len()];
    let mut cost = 0;
    for i in net.numbers() {
        let edge = solved.at[i as usize];
        let value = |e: usize| net.cost[e] + solved.prices[net.who[e] as usize];
        let own_worth = net.worth_of(i, worth);
        let own = if edge == NONE { own_worth } else { value(edge as usize) };
        if edge != NONE {
            if !net.row(i).contains(&(edge as usize)) {
                return Err(format!("household {i} has an edge that is not its own"));
            }
            load[net.official(edge)] += 1;
            cost += net.cost[edge as usize];
        }
        if own > own_worth || net.row(i).any(|e| value(e) < own) {
            return Err(format!("household {i} would save something"));
        }
    }
    if cost != solved.cost {
        return Err(format!("the pairs cost {cost}, not {}", solved.cost));
    }
    let fits = |j: usize| {
        let (o, load, price) = (net.officials[j], load[j], solved.prices[j]);
        // More than the least is worth nothing below 0, less than the most nothing above; under the least it would pay the worth.
        load <= o.hi
            && (load <= o.lo || price >= 0)
            && (load >= o.hi || load < o.lo || price <= 0)
            && (load >= o.lo || price <= -worth)
            && (load == 0 || load > o.lo || price >= -worth)
    };
    (0..load.len()).find(|&j| !fits(j)).map_or(Ok(()), |j| Err(format!("official {j} has {} at the price {}", load[j], solved.prices[j])))
}

#[cfg(test)]
mod tests {
    use super::verify;
    use crate::{Edge, Instance, Official, solve};

    #[test]
    fn a_plan_that_is_not_the_best_or_not_what_it_says_has_no_proof() {
        let edge = |(household, official, cost)| Edge { household, official, cost };
        let edges: Vec<Edge> = [(0, 0, 1), (0, 1, 5), (1, 0, 4), (1, 1, 3), (2, 1, 9)].map(edge).to_vec();
        let net = Instance::new(vec![Official { lo: 0, hi: 2 }, Official { lo: 1, hi: 2 }], 3, &edges).expect("sound");
        let best = solve(&net);
        assert_eq!((best.cost, verify(&net, &best)), (13, Ok(())));
        let told = |change: fn(&mut crate::Solved)| {
            let mut plan = best.clone();
            change(&mut plan);
            verify(&net, &plan).expect_err("not the best")
        };
        assert_eq!(told(|plan| (plan.at[0], plan.at[1], plan.cost) = (1, 2, 18)), "household 0 would save something");
        assert_eq!(told(|plan| (plan.at[2], plan.cost) = (crate::NONE, 4)), "household 2 would save something");
        assert_eq!(told(|plan| plan.cost -= 1), "the pairs cost 13, not 12");
        assert_eq!(told(|plan| plan.prices[0] += 1), "official 0 has 1 at the price 1");
        assert!(told(|plan| plan.worth = 9).starts_with("serving is worth 9, "));
    }
}
