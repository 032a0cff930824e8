"""What is measured of our side alone."""

import csv
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

from inputs import first_lines
from kernel_start import KernelStart
from matches import STEP_GFLOP, java
from places import DATA, PROJECT, THREADS, java_command
from results import write_rows
from workers import Worker

MICRO = {  # the methods of Micro.java
    "readFilm": "A film of 1024 x 1024 from its PNG",
    "readFilmSmall": "The same, at 320 x 320",
    "resize": "A film of 1024 x 1024 to 320 x 320",
    "augment": "Shift and rotation at 320 x 320",
    "standardise": "Standardising at 320 x 320",
    "auroc": "AUROC of 25,000 films",
    "bootstrap": "Measures of 14 labels of 2,000 films, 100 resamples",
    "loss": "Loss of 8 films with 14 labels, in libtorch",
    "adam": "Adam over the 6,968,206 weights of DenseNet121",
}
MEASURES = ("training loss", "validation loss", "mean AUROC")  # of an epoch, see Precisions.java

# Student's t: 95 % of it lies within so much, by the degrees of freedom.
STUDENT = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


def alone(common, part, pairs, warm_up=1, **settings):
    """Our side of a part with other settings: the median of its seconds, and the peak of memory."""
    worker = Worker(java(part), {**common, **{k: str(v) for k, v in settings.items()}})
    try:
        times = [worker.run()["seconds"] for _ in range(warm_up + pairs)][warm_up:]
        return statistics.median(times), worker.peak_mb()
    finally:
        worker.close()


def printed(program, *settings):
    """What one of our programs prints, line by line as it comes; ends this one if that one fails."""
    command = [*java_command(), f"org.cxrlab.bench.{program}", *settings]
    environment = dict(os.environ, OMP_NUM_THREADS=str(THREADS))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        yield from (line.strip() for line in process.stdout)
    if process.returncode:
        raise SystemExit(f"{program} {' '.join(settings)} ended with status {process.returncode}.")


def growth(common, quick):
    """growth.csv: seconds and memory against how much there is to do."""
    rows = []

    def add(name, axis, x, part, pairs=3, warm_up=1, **settings):
        seconds, peak = alone(common, part, pairs, warm_up, **settings)
        rows.append([name, axis, x, f"{seconds:.4g}", "NaN" if peak != peak else f"{peak:.0f}"])
        print(f"  {name:24} {axis:16} {x:>8,} {seconds:9.3f} s {peak:8,.0f} MB", flush=True)

    for count in (1_000, 10_000, 112_120):
        add("EDA", "films", count, "eda", 5, 5, table=first_lines(common["table"], count))
    for count in (100, 1_000, 10_000):
        add("Loader", "pictures", count, "loader", 1, 1 if count < 10_000 else 0, rows=count)
    for size in (160, 224, 320, 448):
        add("Training step of 4", "image size", size, "step", warm_up=4, size=size, batch=4)
    for batch in (1, 2, 4, 8, 16):
        add("Training step at 224", "batch", batch, "step", warm_up=4, size=224, batch=batch)
    for batch in (1, 2, 4, 8, 16):
        add("Prediction at 320", "batch", batch, "predict", batch=batch)
    write_rows("growth.csv", ["part", "axis", "x", "seconds", "MB"], rows)


def profile(common, quick):
    """profile.csv: where the time of a training step goes, by libtorch's own account."""
    steps = 3
    trace = DATA / "trace.json"
    settings = {**common, "to": str(trace), "steps": str(steps)}
    words = [f"{name}={value}" for name, value in settings.items()]
    environment = dict(os.environ, OMP_NUM_THREADS=str(THREADS))
    subprocess.run([*java_command(), "org.cxrlab.bench.Profile", *words], check=True, env=environment)
    own, calls, whole = self_times(json.loads(trace.read_text()))
    trace.unlink()
    rows = [
        [name, f"{time / steps / 1e3:.1f}", f"{calls[name] / steps:.0f}", f"{100 * time / whole:.1f}"]
        for name, time in sorted(own.items(), key=lambda item: -item[1])
        if time > whole / 200
    ]
    rest = 100 - sum(float(row[3]) for row in rows)
    rows.append(["everything else", f"{rest * whole / steps / 1e5:.1f}", "", f"{rest:.1f}"])
    for row in rows:
        print(f"  {row[0]:44} {row[1]:>8} ms {row[2]:>6} calls {row[3]:>5} %")
    product, _ = alone(common, "product", 5, gflop=STEP_GFLOP)
    print(
        f"  A step took {whole / steps / 1e6:.2f} s; a plain matrix product of the same arithmetic"
        f" ({STEP_GFLOP} GFLOP) takes {product:.2f} s."
    )
    write_rows("profile.csv", ["operation", "ms", "calls", "percent"], rows)


def micro(common, quick):
    """micro.csv: small pieces of the work by JMH, each in a process of its own."""
    raw = DATA / "jmh.csv"
    command = [*java_command(), f"-Dcxrlab.bench.films={common['films']}", "org.openjdk.jmh.Main", "cxrlab.bench.Micro"]
    settings = "-f 1 -wi 3 -w 1 -i 5 -r 1 -v SILENT -rf csv".split()
    subprocess.run([*command, *settings, "-rff", str(raw)], check=True, env=dict(os.environ, OMP_NUM_THREADS=str(THREADS)))
    with open(raw, newline="") as file:
        found = {r["Benchmark"].rpartition(".")[2]: r for r in csv.DictReader(file)}
    raw.unlink()
    rows = []
    for name, words in MICRO.items():
        if name not in found:
            raise SystemExit(f"JMH has no result for {name}.")
        rows.append([words, *(f"{float(found[name][key]):.3g}" for key in ("Score", "Score Error (99.9%)"))])
        print(f"  {words:52} {rows[-1][1]:>8} ms ± {rows[-1][2]}", flush=True)
    write_rows("micro.csv", ["what", "ms", "error"], rows)


def precision(common, quick):
    """precision.csv: whether trainings in bfloat16 learn what those in single precision do, over seeds."""
    seeds, epochs, steps = (3, 2, 15) if quick else (8, 4, 20)
    found = {}
    for line in printed("Precisions", f"seeds={seeds}", f"epochs={epochs}", f"steps={steps}"):
        print(f"  {line}", flush=True)
        _, precision, step, *figures, _ = line.split(",")
        for measure, value in zip(MEASURES, figures):
            found.setdefault((measure, int(step)), {}).setdefault(precision, []).append(float(value))
    rows = [[*key, *compared(*values.values())] for key, values in sorted(found.items(), key=lambda item: MEASURES.index(item[0][0]))]
    for row in rows:
        print("  " + "  ".join(map(str, row)))
    columns = ["measure", "step", "fp32", "fp32 sd", "bf16", "bf16 sd", "difference", "interval", "within noise"]
    write_rows("precision.csv", columns, rows)


def int8(common, quick):
    """int8.csv and int8-auroc.csv: how far predictions in int8 lie from those in single precision."""
    settings = [f"films={300 if quick else 3_000}"]
    real = pathlib.Path(os.environ.get("CXR_DATA", PROJECT.parent / "shared/data/nih")) / "images-320"
    if real.is_dir():
        settings.append(f"real={real}")
    else:
        print("  Without real films: CXR_DATA names no folder that has them.")
    rows = {"logits": [], "auroc": []}
    for line in printed("WholeNumbers", *settings):
        kind, *cells = line.split(";")
        if kind in rows:
            rows[kind].append(cells)
            print("  " + "  ".join(cells), flush=True)
    write_rows("int8.csv", ["films", "ranges of", "median", "largest", "label"], rows["logits"])
    write_rows("int8-auroc.csv", ["label", "fp32", "int8", "difference", "interval"], rows["auroc"])


LONG = {"steps": 10_000, "maps": 2_000, "moves": 500, "kernels": 200}
KERNEL_CELL = 'Charts.lines("a", "x", "y").line("b", new double[] {0, 1}, new double[] {0, 1}).build()'
LONG_COLUMNS = ["part", "done", "MB", "open files", "threads", "temp files"]


def long(common, quick):
    """long.csv: what a process holds while it does the same again and again."""
    rows = []
    for part, times in LONG.items():
        times //= 10 if quick else 1
        found = kernels(times) if part == "kernels" else long_part(part, times)
        for row in found:
            print(("  {:8}" + " {:>10}" * (len(row) - 1)).format(*row), flush=True)
            rows.append(row)
    write_rows("long.csv", LONG_COLUMNS, rows)


def long_part(part, times):
    for line in printed("LongRuns", f"part={part}", f"times={times}"):
        if line.startswith("row,"):
            yield line.split(",")[1:]


def kernels(times):
    """One kernel after another, as reports start them; this process holds what they leave."""
    start = KernelStart("cxrlab", KERNEL_CELL, os.devnull)
    for done in range(1, times + 1):
        start.run()
        if done % (times // 10) == 0:
            status = pathlib.Path("/proc/self/status").read_text()
            held = int(status.split("VmRSS:")[1].split()[0]) // 1024
            files = len(os.listdir("/proc/self/fd"))
            threads = int(status.split("Threads:")[1].split()[0])
            yield ["kernels", done, held, files, threads, len(os.listdir(tempfile.gettempdir()))]


def self_times(trace):
    """By operation: its time without that of the operations inside it, in microseconds, and its calls."""
    events = trace if isinstance(trace, list) else trace["traceEvents"]
    events = [e for e in events if e.get("ph") == "X"]
    events.sort(key=lambda e: (e["tid"], e["ts"], -e["dur"]))
    own, calls, open_ = {}, {}, []
    for event in events:
        while open_ and (open_[-1]["tid"] != event["tid"] or open_[-1]["ts"] + open_[-1]["dur"] <= event["ts"]):
            open_.pop()
        if open_:
            own[open_[-1]["name"]] -= event["dur"]
        name = event["name"]
        own[name] = own.get(name, 0) + event["dur"]
        calls[name] = calls.get(name, 0) + 1
        open_.append(event)
    first = min(e["ts"] for e in events)
    return own, calls, max(e["ts"] + e["dur"] for e in events) - first


def compared(first, second):
    """Two lists of a figure, seed by seed: means and standard deviations, and the mean of the differences.

    The difference is within noise if it is less than the standard deviation over seeds, that of both
    lists together: than what another seed changes. Its interval is that of the differences of the same seed.
    """
    apart = [b - a for a, b in zip(first, second)]
    mean = statistics.mean(apart)
    noise = ((statistics.variance(first) + statistics.variance(second)) / 2) ** 0.5
    half = STUDENT[len(apart) - 1] * statistics.stdev(apart) / len(apart) ** 0.5
    cells = [figure(values) for values in (first, second) for figure in (statistics.mean, statistics.stdev)]
    interval = f"{mean - half:+.4f} to {mean + half:+.4f}"
    return [*(f"{cell:.4f}" for cell in cells), f"{mean:+.4f}", interval, "yes" if abs(mean) < noise else "NO"]

MODES = {"growth": growth, "profile": profile, "micro": micro, "precision": precision, "int8": int8, "long": long}
