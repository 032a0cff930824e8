"""Runs a notebook in a fresh kernel, on a copy in memory."""

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.filters.ansi import strip_ansi
from nbformat.v4 import new_output

KERNEL = "cxrlab"

# How long the last outputs of a cell may be under way after its end.
_OUTPUT_SECONDS = 60


@dataclass(frozen=True)
class Limits:
    """How long a cell and a notebook may take, in minutes; None is as long as they want."""

    cell: float | None
    notebook: float | None

    def seconds(self, since):
        """How many seconds a cell may take in a notebook that began at ``since``, or None."""
        left = [60 * self.cell] if self.cell else []
        if self.notebook:
            left.append(since + 60 * self.notebook - time.monotonic())
        return max(1, min(left)) if left else None

    def reason(self, since):
        """Why a cell was ended that took too long."""
        whole = self.notebook and time.monotonic() - since >= 60 * self.notebook - 1
        what, limit = ("notebook", self.notebook) if whole else ("cell", self.cell)
        minutes = "1 minute" if limit == 1 else f"{limit:g} minutes"
        return f"the limit for a {what} is {minutes} (--{what}-limit)"


def execute(nb, folder, log, starts, limits, allow_errors=False):
    """Runs the cells of ``nb`` in order until one fails, or to the end where ``allow_errors``.

    ``folder`` is where the kernel works, ``log`` the path of the file that takes what the kernel's
    process itself prints, and ``starts(number)`` is called as each code cell starts.
    What a cell had put out stays where it fails or a limit strikes.
    Returns the number of code cells that ran without an error, what went wrong, or None, and how
    many MB kernel and report have held at most, or None.
    """
    cells = [(i, cell) for i, cell in enumerate(nb.cells) if cell.cell_type == "code"]
    for _, cell in cells:
        cell.outputs = []
        cell.execution_count = None
    client = NotebookClient(
        nb,
        kernel_name=KERNEL,
        resources={"metadata": {"path": str(folder)}},
        startup_timeout=120,
        shutdown_kernel="immediate",
        iopub_timeout=_OUTPUT_SECONDS,
    )
    began = time.monotonic()
    client.timeout_func = lambda _: limits.seconds(began)
    number = done = 0
    memory = None
    failures = []
    try:
        with log.open("w") as printed, client.setup_kernel(stdout=printed, stderr=printed):
            for number, (index, cell) in enumerate(cells, 1):
                starts(number)
                try:
                    client.execute_cell(cell, index, execution_count=number)
                    done += 1
                except CellExecutionError as e:
                    failures.append(f"Cell {number}: {_message(cell, e)}")
                    if not allow_errors:
                        break
            memory = _megabytes(client)
        return done, _together(failures), memory
    except CellTimeoutError:
        reason = f"Cell {number} took too long: {limits.reason(began)}."
    except DeadKernelError:
        reason = f"Cell {number}: the kernel ended (System.exit, or out of memory). See {log}."
    except (NoSuchKernel, RuntimeError) as e:
        if number:
            raise
        return done, f"The kernel did not start: {e}. See {log}, and try ./cxrlab doctor.", None
    cells[number - 1][1].outputs.append(new_output("error", ename="Stopped", evalue=reason, traceback=[reason]))
    return done, _together([*failures, reason]), memory


def _megabytes(client):
    """How much the kernel's process and this one have held at most, together, where Linux tells."""
    try:
        return sum(_peak(process) for process in (client.km.provisioner.process.pid, os.getpid()))
    except (OSError, AttributeError, TypeError):
        return None


def _peak(process):
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024


def _together(failures):
    """The first of what went wrong, and how many more there are; None where nothing did."""
    if not failures:
        return None
    more = len(failures) - 1
    return failures[0] + (f" (and {more} more {'cell' if more == 1 else 'cells'} failed)" if more else "")


def _message(cell, error):
    """The first line of what the kernel said that is not the user's own code, without package names."""
    said = next((o.traceback for o in cell.outputs if o.output_type == "error"), [])
    lines = strip_ansi("\n".join(said)).splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("|")]
    return re.sub(r"^(?:\w+\.)+(?=\w+:)", "", words[0] if words else f"{error.ename}: {error.evalue}")
