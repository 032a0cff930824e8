"""Where things lie, and how our side is started."""

import json
import os
import pathlib

from isa import JAVA_FLAGS, is_held

PROJECT = pathlib.Path(__file__).resolve().parent.parent
STATE = PROJECT / ".cxrlab"
TARGET = PROJECT / "target"
RESULTS = PROJECT / "bench/results"
DATA = STATE / "bench-data"
PEERS = STATE / "bench-venv/bin/python"
THREADS = 2


def java_command():
    """java as the kernel runs it, with our classes before the library's jars."""
    spec = json.loads((STATE / "venv/share/jupyter/kernels/cxrlab/kernel.json").read_text())
    flags = [flag for flag in spec["argv"][: spec["argv"].index("-jar")] if "{" not in flag]
    if is_held():
        flags += JAVA_FLAGS
    own = (TARGET / "lib").glob("cxrlab-[0-9]*.jar")  # before all others, as it says what they log
    path = [TARGET / "bench-classes", TARGET / "bench-lib/*", *own, TARGET / "lib/*"]
    return [*flags, f"-Dcxrlab.data={DATA}", "-cp", os.pathsep.join(map(str, path))]


def has(package):
    if not package:
        return True
    if not PEERS.exists():
        return False
    library = PEERS.parent.parent / "lib"
    return any(library.glob(f"python3*/site-packages/{package}"))
