"""The two processes that do a part in turn."""

import json
import os
import pathlib
import platform
import subprocess

import kernel_start
from places import DATA, PEERS, PROJECT, STATE, TARGET, THREADS, java_command


class Failure(Exception):
    pass


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
        jars = sorted(TARGET.glob("lib/*.jar"))
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
