"""Compares cxrlab with Keras, torchvision, pytorch-grad-cam, ONNX Runtime, scikit-learn and pydicom.

    ./cxrlab parity [--keep]

Makes weights and films from a seed and has those libraries compute what they say of them; has the
tests read, compare and write them again; runs what was written in those libraries; and shows the
largest difference of each kind beside its bound. Ends with status 1 if one is missed.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
FOLDER = PROJECT / ".cxrlab/parity"
TESTS = PROJECT / "library/src/test/resources/org/cxrlab"
RESULTS = PROJECT / "bench/results/parity.csv"
COLUMNS = ["part", "file", "measure", "at", "value", "bound"]
PARTS = {
    "read here",
    "heat maps of pytorch-grad-cam",
    "films in pydicom",
    "written and read back",
    "written for other libraries",
    "what the ordinary tests compare with",
}


def step(title, command, **more):
    """Runs a command with its output in a log, and tells how long it took."""
    log = FOLDER / (title.split()[0] + ".log")
    print(f"  {title} ...", end=" ", flush=True)
    start = time.monotonic()
    environment = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", **more)
    with open(log, "w") as out:
        status = subprocess.run(command, cwd=PROJECT, stdout=out, stderr=subprocess.STDOUT, env=environment).returncode
    print(f"{time.monotonic() - start:.0f} s" + ("" if status == 0 else f", FAILED; see {log}"), flush=True)
    return status == 0


def python(script, *words):
    return [sys.executable, str(HERE / script), *map(str, words)]


def apart(ours, theirs):
    """The largest difference of two JSON values, as a part of 1 or of theirs if that is more."""
    if isinstance(theirs, dict):
        keys = ours.keys() == theirs.keys()
        return max((apart(ours[k], theirs[k]) for k in theirs), default=0.0) if keys else float("inf")
    if isinstance(theirs, list):
        long = len(ours) == len(theirs)
        return max(map(apart, ours, theirs), default=0.0) if long else float("inf")
    if isinstance(theirs, float) and isinstance(ours, (int, float)):
        return abs(ours - theirs) / max(1, abs(theirs))
    return 0.0 if ours == theirs else float("inf")


def fixtures(writer):
    """Whether the figures that the ordinary tests hold ours to are still those of the libraries."""
    made = FOLDER / "fixtures"
    made.mkdir(exist_ok=True)
    parts = {
        "fixtures_eval.py": (made, [("eval", n) for n in ("metrics.json", "calibration.json", "agreement.json")], 1e-12),
        "fixtures_cam.py": (made / "cam.json", [("explain", "cam.json")], 1e-6),
    }
    good = True
    for script, (out, files, bound) in parts.items():
        good &= step(f"{script} anew", python(script, out))
        for folder, name in files:
            if (made / name).exists():
                off = apart(json.loads((TESTS / folder / name).read_text()), json.loads((made / name).read_text()))
                writer.writerow(["what the ordinary tests compare with", name, script, "", off, bound])
            else:
                good = False
    return good


def met(row):
    return row["value"] == "yes" if row["bound"] == "yes" else float(row["value"]) < float(row["bound"])


def worst(rows):
    """Of each measure of a file the row that is nearest to its bound, or past it."""
    kept = {}
    for row in rows:
        key = (row["part"], row["file"], row["measure"])
        if key not in kept or not met(row) or (met(kept[key]) and row["value"] > "" and number(row) > number(kept[key])):
            kept[key] = row
    return list(kept.values())


def number(row):
    return 0.0 if row["bound"] == "yes" else float(row["value"])


def show(rows):
    heading = None
    for row in rows:
        if row["part"] != heading:
            heading = row["part"]
            print(f"\n{heading}\n  {'file':28} {'measure':32} {'largest':>9}   {'bound':>7}        at")
        words = row["bound"] == "yes"
        value = row["value"] if words else f"{float(row['value']):.1e}"
        bound = row["bound"] if words else f"{float(row['bound']):.0e}"
        sign = " " if words else "<"
        verdict = "met" if met(row) else "MISSED"
        print(f"  {row['file']:28} {row['measure']:32} {value:>9} {sign} {bound:>7} {verdict:6} {row['at']}")


def main():
    parser = argparse.ArgumentParser(prog="./cxrlab parity", description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="use the reference files of the last time")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    noted = FOLDER / "measured.csv"
    noted.unlink(missing_ok=True)
    print("Comparing (about ten minutes on two cores):", flush=True)
    if not (options.keep and (FOLDER / "expected.json").exists()):
        if not step("reference files of Keras and PyTorch", python("make_reference_weights.py", FOLDER)):
            return 1
    if not (options.keep and (FOLDER / "films/films.csv").exists()):
        if not step("films as pydicom shows them", python("make_reference_films.py", FOLDER / "films")):
            return 1
    tests = ["mvn", "-B", "-ntp", "test", "-Dtest=WeightsParityTest,CamParityTest,FilmsParityTest"]
    good = step("tests that read and write them", tests, CXR_REFERENCE=str(FOLDER))
    good &= step("exports in those libraries", python("check_exports.py", FOLDER))
    with open(noted, "a", newline="") as out:
        good &= fixtures(csv.writer(out, lineterminator="\n"))
    with open(noted, newline="") as read:
        rows = list(csv.DictReader(read, COLUMNS))
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    with open(RESULTS, "w", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    show(worst(rows))
    missed = [row for row in rows if not met(row)]
    # A test that is skipped would otherwise pass for one that found nothing.
    for part in PARTS - {row["part"] for row in rows}:
        print(f"Nothing was measured of: {part}.", file=sys.stderr)
        good = False
    print(f"\n{len(rows)} comparisons, {len(missed)} missed. All of them: {RESULTS}")
    if not good:
        print("Not all of it could be done; the logs say why.", file=sys.stderr)
    return 0 if good and not missed else 1


if __name__ == "__main__":
    sys.exit(main())
