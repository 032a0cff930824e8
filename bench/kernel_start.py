#!/usr/bin/env python3
"""Measures how long a kernel takes from its start to its first result, beside stock JJava's.

Both have the library and its dependencies on the class path. They take turns, so that a busy
machine slows both. Run it with the virtual environment's Python after set-up:

    .cxrlab/venv/bin/python bench/kernel_start.py [ROUNDS]
"""

import os
import pathlib
import statistics
import sys
import time

from jupyter_client.manager import start_new_kernel

PROJECT = pathlib.Path(__file__).resolve().parent.parent
CELL = 'org.cxrlab.figure.TableFigure.columns("a").row(1).build()'


def seconds(kernel):
    """From before the process starts until the value of a cell that uses the library is there."""
    shown = []

    def keep(message):
        if message["msg_type"] == "execute_result":
            shown.append(time.perf_counter())

    begin = time.perf_counter()
    manager, client = start_new_kernel(kernel_name=kernel, startup_timeout=120)
    try:
        client.execute_interactive(CELL, timeout=120, output_hook=keep)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return shown[0] - begin


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    jars = sorted(PROJECT.glob("target/cxrlab-*.jar")) + sorted(PROJECT.glob("target/lib/*.jar"))
    os.environ["JJAVA_CLASSPATH"] = ""
    times = {"cxrlab": [], "java": []}
    for _ in range(rounds):
        for kernel in times:
            os.environ["JJAVA_CLASSPATH"] = os.pathsep.join(map(str, jars)) if kernel == "java" else ""
            times[kernel].append(seconds(kernel))
    for kernel, taken in times.items():
        print(f"{kernel:7} median {statistics.median(taken):5.2f} s, from {min(taken):.2f} to {max(taken):.2f}")
    ratio = statistics.median(times["cxrlab"]) / statistics.median(times["java"])
    print(f"cxrlab takes {ratio:.2f} of the time of stock JJava")


if __name__ == "__main__":
    main()
