"""Runs a notebook in a fresh kernel, on a copy in memory."""

import re
import time

from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.filters.ansi import strip_ansi
from nbformat.v4 import new_output

KERNEL = "cxrlab"
CELL_SECONDS = 20 * 60
NOTEBOOK_SECONDS = 45 * 60


def execute(nb, folder, log, starts):
    """Runs the cells of ``nb`` in order until one fails.

    ``folder`` is where the kernel works, ``log`` the path of the file that takes what the kernel's
    process itself prints, and ``starts(number)`` is called as each code cell starts.
    Returns the number of code cells that ran, and why the notebook stopped before its end, or None.
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
    )
    deadline = time.monotonic() + NOTEBOOK_SECONDS
    client.timeout_func = lambda _: max(1, min(CELL_SECONDS, deadline - time.monotonic()))
    number = done = 0
    try:
        with log.open("w") as printed, client.setup_kernel(stdout=printed, stderr=printed):
            for number, (index, cell) in enumerate(cells, 1):
                starts(number)
                client.execute_cell(cell, index, execution_count=number)
                done = number
        return done, None
    except CellExecutionError as e:
        return done, f"Cell {done + 1}: {_message(cells[done][1], e)}"
    except CellTimeoutError:
        reason = f"Cell {done + 1} took too long: the limit is {CELL_SECONDS // 60} minutes for a cell and {NOTEBOOK_SECONDS // 60} for a notebook."
    except DeadKernelError:
        reason = f"Cell {done + 1}: the kernel ended (System.exit, or out of memory). See {log.name} in .cxrlab/logs."
    except (NoSuchKernel, RuntimeError) as e:
        if number:
            raise
        return done, f"The kernel did not start: {e}. See {log.name} in .cxrlab/logs, and try ./cxrlab doctor."
    cells[done][1].outputs.append(new_output("error", ename="Stopped", evalue=reason, traceback=[reason]))
    return done, reason


def _message(cell, error):
    """The first line of what the kernel said that is not the user's own code, without package names."""
    said = next((o.traceback for o in cell.outputs if o.output_type == "error"), [])
    lines = strip_ansi("\n".join(said)).splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("|")]
    return re.sub(r"^(?:\w+\.)+(?=\w+:)", "", words[0] if words else f"{error.ename}: {error.evalue}")
