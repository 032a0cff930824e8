"""``python -m cxrlab_report run|export NOTEBOOK…``, called by the launcher ./cxrlab."""

import argparse
import os
import signal
import sys
import warnings
from pathlib import Path
from time import time

import nbformat

from cxrlab_report import overview, page
from cxrlab_report.execute import execute
from cxrlab_report.progress import Progress


def main():
    parser = argparse.ArgumentParser(prog="./cxrlab")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser(
        "report",
        help="run notebooks and write them as HTML",
        description="Runs each notebook in a fresh kernel and writes it as one HTML file, with an index page. The notebooks themselves stay as they are.",
    )
    run.add_argument("--data", metavar="DIR", type=_folder, help="a folder of films; without it, the built-in phantoms")
    export = commands.add_parser(
        "export",
        help="write notebooks as HTML with the outputs they hold",
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
        notebooks = options.notebooks or sorted((page.HOME / "notebooks").glob("*.ipynb"))
        if not notebooks:
            print(f"cxrlab: there are no notebooks in {page.HOME / 'notebooks'}.", file=sys.stderr)
            return 1
        return _report(notebooks, options.out)
    except OSError as e:
        print(f"cxrlab: {e.filename}: {e.strerror}.", file=sys.stderr)
        return 1


def _report(notebooks, out):
    entries = []
    stopped = False
    for number, path in enumerate(notebooks, 1):
        try:
            entries.append(_run(number, len(notebooks), path, out))
        except KeyboardInterrupt:
            print("\nStopped. What was done is kept.", flush=True)
            stopped = True
            break
    if entries:
        index = overview.write(out, entries)
        _print_table(entries)
        print(f"\n{index}")
    if stopped:
        return 130
    return 1 if any(e["failure"] for e in entries) else 0


def _run(number, total, path, out):
    nb = nbformat.read(path, as_version=4)
    count = sum(cell.cell_type == "code" for cell in nb.cells)
    log = page.HOME / ".cxrlab" / "logs" / f"kernel-{path.stem}.log"
    with Progress(number, total, path.stem, count) as progress:
        done, failure = execute(nb, page.HOME, log, progress.cell)
        seconds = round(progress.seconds, 1)
    print(f"[{number}/{total}] {path.stem}: {failure or 'ok'}, {seconds} s", flush=True)
    nb.metadata["cxrlab"] = {
        "date": page.day(time()),
        "data": page.data_name(),
        "seconds": seconds,
        "failure": failure,
    }
    file = _write(nb, path, out)
    return {
        "name": path.stem,
        "file": file.name,
        "title": page.title_of(nb) or path.stem,
        "goal": page.goal_of(nb),
        "picture": overview.first_picture(nb),
        "cells": count if done == count else f"{done} of {count}",
        **nb.metadata["cxrlab"],
    }


def _export(notebooks, out):
    for path in notebooks:
        nb = nbformat.read(path, as_version=4)
        if not any(cell.get("outputs") for cell in nb.cells):
            print(f"cxrlab: {path} holds no outputs yet: run it in ./cxrlab lab, or use ./cxrlab report.", file=sys.stderr)
        print(_write(nb, path, out))
    return 0


def _write(nb, path, out):
    """Writes the page, whole or not at all."""
    modified = page.day(path.stat().st_mtime)
    resources = {"metadata": {"name": path.stem, "path": str(path.resolve().parent), "modified_date": modified}}
    html, _ = page.exporter().from_notebook_node(nb, resources)
    target = out / f"{path.stem}.html"
    partial = target.with_suffix(".part")
    partial.write_text(html, "utf-8")
    return partial.replace(target)


def _print_table(entries):
    width = max(len(e["name"]) for e in entries)
    print(f"\n{'notebook':{width}}  {'cells':>8}  {'seconds':>8}  result")
    for e in entries:
        print(f"{e['name']:{width}}  {e['cells']:>8}  {e['seconds']:>8}  {e['failure'] or 'ok'}")


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
