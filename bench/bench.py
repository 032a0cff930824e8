#!/usr/bin/env python3
"""Measures cxrlab beside the Python that it replaces; ./cxrlab bench runs it.

Two processes, ours and a peer's, prepare the same part of the work and then do it in turn, A B A B,
so that whatever else the machine does meets both. Printed are the median of each, the median of the
ratios pair by pair (the peer's time over ours: above 1 we are faster), and the peak of memory.
"""

import argparse
import os
import pathlib
import sys
import time

from alone import MODES
from inputs import prepare
from isa import hold
from machine import machine, pin
from matches import matches, smoke_matches
from pairs import Pairs
from places import PROJECT, RESULTS, THREADS
from results import save, write_tables
from workers import Failure

AGAIN = 2  # how often a part whose ratio fell is measured again
EXPECTED = PROJECT / "bench/expected.csv"


def main():
    parser = argparse.ArgumentParser(prog="./cxrlab bench", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help="such as step, predict, loader; all with a peer unless some are named. growth, profile, micro, precision, int8 and long have none")
    parser.add_argument("--pairs", type=int, default=5, help="how often both sides run in turn; 5 unless said")
    parser.add_argument("--quick", action="store_true", help="fewer pairs and steps: for a first look")
    parser.add_argument("--alone", action="store_true", help="our side only")
    parser.add_argument("--films", help="a folder of films to use instead of 64 phantoms of 1024 x 1024")
    parser.add_argument("--check", type=pathlib.Path, metavar="CSV", help="fails if a ratio is under half of the one in the file")
    parser.add_argument("--isa", choices=["avx2"], help="holds both sides to these instructions, on a processor that has more")
    parser.add_argument("--tables", type=pathlib.Path, metavar="PAGE", help="only puts the results that are there into a page: docs/speed.md")
    parser.add_argument(
        "--smoke",
        action="store_true",
        help="in two minutes, without the peers: whether every part still runs, and about as fast against a yardstick",
    )
    options = parser.parse_args()
    if options.tables:
        write_tables(options.tables)
        return 0
    if options.isa:
        hold()
    listed = smoke_matches() if options.smoke else matches(options)
    if options.smoke:
        options.check = options.check or EXPECTED
    known = dict.fromkeys([*(m.label for m in listed), *MODES])
    for part in options.parts:
        if part not in known:
            parser.error(f"there is no part {part}; there are {', '.join(known)}")
    if options.pairs < 1:
        parser.error("--pairs must be at least 1")
    pin()
    print(*machine(), f"{THREADS} threads", sep="\n")
    if hasattr(os, "getloadavg") and os.getloadavg()[0] > 0.5:
        print(f"The machine is busy (load {os.getloadavg()[0]:.1f}): take the numbers with care.")
    common = prepare(options.films)
    for part, measure in MODES.items():
        if part in options.parts:
            measure(common, options.quick)
    if options.parts and not set(options.parts) - set(MODES):
        return 0
    pairs = Pairs(options, common)
    chosen = options.parts or list(known)
    start = time.perf_counter()
    print(
        f"\n  {'part':13} {'peer':28} {'ours':>8} {'least':>8} {'theirs':>9} {'least':>9} {'ratio':>7} {'of pairs':^13}"
        f" {'MB':>6} {'MB':>6} {'goal':>5}"
    )
    failed = []
    for match in listed:
        if match.label in chosen:
            try:
                pairs.measure(match)
                # Something else may have held the machine up: what has fallen falls again.
                for _ in range(AGAIN):
                    if options.check and pairs.fallen(options.check, match):
                        pairs.measure(match)
            except (Failure, RuntimeError) as e:
                failed.append(f"{match.part} against {match.peer}: {e}")
                print(f"  {match.part:13} {match.peer:28} FAILED: {e}", flush=True)
    if pairs.rows and not options.smoke:
        save(pairs.rows, pairs.about.values())
        print(f"\nWritten to {RESULTS / 'latest.csv'} and {RESULTS / 'index.html'}.")
    for line in pairs.skipped:
        print(f"Skipped {line}.")
    for line in sorted(filter(None, set(pairs.about.values()))):
        print(f"Installed: {line}")
    print(f"It took {(time.perf_counter() - start) / 60:.1f} minutes.")
    if options.check:
        fallen = (pairs.fallen(options.check, match) for match in listed if match.label in chosen)
        failed += filter(None, fallen)
    for line in failed:
        print(f"FELL OR FAILED: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
