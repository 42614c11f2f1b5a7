//! How long re-solving takes after one change in a hundred households, as a share of solving from nothing: again OFFICIALS EDGES, prints JSON.
use pairing::{Change, Edge, Instance, Official, Sheet, Solved, solve, verify};
use std::path::Path;

type Make = fn(&Instance, &Solved, u32) -> Change;

/// What is done to every hundredth household, or to one official in a hundred.
const KINDS: [(&str, Make); 5] = [
    ("pin", |net, _, i| Change::Pin { household: i, official: net.candidates(i).min_by_key(|(_, cost)| *cost).map_or(0, |(j, _)| j) }),
    ("forbid", |_, solved, i| Change::Forbid { household: i, official: solved.official(i).unwrap_or(0) }),
    ("cost", |net, _, i| {
        net.candidates(i)
            .last()
            .map_or(Change::Leave { household: i }, |(official, cost)| Change::Cost(Edge { household: i, official, cost: cost / 2 }))
    }),
    ("come", |net, _, i| Change::Come(net.candidates(i).collect())),
    ("leave", |_, _, i| Change::Leave { household: i }),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let [officials, edges] = files.as_slice() else { return Err("again OFFICIALS EDGES".into()) };
    let net = Sheet::read(Path::new(officials), Path::new(edges))?.instance;
    let (solved, cold) = least(|| solve(&net));
    let mut shares = Vec::new();
    for (name, make) in KINDS {
        let mut changes: Vec<Change> = (0..net.households() as u32).step_by(100).map(|i| make(&net, &solved, i)).collect();
        if name == "pin" {
            changes.retain(|change| net.changed(std::slice::from_ref(change)).is_ok());
        }
        shares.push(share(name, &net, &solved, &changes, cold)?);
    }
    let one =
        |(j, o): (usize, &Official)| Change::Load { official: j as u32, bounds: Official { hi: o.hi.saturating_sub(1).max(o.lo), ..*o } };
    let loads: Vec<Change> = net.officials().iter().enumerate().step_by(100).map(one).collect();
    shares.push(share("load", &net, &solved, &loads, cold)?);
    println!("{{\"cold\":{cold:.4},\"cost\":{},\"share\":{{{}}}}}", solved.cost, shares.join(","));
    Ok(())
}

fn share(name: &str, net: &Instance, solved: &Solved, changes: &[Change], cold: f64) -> Result<String, Box<dyn std::error::Error>> {
    let next = net.changed(changes).map_err(|refusal| format!("{name}: {refusal}"))?;
    let (plan, warm) = least(|| solved.again(&next));
    verify(&next, &plan)?;
    Ok(format!("\"{name}\":{:.4}", warm / cold))
}

/// The quickest of three.
#[allow(clippy::disallowed_methods, reason = "a stopwatch")]
fn least(run: impl Fn() -> Solved) -> (Solved, f64) {
    let timed = || {
        let begun = std::time::Instant::now();
        (run(), begun.elapsed().as_secs_f64())
    };
    let (mut solved, mut seconds) = timed();
    for _ in 0..2 {
        let (again, took) = timed();
        (solved, seconds) = (again, took.min(seconds));
    }
    (solved, seconds)
}
