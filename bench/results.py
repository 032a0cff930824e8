"""What is written to bench/results/, and from there into docs/speed.md."""

import csv
import dataclasses
import subprocess

from machine import is_wide, machine
from places import RESULTS, java_command

COLUMNS = ["part", "peer", "ours", "theirs", "unit", "ratio", "goal"]
TABLES = {
    "latest.csv": ["Part", "Peer", "Ours", "Theirs", "Unit", "Ratio", "At least"],
    "long.csv": ["Part", "Done", "MB", "Open files", "Threads", "Files in the temp folder"],
    "growth.csv": ["Part", "Against", "", "Seconds", "MB at the peak"],
    "profile.csv": ["Operation", "ms", "Calls", "% of the step"],
    "micro.csv": ["What", "ms", "±"],
    "int8.csv": ["Films", "Ranges of", "Median", "Largest", "Label"],
    "int8-auroc.csv": ["Label", "fp32", "int8", "Difference", "95 % of it"],
    "precision.csv": ["Measure", "After step", "fp32", "±", "bf16", "±", "Difference", "95 % of it", "Within noise"],
}


@dataclasses.dataclass
class Row:
    part: str
    peer: str
    ours: float
    theirs: float
    unit: str
    ratio: float
    goal: float | None
    least: tuple = ()  # the smallest of ours and of theirs
    spread: tuple = ()  # the smallest and the largest ratio of a pair

    def cells(self):
        def number(value):
            return "" if value is None or value != value else f"{value:.4g}"

        return [self.part, self.peer, number(self.ours), number(self.theirs), self.unit, number(self.ratio), number(self.goal)]


def save(measured, about):
    """latest.csv: the rows of this run, and of earlier runs those that this one left alone."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    latest = RESULTS / "latest.csv"
    fresh = {(row.part, row.peer): row.cells() for row in measured}
    old = {}
    if latest.exists():
        with open(latest, newline="") as file:
            old = {(r["part"], r["peer"]): [r[c] for c in COLUMNS] for r in csv.DictReader(file)}
    with open(latest, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows({**old, **fresh}.values())
    (RESULTS / "machine.txt").write_text("\n".join([*machine(), *sorted(filter(None, set(about)))]) + "\n")
    subprocess.run([*java_command(), "org.cxrlab.bench.Page", str(RESULTS)], check=True)


def write_rows(name, columns, rows):
    RESULTS.mkdir(parents=True, exist_ok=True)
    with open(RESULTS / name, "w", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    print(f"\nWritten to {RESULTS / name}.")


def write_tables(page):
    """Puts the results into a page, each table between its marks."""
    text = page.read_text()
    parts = "latest.csv" if is_wide() else "latest-avx2.csv"  # two tables, of two kinds of processor
    for name, columns in TABLES.items():
        mark = parts if name == "latest.csv" else name
        if (RESULTS / name).exists():
            with open(RESULTS / name, newline="") as file:
                rows = list(csv.reader(file))[1:]
            lines = [columns, ["---"] * len(columns), *rows]
            table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
            start, end = f"<!-- {mark} -->\n", f"<!-- end of {mark} -->"
            before, rest = text.split(start)
            text = before + start + table + "\n" + end + rest.split(end)[1]
    page.write_text(text)
