"""What the peers' workers have in common: settings, films, and the answers to bench.py.

A worker prepares one part, prints a line that it is ready, and does the work once for each line
"run" that it reads, answering with the seconds and the result. The same holds for our side, see
java/org/cxrlab/bench/Worker.java.
"""

import csv
import json
import os
import pathlib
import sys
import time


class Settings(dict):
    """name=value from the command line."""

    def number(self, name):
        return int(self[name])

    def is_set(self, name):
        return self.get(name) == "true"


def films(settings):
    """The files of the pictures, and their labels as lists of 0 and 1, in the table's order."""
    folder = pathlib.Path(settings["films"])
    with open(folder / "films.csv", newline="") as table:
        rows = list(csv.DictReader(table))
    names = [n for n in rows[0] if n not in ("Image", "PatientId", "View", "Age", "Sex")]
    files = [folder / "images" / row["Image"] for row in rows]
    return files, [[int(row[name]) for name in names] for row in rows], names


def class_weights(labels):
    """Per label: the share of negatives, which weighs positives, and the share of positives."""
    shares = [sum(column) / len(labels) for column in zip(*labels)]
    return [1 - share for share in shares], shares


def serve(parts):
    """parts: by name, a function from settings to (function that does the work once, about)."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print must not stand among the answers
    settings = Settings(argument.split("=", 1) for argument in sys.argv[1:])
    work, about = parts[settings["part"]](settings)
    print(json.dumps({"ready": True, "about": about}), file=answers)
    for line in sys.stdin:
        if line.strip() != "run":
            break
        start = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "result": result or []}), file=answers)
    answers.flush()
    os._exit(0)  # TensorFlow and DataLoader take their time to end
