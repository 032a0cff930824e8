"""Two processes, ours and a peer's, one after the other."""

import csv
import statistics
import subprocess
import sys
import time

from machine import kind
from places import has
from results import Row
from workers import Failure, start

BUSY = "while True: pass"


class Pairs:
    """Measures matches, and keeps what came of them.

    Has the rows, what is installed on each side, and what was skipped.
    """

    def __init__(self, options, common):
        self.options = options
        self.common = common
        self.rows = []
        self.about = {}
        self.skipped = []

    def measure(self, match):
        if not has(match.theirs.package):
            if not self.options.alone:
                self.skipped.append(f"{match.part} against {match.peer}: {match.theirs.package} is not installed")
                return
        pairs = match.pairs or self.options.pairs
        if self.options.quick:
            pairs = min(pairs, 2)
        sides = [match.ours] if self.options.alone else [match.ours, match.theirs]
        workers = []
        neighbours = []
        try:
            begin = time.perf_counter()
            common = {**self.common, "repeats": str(match.in_a_row)}
            for side in sides:
                workers.append(start(side, common))
            neighbours = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(match.neighbours)]
            times = [[] for _ in sides]
            results = [None for _ in sides]
            for round_ in range(-match.warm_up, pairs):
                # The peer needs no more than two rounds to be warm; the JVM's compiler may.
                for i, worker in enumerate(workers):
                    if i == 1 and round_ < -2:
                        continue
                    answer = worker.run()
                    results[i] = answer["result"]
                    if round_ >= 0:
                        times[i].append(answer["seconds"] / match.in_a_row * (match.scale if i == 1 else 1))
            peaks = [worker.peak_mb() for worker in workers]
        finally:
            for neighbour in neighbours:
                neighbour.kill()
                neighbour.wait()
            for worker in workers:
                worker.close()
        self.about[match.ours.script] = workers[0].about
        if self.options.alone:
            print(f"  {match.part:13} ours {statistics.median(times[0]):.3f} s, {peaks[0]:,.0f} MB", flush=True)
            return
        self.about[match.theirs.script, match.theirs.tuned] = workers[1].about
        self.agree(match, results)
        ratios = [b / a for a, b in zip(*times)]
        row = Row(
            match.part,
            match.peer,
            statistics.median(times[0]),
            statistics.median(times[1]),
            "s",
            statistics.median(ratios),
            match.goal,
            (min(times[0]), min(times[1])),
            (min(ratios), max(ratios)),
        )
        self.add(row, peaks, time.perf_counter() - begin)
        if match.part.split("-")[0] in ("step", "predict"):
            self.rows.append(
                Row(match.part + " memory", match.peer, peaks[0], peaks[1], "MB", peaks[1] / peaks[0], match.memory_goal)
            )

    def agree(self, match, results):
        """Both sides must have done the same work; where they give numbers, these are compared."""
        ours, theirs = results
        exact = not match.part.endswith(("bf16", "int8")) and match.label in ("predict", "eda", "metrics")
        if not exact or not theirs:
            return
        worst = max(abs(a - b) for a, b in zip(ours, theirs)) / max(1e-9, max(map(abs, theirs)))
        if len(ours) != len(theirs) or worst > 1e-4:
            raise Failure(f"{match.part}: our result {ours[:6]} is not {match.peer}'s {theirs[:6]}")

    def add(self, row, peaks, took):
        self.rows.append(row)
        reached = "" if row.goal is None else ("reached" if row.ratio >= row.goal else "NOT REACHED")
        goal = "" if row.goal is None else f"{row.goal:g}"
        print(
            f"  {row.part:13} {row.peer:28} {row.ours:8.3f} {row.least[0]:8.3f} {row.theirs:9.3f} {row.least[1]:9.3f}"
            f" {row.ratio:7.2f} {row.spread[0]:6.2f}-{row.spread[1]:<6.2f} {peaks[0]:6,.0f} {peaks[1]:6,.0f}"
            f" {goal:>5} {reached:11} ({took:.0f} s)",
            flush=True,
        )

    def fallen(self, expected, match):
        """How far a match fell below half of what the file expects of it, in words, or nothing."""
        with open(expected, newline="") as file:
            # A wider processor gains a network more than the yardstick beside it, or less.
            own = kind()
            wanted = {(r["part"], r["peer"]): float(r["ratio"]) for r in csv.DictReader(file) if r.get("processor", own) == own}
        ratio = wanted.get((match.part, match.peer))
        best = max((row.ratio for row in self.rows if (row.part, row.peer) == (match.part, match.peer)), default=None)
        if ratio is None or best is None or best >= ratio / 2:
            return None
        return f"{match.part} against {match.peer}: {best:.2f}, where {ratio:g} is expected"
