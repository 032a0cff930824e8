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


def has_bf16():
    """Whether bfloat16 is multiplied by instructions of its own."""
    return "bf16" in machine()[0]


def kind():
    """What expected.csv calls the processor; AMD's family 25 does what AVX-512 asks for in two halves."""
    if not is_wide():
        return "avx2"
    lines = told()
    halves = lines.get("vendor_id") == "AuthenticAMD" and lines.get("cpu family") == "25"
    return "avx512 in halves" if halves else "avx512"


def told():
    """What Linux tells of a processor, by name; elsewhere nothing."""
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return {}
    lines = (line.split(":", 1) for line in text.splitlines() if ":" in line)
    return {name.strip(): value.strip() for name, value in lines}


def machine():
    """Lines on the processor and the system."""
    lines, cores = told(), os.cpu_count()
    model = lines.get("model name", platform.processor() or platform.machine())
    known = ("avx2", "avx512f", "avx_vnni", "avx512_vnni", "avx512_bf16", "amx_bf16")
    flags = " ".join(flag for flag in known if flag in lines.get("flags", "").split())
    if lines and is_held():
        flags = "avx2" if flags == "avx2" else "held to avx2"
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    return [f"{model}, {cores} cores{memory}, {flags}".rstrip(", "), f"{platform.system()} {platform.release()}"]


def pin():
    """All processes on the same two processors, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        own = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, own[:THREADS])
