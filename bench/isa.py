"""Holding both sides to the instructions of other processors."""

import os

# What libraries read as they are loaded: oneDNN, libtorch, MKL. TensorFlow's own kernels beside oneDNN's
# have no such switch.
HELD = {"ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2"}

# The JVM, and our own choice of paths.
JAVA_FLAGS = ["-XX:UseAVX=2", "-Dcxrlab.isa=avx2"]


def hold():
    """Holds all processes that are started from here to AVX2."""
    os.environ.update(HELD)


def is_held():
    return all(os.environ.get(name) == value for name, value in HELD.items())
