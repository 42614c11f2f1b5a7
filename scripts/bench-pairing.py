"""Compares `chunman pair` with OR-tools: see scripts/bench-pairing."""
import gzip
import json
import os
import subprocess
import sys
import time

import numpy as np
from ortools.graph.python import min_cost_flow

WORK, ROUNDS = sys.argv[1], int(sys.argv[2])
CHUNMAN, AGAIN = "target/debug/chunman", "target/debug/examples/again"


def county():
    """The instance of the tests."""
    lines = gzip.open("crates/pairing/testdata/county.txt.gz", "rt").read().splitlines()
    m = int(lines[0].split()[0])
    bounds = np.array([line.split() for line in lines[1 : m + 1]], dtype=np.int64)
    edges = []
    for i, line in enumerate(lines[m + 1 :]):
        official = 0
        pairs = list(map(int, line.split()))
        for step, cost in zip(pairs[::2], pairs[1::2]):
            official += step
            edges.append((i, official, cost))
    return len(lines) - m - 1, bounds, np.array(edges, dtype=np.int64)


def region(m=20_000, n=100_000, k=15, seed=1):
    """Officials and households in towns of a square of 100 km; the nearest candidates and two from anywhere; loads about a plan that exists."""
    dice = np.random.default_rng(seed)
    towns = dice.random((40, 2)) * 100
    place = lambda count, wide: np.clip(towns[dice.integers(0, 40, count)] + dice.normal(0, wide, (count, 2)), 0, 99.99)
    officials, households = place(m, 6), place(n, 8)
    # Officials in the order of cells of 2 km, so that neighbours stand together.
    cell = lambda at: (at[:, 0] // 2).astype(int) * 50 + (at[:, 1] // 2).astype(int)
    officials = officials[np.argsort(cell(officials), kind="stable")]
    middle = np.searchsorted(cell(officials), cell(households))
    window = np.clip(middle[:, None] + np.arange(-30, 50), 0, m - 1)
    far = np.linalg.norm(officials[window] - households[:, None], axis=2)
    near = np.take_along_axis(window, np.argpartition(far, k - 2, axis=1)[:, : k - 2], 1)
    who = np.concatenate([near, dice.integers(0, m, (n, 2))], axis=1)
    distance = np.linalg.norm(officials[who] - households[:, None], axis=2)
    cost = (100 * distance).astype(np.int64) + 400 * dice.integers(0, 4, (n, k))
    load = np.bincount(who[np.arange(n), dice.integers(0, k, n)], minlength=m)
    bounds = np.stack([np.maximum(load - dice.integers(0, 4, m), 0), load + dice.integers(0, 2, m)], axis=1)
    edges = np.stack([np.repeat(np.arange(n), k), who.ravel(), cost.ravel()], axis=1)
    _, first = np.unique(edges[:, 0] * m + edges[:, 1], return_index=True)
    return n, bounds, edges[first]


def small(seed):
    """A few officials and households; of the odd ones most cannot all be served."""
    dice = np.random.default_rng(seed)
    m, n = dice.integers(1, 8), dice.integers(1, 25)
    hi = dice.integers(0, 6, m) if seed % 2 else n // m + 1 + dice.integers(0, 4, m)
    bounds = np.stack([dice.integers(0, hi // 2 + 1), hi], axis=1)
    may = dice.random((n, m)) < dice.choice([0.3, 0.6, 0.9])
    i, j = np.nonzero(may)
    return int(n), bounds, np.stack([i, j, dice.integers(-20, 200, len(i))], axis=1)


def write(name, instance):
    n, bounds, edges = instance
    files = [f"{WORK}/{name}.officials.csv", f"{WORK}/{name}.edges.csv"]
    with open(files[0], "w") as out:
        out.write("id,lo,hi\n" + "".join(f"{j},{lo},{hi}\n" for j, (lo, hi) in enumerate(bounds)))
    with open(files[1], "w") as out:
        out.write("household,official,cost\n" + "".join(f"{i},{j},{c}\n" for i, j, c in edges))
        if name == "small":
            out.write("".join(f"{i},,\n" for i in range(n)))
    return files


def theirs(instance, dear=0):
    """Seconds of solve() and the cost. With `dear`, what cannot be served or met is paid at that price: the cost, how many of either."""
    n, bounds, edges = instance
    m, sink = len(bounds), n + len(bounds)
    flow = min_cost_flow.SimpleMinCostFlow()
    add = lambda tail, head, most, cost: flow.add_arcs_with_capacity_and_unit_cost(tail, head, most, cost)
    ones, officials = np.ones(len(edges), dtype=np.int64), np.arange(n, n + m)
    add(edges[:, 0], n + edges[:, 1], ones, edges[:, 2])
    supplies = np.concatenate([np.ones(n, dtype=np.int64), -bounds[:, 0], [bounds[:, 0].sum() - n]])
    add(officials, np.full(m, sink), bounds[:, 1] - bounds[:, 0], np.zeros(m, dtype=np.int64))
    if dear:
        add(np.arange(n), np.full(n, sink), np.ones(n, dtype=np.int64), np.full(n, dear))
        add(np.full(m, sink), officials, bounds[:, 0], np.full(m, dear))
    flow.set_nodes_supplies(np.arange(n + m + 1), supplies)
    begun = time.perf_counter()
    status = flow.solve()
    seconds = time.perf_counter() - begun
    assert status == flow.OPTIMAL, status
    return seconds, flow.optimal_cost()


def peak(child):
    """The largest memory of the child so far, in bytes; what wait4 says would count this process too, from which it was made."""
    try:
        lines = open(f"/proc/{child.pid}/status").read().splitlines()
    except OSError:
        return 0
    return max([int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")], default=0)


def ours(files):
    used = os.times()
    child = subprocess.Popen([CHUNMAN, "pair", "--officials", files[0], "--edges", files[1], "--json"], stdout=subprocess.PIPE)
    most = 0
    while child.poll() is None:
        most = max(most, peak(child))
        time.sleep(0.01)
    assert child.returncode == 0, child.returncode
    told, after = json.loads(child.stdout.read()), os.times()
    told["cpu"] = after.children_user + after.children_system - used.children_user - used.children_system
    return told, most


def compare(name, instance):
    files, mine, other = write(name, instance), [], []
    for _ in range(ROUNDS):
        other.append(theirs(instance))
        mine.append(ours(files))
    again = json.loads(subprocess.run([AGAIN, *files], check=True, capture_output=True).stdout)
    seconds, reference = min(told["seconds"] for told, _ in mine), min(seconds for seconds, _ in other)
    return {
        "officials": len(instance[1]),
        "households": instance[0],
        "edges": len(instance[2]),
        "cost": mine[0][0]["cost"],
        "same_cost": all(told["cost"] == other[0][1] for told, _ in mine),
        "seconds": round(seconds, 4),
        "cpu_seconds_with_reading": round(min(told["cpu"] for told, _ in mine), 2),
        "ortools_seconds": round(reference, 4),
        "over_ortools": round(seconds / reference, 3),
        "peak_bytes_an_edge": round(max(peak for _, peak in mine) / len(instance[2]), 1),
        "again_share_of_cold": again["share"],
    }


def many(count=300):
    """Small instances; those that cannot be served are compared with what is missing paid dearly."""
    same = unserved = 0
    dear = 100_000
    for seed in range(count):
        instance = small(seed)
        told, _ = ours(write("small", instance))
        missing = len(told["unserved"]) + sum(one["missing"] for one in told["short"])
        same += told["cost"] + dear * missing == theirs(instance, dear)[1]
        unserved += missing > 0
    return {"instances": count, "not_all_served": unserved, "same": same}


def main():
    told = {"county": compare("county", county()), "region": compare("region", region()), "small": many()}
    print(json.dumps(told, indent=2))
    big = [told["county"], told["region"]]
    kept = told["county"]["cost"] == 5_317_604 and told["small"]["same"] == told["small"]["instances"] and told["region"]["seconds"] <= 7
    kept = kept and all(one["same_cost"] and one["over_ortools"] <= 1.5 and max(one["again_share_of_cold"].values()) <= 0.1 for one in big)
    sys.exit(0 if kept and told["region"]["peak_bytes_an_edge"] <= 100 else 1)


main()
