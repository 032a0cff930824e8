"""``python -m cxrlab_report run|export NOTEBOOK…``, called by the launcher ./cxrlab."""

import argparse
import difflib
import errno
import math
import os
import re
import signal
import sys
import warnings
from pathlib import Path
from time import time

import nbformat

from cxrlab_report import overview, page
from cxrlab_report.execute import Limits, execute
from cxrlab_report.pages import Pages
from cxrlab_report.progress import Progress

# In minutes, where nobody watches who could end it.
_CELL_LIMIT = 20
_NOTEBOOK_LIMIT = 45

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _Parser(argparse.ArgumentParser):
    """Says in a sentence what is wrong with a command line, and what was probably meant."""

    def parse_args(self, args=None, namespace=None):
        """What is unknown is named first, whatever else is wrong."""
        words = sys.argv[1:] if args is None else args
        command = self._subparsers._group_actions[0].choices.get(words[0]) if words else None
        if command:
            known = [option for action in command._actions for option in action.option_strings]
            for name in (word.split("=")[0] for word in words[1:] if re.match("-.", word)):
                if name not in known:
                    near = difflib.get_close_matches(name, [o for o in known if o.startswith("--")], 1, 0.6)
                    command.error(f"{words[0]} has no option {name}" + (f"; did you mean {near[0]}?" if near else ""))
        return super().parse_args(args, namespace)

    def error(self, message):
        message = message.removeprefix("argument ").removeprefix("NOTEBOOK: ")
        message = re.sub(r"^(\S+): expected one argument$", r"\1 needs a value after it", message)
        message = re.sub(r"^the following arguments are required: (.*)$", r"give a \1", message)
        command = self.prog.rsplit(" ", 1)[-1]
        end = "" if message.endswith(("?", ".")) else "."
        self.exit(2, f"cxrlab: {message}{end}\n  See ./cxrlab help {command}.\n")


def main():
    parser = _Parser(prog="./cxrlab", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser(
        "report",
        help="run notebooks and write them as HTML",
        allow_abbrev=False,
        description="Runs each notebook in a fresh kernel and writes it as one HTML file, with an index page. The notebooks themselves stay as they are.",
    )
    run.add_argument("--data", metavar="DIR", type=_folder, help="a folder of films; without it, the built-in phantoms")
    for what, minutes in (("cell", _CELL_LIMIT), ("notebook", _NOTEBOOK_LIMIT)):
        run.add_argument(
            f"--{what}-limit",
            metavar="MINUTES",
            type=_minutes,
            default=None if _is_watched() else minutes,
            help=f"ends a notebook of which {'a cell' if what == 'cell' else 'all cells together'} take longer; 0 is no limit (default: none on a terminal, {minutes} elsewhere)",
        )
    run.add_argument("--allow-errors", action="store_true", help="goes on after a cell that fails")
    export = commands.add_parser(
        "export",
        help="write notebooks as HTML with the outputs they hold",
        allow_abbrev=False,
        description="Writes each notebook as one HTML file, with the outputs that it already holds. Nothing is run.",
    )
    for command, count in ((run, "*"), (export, "+")):
        command.add_argument("--out", metavar="DIR", type=Path, default=page.HOME / "reports", help="where the HTML goes (default: reports/)")
        command.add_argument("notebooks", metavar="NOTEBOOK", type=_notebook, nargs=count, help="a file, or the start of a name in notebooks/ such as 05")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    warnings.filterwarnings("ignore", module="nbformat")
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        if options.command == "export":
            return _export(options.notebooks, options.out)
        if options.data:
            os.environ["CXR_DATA"] = str(options.data)
        os.environ["CXRLAB_REPORT"] = "1"  # notebook.StaleNotes: nothing is run twice in a report
        notebooks = options.notebooks or sorted((page.HOME / "notebooks").glob("*.ipynb"))
        if not notebooks:
            print(f"cxrlab: there are no notebooks in {page.HOME / 'notebooks'}.", file=sys.stderr)
            return 1
        options.limits = Limits(options.cell_limit or None, options.notebook_limit or None)
        return _report(notebooks, options.out, options)
    except OSError as e:
        room = " Free some space, or name a folder on another disk with --out." if e.errno in _NO_ROOM else ""
        print(f"cxrlab: {e.filename or options.out}: {e.strerror}.{room}", file=sys.stderr)
        return 1


def _is_watched():
    """Whether somebody sits at a terminal and can end what takes too long."""
    return sys.stdout.isatty() and os.environ.get("CI") != "true"


def _report(notebooks, out, options):
    pages = Pages(out)
    coming = [_coming(path) for path in notebooks]
    entries = []
    stopped = False
    try:
        for number, path in enumerate(notebooks, 1):
            entries.append(_run(number, len(notebooks), path, out, pages, options))
            if number < len(notebooks):
                index = overview.write(out, entries, coming[number:])
                if number == 1:
                    print(f"Read along, the others follow: {index}", flush=True)
    except KeyboardInterrupt:
        print("\nStopped. What was done is kept.", flush=True)
        stopped = True
    finally:
        if entries:
            index = overview.write(out, entries)
    if entries:
        _print_table(entries)
        print(f"\n{index}")
    if stopped:
        return 130
    return 1 if any(e["failure"] for e in entries) else 0


def _coming(path):
    """What the index tells of a notebook that has not been run."""
    nb = _read(path)
    return {"name": path.stem, "file": f"{path.stem}.html", "title": page.title_of(nb) or path.stem, "goal": page.goal_of(nb)}


def _run(number, total, path, out, pages, options):
    nb = _read(path)
    count = sum(cell.cell_type == "code" for cell in nb.cells)
    log = _logs(out) / f"kernel-{path.stem}.log"
    with Progress(number, total, path.stem, count) as progress:
        done, failure, memory = execute(nb, page.HOME, log, progress.cell, options.limits, options.allow_errors)
        seconds = round(progress.seconds, 1)
    print(f"[{number}/{total}] {path.stem}: {failure or 'ok'}, {seconds} s", flush=True)
    nb.metadata["cxrlab"] = {
        "date": page.day(time()),
        "data": page.data_name(),
        "seconds": seconds,
        "megabytes": memory,
        "failure": failure,
        "whole": all(cell.execution_count for cell in nb.cells if cell.cell_type == "code"),
    }
    pages.write(nb, path)
    return {
        **_coming(path),
        "picture": overview.first_picture(nb),
        "cells": count if done == count else f"{done} of {count}",
        **nb.metadata["cxrlab"],
    }


def _read(path):
    try:
        return nbformat.read(path, as_version=4)
    except nbformat.reader.NotJSONError:
        sys.exit(f"cxrlab: {path} is no notebook, or not a whole one.")


def _logs(out):
    """Where the logs of kernels go: beside those of the set-up, or to the pages where only reading is allowed there."""
    logs = page.HOME / ".cxrlab" / "logs"
    return logs if os.access(logs, os.W_OK) else out


def _export(notebooks, out):
    pages = Pages(out, notebooks)
    for path in notebooks:
        nb = _read(path)
        if not any(cell.get("outputs") for cell in nb.cells):
            print(f"cxrlab: {path} holds no outputs yet: run it in ./cxrlab lab, or use ./cxrlab report.", file=sys.stderr)
        print(pages.write(nb, path))
    return 0


def _print_table(entries):
    width = max(len(e["name"]) for e in entries)
    print(f"\n{'notebook':{width}}  {'cells':>8}  {'seconds':>8}  {'MB':>5}  result")
    for e in entries:
        print(f"{e['name']:{width}}  {e['cells']:>8}  {e['seconds']:>8}  {e['megabytes'] or '':>5}  {e['failure'] or 'ok'}")


def _minutes(text):
    try:
        minutes = float(text)
    except ValueError:
        minutes = math.nan
    if not 0 <= minutes < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not a number of minutes")
    return minutes


def _folder(text):
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {folder}")
    return folder


def _notebook(text):
    path = Path(text)
    if path.is_file():
        return path
    found = sorted((page.HOME / "notebooks").glob(f"{text}*.ipynb")) if path.name == text else []
    if len(found) != 1:
        raise argparse.ArgumentTypeError(f"there is no notebook {text}, neither here nor in {page.HOME / 'notebooks'}")
    return found[0]


sys.exit(main())
