#!/usr/bin/env python3
"""Measures cxrlab beside the Python that it replaces; ./cxrlab bench runs it.

Two processes, ours and a peer's, prepare the same part of the work and then do it in turn, A B A B,
so that whatever else the machine does meets both. Printed are the median of each, the median of the
ratios pair by pair (the peer's time over ours: above 1 we are faster), and the peak of memory.
"""

import argparse
import csv
import dataclasses
import json
import os
import pathlib
import platform
import random
import statistics
import subprocess
import sys
import time

import kernel_start

PROJECT = pathlib.Path(__file__).resolve().parent.parent
STATE = PROJECT / ".cxrlab"
TARGET = PROJECT / "target"
RESULTS = PROJECT / "bench/results"
DATA = STATE / "bench-data"
PEERS = STATE / "bench-venv/bin/python"
THREADS = 2
FILMS = 64
HEAD_ROWS = 1000  # features that a head learns from: those of the films, over and over
AGAIN = 2  # how often a part whose ratio fell is measured again

TORCH = "PyTorch eager"
TUNED = "PyTorch tuned"
KERAS = "Keras"
ALONE = ("growth", "profile", "micro", "precision")
TABLES = {
    "latest.csv": ["Part", "Peer", "Ours", "Theirs", "Unit", "Ratio", "At least"],
    "growth.csv": ["Part", "Against", "", "Seconds", "MB at the peak"],
    "profile.csv": ["Operation", "ms", "Calls", "% of the step"],
    "micro.csv": ["What", "ms", "±"],
    "precision.csv": ["Measure", "After step", "fp32", "±", "bf16", "±", "Difference", "95 % of it", "Within noise"],
}
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
EXPECTED = PROJECT / "bench/expected.csv"
COLUMNS = ["part", "peer", "ours", "theirs", "unit", "ratio", "goal"]


@dataclasses.dataclass(frozen=True)
class Side:
    """One of the two processes: a peer's script, or ours where there is none, and its settings.

    The parts "kernel", "launcher" and "limit" are no such process, see kernel_start.py.
    """

    script: str | None
    part: str
    settings: dict = dataclasses.field(default_factory=dict)
    package: str = ""  # what must be installed for it
    tuned: bool = False


@dataclasses.dataclass(frozen=True)
class Match:
    """A part against a peer."""

    part: str
    peer: str
    goal: float | None
    ours: Side
    theirs: Side
    scale: float = 1  # the peer did so much less work than we, and its time is multiplied by this
    memory_goal: float | None = None
    in_a_row: int = 1  # how many times each side does it before it is the other's turn; times are of one
    pairs: int = 0  # 0: as many as were asked for
    warm_up: int = 2

    @property
    def label(self):
        return self.part.split()[0]


def java(part, **settings):
    return Side(None, part, settings)


def torch(part, tuned=False, **settings):
    if tuned:
        settings["tuned"] = "true"
    return Side("torch_peer.py", part, settings, "torch", tuned)


def keras(part, **settings):
    return Side("keras_peer.py", part, settings, "tensorflow")


def table(part, package, **settings):
    return Side("table_peer.py", part, settings, package)


def kernel(name, package=""):
    return Side(name, "kernel", package=package)


LAUNCHER = Match(
    "launcher", "its limit of 3 s", 1, Side("launcher", "launcher"), Side("limit", "limit", {"seconds": 3}), warm_up=1
)


def matches(options):
    """Everything that is measured against a peer, in the order of the table."""
    steps = 3 if options.quick else 5
    head = {"rows": HEAD_ROWS, "batch": 32}
    # One resample costs scikit-learn what the next one does, so that some stand for all.
    resamples, some = 1000, 10 if options.quick else 40
    bf16 = {"precision": "bf16"}
    # As in a training, and in the prediction of a table: after a wait the first takes a little longer.
    row = {"in_a_row": 1 if options.quick else 3, "warm_up": 4}
    return [
        Match("step", TORCH, 1.7, java("step"), torch("step"), memory_goal=1.2, **row),
        Match("step", KERAS, 1.25, java("step"), keras("step"), **row),
        Match("step", TUNED, 1.0, java("step"), torch("step", tuned=True), **row),
        Match("step-bf16", TORCH, 3.0, java("step", **bf16), torch("step"), **row),
        Match("step-bf16", TUNED, 1.0, java("step", **bf16), torch("step", tuned=True, **bf16), **row),
        Match("predict", TORCH, 2.0, java("predict"), torch("predict"), memory_goal=1.8, **row),
        Match("predict", KERAS, 1.8, java("predict"), keras("predict"), **row),
        Match("predict", TUNED, None, java("predict"), torch("predict", tuned=True), **row),
        Match("predict-bf16", TORCH, 3.2, java("predict", **bf16), torch("predict"), **row),
        Match("loader", KERAS, 4.5, java("loader"), keras("loader"), warm_up=4),
        Match("loader", "PyTorch DataLoader", 1.5, java("loader"), torch("loader"), warm_up=4),
        Match("epoch", KERAS, 1.5, java("epoch", steps=steps), keras("epoch", steps=steps), warm_up=4),
        Match("epoch", TORCH, 1.7, java("epoch", steps=steps), torch("epoch", steps=steps), warm_up=4),
        Match(
            "head",
            "Keras, base frozen",
            50,
            java("head", **head),
            keras("head-frozen", **{**head, "rows": FILMS}),
            scale=HEAD_ROWS / FILMS,
            pairs=3,
            warm_up=8,
        ),
        Match("head", "Keras, features cached", 2, java("head", **head), keras("head", **head), warm_up=8),
        Match("head cache", "Keras", None, java("head-cache"), keras("head-cache", batch=32), pairs=3, warm_up=1),
        Match("cam", "pytorch-grad-cam, 1 label", 3, java("cam", labels=1), torch("cam", labels=1), warm_up=12),
        Match("cam", "pytorch-grad-cam, 14 labels", 25, java("cam", labels=14), torch("cam", labels=14)),
        Match("eda", "pandas", 1.5, java("eda"), table("eda", "pandas"), warm_up=5),
        Match(
            "metrics",
            "scikit-learn",
            20,
            java("metrics", resamples=resamples),
            table("metrics", "sklearn", resamples=some, jobs=1),
            scale=resamples / some,
            pairs=2,
        ),
        Match(
            "metrics",
            "scikit-learn, two processes",
            None,
            java("metrics", resamples=resamples),
            table("metrics", "sklearn", resamples=some, jobs=2),
            scale=resamples / some,
            pairs=2,
        ),
        Match("kernel", "Python with Keras", 1.5, kernel("cxrlab"), kernel("python-peer", "ipykernel"), warm_up=1),
        Match("kernel", "stock JJava", None, kernel("cxrlab"), kernel("java"), warm_up=1),
        LAUNCHER,
    ]


# A step of a batch of 8 at 320 is so much arithmetic; a prediction, a third of it.
STEP_GFLOP = 281


def smoke_matches():
    """Every part in little, against yardsticks of a few lines in Java: for a machine without the peers."""

    def gflop(films, size, share=1.0):
        return round(STEP_GFLOP * share * films / 8 * (size / 320) ** 2)

    small = {"size": 160}
    product = "matrix product"
    bf16 = {"precision": "bf16"}

    def work(films, share=1.0):
        return java("product", gflop=gflop(films, 160, share))

    parts = [
        Match("step", product, None, java("step", **small), work(8)),
        Match("predict", product, None, java("predict", **small, repeats=2), work(16, 1 / 3)),
        Match("loader", "ImageIO", None, java("loader"), java("decode"), warm_up=3),
        Match("epoch", product, None, java("epoch", **small, steps=2), work(16)),
        Match("head", product, None, java("head", **small, rows=5000, batch=32), java("product", gflop=11), warm_up=8),
        Match("cam 1", product, None, java("cam", **small, labels=1), work(8, 1 / 3), warm_up=8),
        Match("cam 14", product, None, java("cam", **small, labels=14), work(8, 1 / 3), warm_up=8),
        Match("eda", "lines cut at commas", None, java("eda"), java("lines"), warm_up=4),
        Match("metrics", "sorting", None, java("metrics", resamples=100), java("sort", resamples=100)),
        LAUNCHER,
    ]
    if "avx512_bf16" in machine()[0]:
        parts.insert(1, Match("step-bf16", product, None, java("step", **small, **bf16), work(8)))
    return parts


class Worker:
    """A process that does one part whenever it is asked."""

    def __init__(self, side, common):
        settings = {"part": side.part, **common, **{k: str(v) for k, v in side.settings.items()}}
        words = [f"{name}={value}" for name, value in settings.items()]
        log = STATE / "logs/bench-worker.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        environment = dict(os.environ, OMP_NUM_THREADS=str(THREADS))
        # A processor type forced on OpenBLAS would slow NumPy down.
        environment = {k: v for k, v in environment.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
        self.allocator = ""
        if side.script is None:
            command = [*java_command(), "org.cxrlab.bench.Worker", *words]
        else:
            command = [str(PEERS), "-u", str(PROJECT / "bench/peers" / side.script), *words]
            if side.tuned:
                environment.update(self.tuned_allocator())
        with open(log, "w") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment, text=True
            )
        self.about = self.answer()["about"] + (f", {self.allocator}" if self.allocator else "")

    def tuned_allocator(self):
        """tcmalloc where it is installed; else glibc told the same by its variables."""
        for name in ("libtcmalloc.so.4", "libtcmalloc_minimal.so.4"):
            for folder in ("/usr/lib", "/usr/lib64", f"/usr/lib/{platform.machine()}-linux-gnu"):
                if pathlib.Path(folder, name).exists():
                    self.allocator = "tcmalloc"
                    return {"LD_PRELOAD": str(pathlib.Path(folder, name))}
        self.allocator = "glibc malloc that keeps freed memory"
        return {
            "MALLOC_ARENA_MAX": "1",
            "MALLOC_MMAP_MAX_": "0",
            "MALLOC_TRIM_THRESHOLD_": "2147483647",
            "MALLOC_TOP_PAD_": "268435456",
        }

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
            raise Failure(f"a worker ended with status {self.process.returncode}:\n{tail}")
        return json.loads(line)

    def run(self):
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        return self.answer()

    def peak_mb(self):
        """The most memory that the process has held, in MB; NaN where the system does not tell."""
        return kernel_start.held_mb(self.process.pid)

    def close(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Failure(Exception):
    pass


def start(side, common):
    """The process of a side, or what stands for one."""
    if side.part == "limit":
        return kernel_start.Limit(side.settings["seconds"])
    if side.part == "launcher":
        return kernel_start.SetUpChecks(PROJECT)
    if side.part == "kernel":
        return start_of_kernel(side.script, pathlib.Path(common["films"], "films.csv"))
    return Worker(side, common)


def start_of_kernel(name, table):
    """A kernel whose first cell reads a table of films and draws how many have each label."""
    log = STATE / "logs/bench-kernel.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    films = f'Films.course(Path.of("{table}"));\nfilms.positives().chart()'
    if name == "cxrlab":
        return kernel_start.KernelStart(name, f"var films = {films}", log)
    if name == "java":
        cell = f"import org.cxrlab.data.*;\nimport java.nio.file.*;\nvar films = {films}"
        jars = [*sorted(TARGET.glob("cxrlab-*.jar")), *sorted(TARGET.glob("lib/*.jar"))]
        return kernel_start.KernelStart(
            name, cell, log, environment={"JJAVA_CLASSPATH": os.pathsep.join(map(str, jars))}
        )
    cell = "\n".join(
        [
            "import keras",
            "import matplotlib.pyplot as plt",
            "import numpy as np",
            "import pandas as pd",
            f"films = pd.read_csv({str(table)!r})",
            "labels = films.drop(columns=['Image', 'PatientId', 'View', 'Age', 'Sex'], errors='ignore')",
            "labels.sum().plot.barh(title='Positives')",
            "plt.show()",
        ]
    )
    environment = {"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "2"}
    return kernel_start.KernelStart(name, cell, log, kernel_start.python_spec(DATA / "kernels", PEERS), environment)


def java_command():
    """java as the kernel runs it, with our classes before the library's jars."""
    spec = json.loads((STATE / "venv/share/jupyter/kernels/cxrlab/kernel.json").read_text())
    flags = [flag for flag in spec["argv"][: spec["argv"].index("-jar")] if "{" not in flag]
    path = [TARGET / "bench-classes", TARGET / "bench-lib/*", TARGET / "*", TARGET / "lib/*"]
    return [*flags, f"-Dcxrlab.data={DATA}", "-cp", os.pathsep.join(map(str, path))]


def has(package):
    if not package:
        return True
    if not PEERS.exists():
        return False
    library = PEERS.parent.parent / "lib"
    return any(library.glob(f"python3*/site-packages/{package}"))


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


class Bench:
    def __init__(self, options):
        self.options = options
        self.rows = []
        self.about = {}
        self.skipped = []
        self.common = self.prepare()

    def prepare(self):
        """Films, weights and tables that all sides work on; made once."""
        DATA.mkdir(parents=True, exist_ok=True)
        made = subprocess.run(
            [*java_command(), "org.cxrlab.bench.Prepare", str(FILMS)], stdout=subprocess.PIPE, text=True, check=True
        ).stdout.split("\n")
        scores = DATA / "scores.csv"
        if not scores.exists():
            write_scores(scores)
        table, listed = nih_table()
        return {
            "films": self.options.films or made[0],
            "weights": made[1],
            "size": "320",
            "batch": "8",
            "repeats": "1",
            "scores": str(scores),
            "table": str(table),
            "list": str(listed),
        }

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
        try:
            begin = time.perf_counter()
            common = {**self.common, "repeats": str(match.in_a_row)}
            for side in sides:
                workers.append(start(side, common))
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
        if match.part in ("step", "step-bf16", "predict", "predict-bf16"):
            self.rows.append(
                Row(match.part + " memory", match.peer, peaks[0], peaks[1], "MB", peaks[1] / peaks[0], match.memory_goal)
            )

    def agree(self, match, results):
        """Both sides must have done the same work; where they give numbers, these are compared."""
        ours, theirs = results
        exact = "bf16" not in match.part and match.label in ("predict", "eda", "metrics")
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

    def save(self):
        """latest.csv: the rows of this run, and of earlier runs those that this one left alone."""
        RESULTS.mkdir(parents=True, exist_ok=True)
        latest = RESULTS / "latest.csv"
        fresh = {(row.part, row.peer): row.cells() for row in self.rows}
        old = {}
        if latest.exists():
            with open(latest, newline="") as file:
                old = {(r["part"], r["peer"]): [r[c] for c in COLUMNS] for r in csv.DictReader(file)}
        with open(latest, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows({**old, **fresh}.values())
        (RESULTS / "machine.txt").write_text("\n".join([*machine(), *sorted(filter(None, set(self.about.values())))]) + "\n")
        subprocess.run([*java_command(), "org.cxrlab.bench.Page", str(RESULTS)], check=True)

    def alone(self, part, pairs, warm_up=1, **settings):
        """Our side of a part with other settings: the median of its seconds, and the peak of memory."""
        worker = Worker(java(part), {**self.common, **{k: str(v) for k, v in settings.items()}})
        try:
            times = [worker.run()["seconds"] for _ in range(warm_up + pairs)][warm_up:]
            return statistics.median(times), worker.peak_mb()
        finally:
            worker.close()

    def growth(self):
        """growth.csv: seconds and memory against how much there is to do."""
        rows = []

        def add(name, axis, x, part, pairs=3, warm_up=1, **settings):
            seconds, peak = self.alone(part, pairs, warm_up, **settings)
            rows.append([name, axis, x, f"{seconds:.4g}", "NaN" if peak != peak else f"{peak:.0f}"])
            print(f"  {name:24} {axis:16} {x:>8,} {seconds:9.3f} s {peak:8,.0f} MB", flush=True)

        for count in (1_000, 10_000, 112_120):
            add("EDA", "films", count, "eda", 5, 5, table=first_lines(self.common["table"], count))
        for count in (100, 1_000, 10_000):
            add("Loader", "pictures", count, "loader", 1, 1 if count < 10_000 else 0, rows=count)
        for size in (160, 224, 320, 448):
            add("Training step of 4", "image size", size, "step", warm_up=4, size=size, batch=4)
        for batch in (1, 2, 4, 8, 16):
            add("Training step at 224", "batch", batch, "step", warm_up=4, size=224, batch=batch)
        for batch in (1, 2, 4, 8, 16):
            add("Prediction at 320", "batch", batch, "predict", batch=batch)
        write_rows("growth.csv", ["part", "axis", "x", "seconds", "MB"], rows)

    def profile(self):
        """profile.csv: where the time of a training step goes, by libtorch's own account."""
        steps = 3
        trace = DATA / "trace.json"
        settings = {**self.common, "to": str(trace), "steps": str(steps)}
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
        product, _ = self.alone("product", 5, gflop=STEP_GFLOP)
        print(
            f"  A step took {whole / steps / 1e6:.2f} s; a plain matrix product of the same arithmetic"
            f" ({STEP_GFLOP} GFLOP) takes {product:.2f} s."
        )
        write_rows("profile.csv", ["operation", "ms", "calls", "percent"], rows)

    def micro(self):
        """micro.csv: small pieces of the work by JMH, each in a process of its own."""
        raw = DATA / "jmh.csv"
        command = [*java_command(), f"-Dcxrlab.bench.films={self.common['films']}", "org.openjdk.jmh.Main", "cxrlab.bench.Micro"]
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

    def precision(self):
        """precision.csv: whether trainings in bfloat16 learn what those in single precision do, over seeds."""
        seeds, epochs, steps = (3, 2, 15) if self.options.quick else (8, 4, 20)
        command = [*java_command(), "org.cxrlab.bench.Precisions", f"seeds={seeds}", f"epochs={epochs}", f"steps={steps}"]
        found = {}
        environment = dict(os.environ, OMP_NUM_THREADS=str(THREADS))
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            for line in process.stdout:
                print(f"  {line}", end="", flush=True)
                _, precision, step, *figures, _ = line.strip().split(",")
                for measure, value in zip(MEASURES, figures):
                    found.setdefault((measure, int(step)), {}).setdefault(precision, []).append(float(value))
        if process.returncode:
            raise SystemExit(f"The trainings ended with status {process.returncode}.")
        rows = [[*key, *compared(*values.values())] for key, values in sorted(found.items(), key=lambda item: MEASURES.index(item[0][0]))]
        for row in rows:
            print("  " + "  ".join(map(str, row)))
        columns = ["measure", "step", "fp32", "fp32 sd", "bf16", "bf16 sd", "difference", "interval", "within noise"]
        write_rows("precision.csv", columns, rows)

    def fallen(self, expected, match):
        """How far a match fell below half of what the file expects of it, in words, or nothing."""
        with open(expected, newline="") as file:
            wanted = {(r["part"], r["peer"]): float(r["ratio"]) for r in csv.DictReader(file)}
        ratio = wanted.get((match.part, match.peer))
        best = max((row.ratio for row in self.rows if (row.part, row.peer) == (match.part, match.peer)), default=None)
        if ratio is None or best is None or best >= ratio / 2:
            return None
        return f"{match.part} against {match.peer}: {best:.2f}, where {ratio:g} is expected"


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


MEASURES = ("training loss", "validation loss", "mean AUROC")  # of an epoch, see Precisions.java

# Student's t: 95 % of it lies within so much, by the degrees of freedom.
STUDENT = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


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


def first_lines(table, count):
    """A table of only so many films."""
    some = DATA / f"first_{count}.csv"
    if not some.exists():
        with open(table) as file, open(some, "w") as out:
            for _, line in zip(range(count + 1), file):
                out.write(line)
    return some


def write_rows(name, columns, rows):
    RESULTS.mkdir(parents=True, exist_ok=True)
    with open(RESULTS / name, "w", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    print(f"\nWritten to {RESULTS / name}.")


def write_tables(page):
    """Puts the results into a page, each table between its marks."""
    text = page.read_text()
    for name, columns in TABLES.items():
        if (RESULTS / name).exists():
            with open(RESULTS / name, newline="") as file:
                rows = list(csv.reader(file))[1:]
            lines = [columns, ["---"] * len(columns), *rows]
            table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
            start, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
            before, rest = text.split(start)
            text = before + start + table + end + rest.split(end)[1]
    page.write_text(text)


def write_scores(file):
    """25,000 films of 7,000 patients with 14 labels as rare as NIH's, and scores that tell them somewhat."""
    draw = random.Random(7)
    shares = [0.103, 0.025, 0.042, 0.021, 0.119, 0.022, 0.015, 0.002, 0.177, 0.052, 0.056, 0.030, 0.013, 0.047]
    with open(file, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Patient", *(f"y{i}" for i in range(14)), *(f"p{i}" for i in range(14))])
        for _ in range(25_000):
            truth = [int(draw.random() < share) for share in shares]
            # A sum of three draws, shifted where the label is present; as short as a file writes it.
            scores = [round((draw.random() + draw.random() + draw.random() + 0.7 * y) / 3.7, 6) for y in truth]
            writer.writerow([draw.randrange(7000), *truth, *scores])


def nih_table():
    """NIH's own table where there is one beside CXR_DATA or in ../shared, else one like it."""
    for folder in (os.environ.get("CXR_DATA"), PROJECT.parent / "shared/data/nih"):
        if folder:
            real = pathlib.Path(folder, "Data_Entry_2017_v2020.csv.gz")
            listed = pathlib.Path(folder, "train_val_list.txt.gz")
            if real.exists() and listed.exists():
                return unpacked(real), unpacked(listed)
    made, listed = DATA / "like_nih.csv", DATA / "like_nih_list.txt"
    if not listed.exists():
        write_like_nih(made, listed)
    return made, listed


def unpacked(file):
    """The file without gzip: both sides then read the same plain text."""
    import gzip

    plain = DATA / file.name.removesuffix(".gz")
    if not plain.exists():
        plain.write_bytes(gzip.decompress(file.read_bytes()))
    return plain


def write_like_nih(file, listed):
    draw = random.Random(3)
    names = (
        "Atelectasis Cardiomegaly Consolidation Edema Effusion Emphysema Fibrosis Hernia Infiltration"
        " Mass Nodule Pleural_Thickening Pneumonia Pneumothorax"
    ).split()
    rows, patient = 0, 0
    with open(file, "w") as out, open(listed, "w") as training:
        out.write(
            "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,"
            "OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]\n"
        )
        while rows < 112_120:
            patient += 1
            in_training = draw.random() < 0.91
            for number in range(min(draw.choice([1, 1, 1, 2, 3, 4, 6, 14]), 112_120 - rows)):
                rows += 1
                found = [n for n in names if draw.random() < 0.05]
                image = f"{patient:08d}_{number:03d}.png"
                out.write(
                    f"{image},{'|'.join(found) or 'No Finding'},{number},{patient},{draw.randrange(5, 95)},"
                    f"{draw.choice('MF')},{draw.choice(['PA', 'AP'])},{draw.randrange(1900, 3100)},"
                    f"{draw.randrange(1900, 3100)},{draw.choice(['0.143,0.143', '0.168,0.168', '0.14300000000000002,0.14300000000000002'])}\n"
                )
                if in_training:
                    training.write(image + "\n")


def machine():
    """Lines on the processor and the system."""
    model, cores = platform.processor() or platform.machine(), os.cpu_count()
    flags = ""
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
        lines = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        lines = {k.strip(): v.strip() for k, v in lines.items()}
        model = lines.get("model name", model)
        flags = " ".join(f for f in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if f in lines.get("flags", "").split())
    except OSError:
        pass
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    return [f"{model}, {cores} cores{memory}, {flags}".rstrip(", "), f"{platform.system()} {platform.release()}"]


def pin():
    """All processes on the same two processors, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        own = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, own[:THREADS])


def main():
    parser = argparse.ArgumentParser(prog="./cxrlab bench", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help="such as step, predict, loader; all with a peer unless some are named. growth, profile, micro and precision have none")
    parser.add_argument("--pairs", type=int, default=5, help="how often both sides run in turn; 5 unless said")
    parser.add_argument("--quick", action="store_true", help="fewer pairs and steps: for a first look")
    parser.add_argument("--alone", action="store_true", help="our side only")
    parser.add_argument("--films", help="a folder of films to use instead of 64 phantoms of 1024 x 1024")
    parser.add_argument("--check", type=pathlib.Path, metavar="CSV", help="fails if a ratio is under half of the one in the file")
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
    listed = smoke_matches() if options.smoke else matches(options)
    if options.smoke:
        options.check = options.check or EXPECTED
    known = dict.fromkeys([*(m.label for m in listed), *ALONE])
    for part in options.parts:
        if part not in known:
            parser.error(f"there is no part {part}; there are {', '.join(known)}")
    if options.pairs < 1:
        parser.error("--pairs must be at least 1")
    pin()
    print(*machine(), f"{THREADS} threads", sep="\n")
    if hasattr(os, "getloadavg") and os.getloadavg()[0] > 0.5:
        print(f"The machine is busy (load {os.getloadavg()[0]:.1f}): take the numbers with care.")
    bench = Bench(options)
    for part in ALONE:
        if part in options.parts:
            getattr(bench, part)()
    if options.parts and not set(options.parts) - set(ALONE):
        return 0
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
                bench.measure(match)
                # Something else may have held the machine up: what has fallen falls again.
                for _ in range(AGAIN):
                    if options.check and bench.fallen(options.check, match):
                        bench.measure(match)
            except (Failure, RuntimeError) as e:
                failed.append(f"{match.part} against {match.peer}: {e}")
                print(f"  {match.part:13} {match.peer:28} FAILED: {e}", flush=True)
    if bench.rows and not options.smoke:
        bench.save()
        print(f"\nWritten to {RESULTS / 'latest.csv'} and {RESULTS / 'index.html'}.")
    for line in bench.skipped:
        print(f"Skipped {line}.")
    for line in sorted(filter(None, set(bench.about.values()))):
        print(f"Installed: {line}")
    print(f"It took {(time.perf_counter() - start) / 60:.1f} minutes.")
    if options.check:
        fallen = (bench.fallen(options.check, match) for match in listed if match.label in chosen)
        failed += filter(None, fallen)
    for line in failed:
        print(f"FELL OR FAILED: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
