use pairing::*;
fn cpu() -> f64 {
    std::fs::read_to_string("/proc/self/schedstat").unwrap().split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let cut: f64 = a.get(3).map_or(1.0, |x| x.parse().unwrap());
    let t = std::fs::read_to_string(&a[1]).unwrap();
    let mut offs = vec![];
    for l in t.lines().skip(1) {
        let v: Vec<u32> = l.split(',').map(|x| x.trim().parse().unwrap()).collect();
        let hi = (v[2] as f64 * cut) as u32;
        offs.push(Official { lo: v[1].min(hi), hi });
    }
    let t = std::fs::read_to_string(&a[2]).unwrap();
    let mut es = vec![];
    let mut n = 0;
    for l in t.lines().skip(1) {
        let v: Vec<i64> = l.split(',').map(|x| x.trim().parse().unwrap()).collect();
        n = n.max(v[0] as usize + 1);
        es.push(Edge { household: v[0] as u32, official: v[1] as u32, cost: v[2] });
    }
    let inst = Instance::new(offs, n, &es).unwrap();
    let t = cpu();
    let s = solve(&inst);
    let cold = cpu() - t;
    println!("cold {cold:.3} cost {} {:?}", s.cost, verify(&inst, &s));
    let g = s.gaps(&inst);
    println!("without {} full {} short {}", g.without.len(), g.full.iter().map(|f| f.unserved.len()).sum::<usize>(), g.short.len());
    println!("groups {} {:?}", g.full.len(), g.full.iter().map(|f| (f.wanting, f.room, f.officials.len())).take(3).collect::<Vec<_>>());
    // 1 % pinned to a random candidate
    let mut x = 12345u64;
    let mut rnd = |k: usize| {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        (x % k as u64) as usize
    };
    let rows: Vec<Vec<(u32, i64)>> = {
        let mut r = vec![vec![]; n];
        es.iter().for_each(|e| r[e.household as usize].push((e.official, e.cost)));
        r
    };
    for kind in 0..6 {
        let changes: Vec<Change> = (0..n / 100)
            .map(|_| {
                let h = rnd(n);
                let (o, c) = rows[h][rnd(rows[h].len())];
                match kind {
                    0 => {
                        let o = rows[h].iter().min_by_key(|p| p.1).unwrap().0;
                        Change::Pin { household: h as u32, official: o }
                    }
                    1 => Change::Forbid { household: h as u32, official: s.official(h as u32).unwrap_or(o) },
                    2 => Change::Cost(Edge { household: h as u32, official: o, cost: c / 2 }),
                    3 => Change::Leave { household: h as u32 },
                    4 => Change::Come(rows[h].clone()),
                    _ => {
                        let o = rnd(inst.officials().len()) as u32;
                        let b = inst.officials()[o as usize];
                        let hi = (b.hi + 1).saturating_sub(2 * rnd(2) as u32);
                        Change::Load { official: o, bounds: Official { lo: b.lo.min(hi), hi } }
                    }
                }
            })
            .collect();
        let changes = if kind == 0 {
            let mut seen = std::collections::HashSet::new();
            changes.into_iter().filter(|c| matches!(c, Change::Pin{household,..} if seen.insert(*household))).collect()
        } else {
            changes
        };
        let t = std::time::Instant::now();
        let next = inst.changed(&changes).unwrap();
        let made = t.elapsed().as_secs_f64();
        let t = std::time::Instant::now();
        let w = s.again(&next);
        let warm = t.elapsed().as_secs_f64();
        println!(
            "kind {kind} change {made:.4} warm {warm:.4} share {:.3} {:?} cost {} unserved {}",
            warm / cold,
            verify(&next, &w),
            w.cost,
            w.gaps(&next).full.iter().map(|f| f.unserved.len()).sum::<usize>()
        );
    }
}
