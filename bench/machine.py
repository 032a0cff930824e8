"""The machine that measures."""

import os
import pathlib
import platform

from isa import is_held
from places import THREADS


def is_wide():
    """Whether there is AVX-512 to be used."""
    return "avx512f" in machine()[0]


def has_vnni():
    """Whether products of 8 bits are added up by instructions of their own."""
    return "vnni" in machine()[0]


def machine():
    """Lines on the processor and the system."""
    model, cores = platform.processor() or platform.machine(), os.cpu_count()
    flags = ""
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
        lines = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        lines = {k.strip(): v.strip() for k, v in lines.items()}
        model = lines.get("model name", model)
        known = ("avx2", "avx512f", "avx_vnni", "avx512_vnni", "avx512_bf16", "amx_bf16")
        told = lines.get("flags", "").split()
        flags = " ".join(f for f in known if f in told)
        if is_held():
            flags = "avx2" if flags == "avx2" else "held to avx2"
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
