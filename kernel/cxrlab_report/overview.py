"""The index page of a folder of reports."""

import json
import re
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from cxrlab_report import files, page

_RECORD = ".cxrlab-report.json"
_IN_HTML = re.compile(r'src="(data:image/(?:png|jpeg);base64,[^"]*)"')


def first_picture(nb):
    """The first picture among the outputs as a data URI, or None."""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                return "data:image/png;base64," + data["image/png"].replace("\n", "")
            found = _IN_HTML.search(data.get("text/html", ""))
            if found:
                return found[1]
    return None


def write(folder, entries, coming=()):
    """Writes ``index.html`` for these entries and for earlier ones whose pages are still there.

    ``coming`` are the entries of notebooks whose turn is yet to come, the one that is being run first.
    """
    folder = Path(folder)
    with files.alone(folder):
        merged = {e["file"]: e for e in [*_known(folder), *entries] if (folder / e["file"]).exists()}
        files.write(folder / _RECORD, json.dumps([merged[file] for file in sorted(merged)]))
        for number, entry in enumerate(coming):
            earlier = merged.get(entry["file"], {})
            merged[entry["file"]] = {**entry, **earlier, "state": "waits" if number else "is being run", "there": bool(earlier)}
        environment = Environment(loader=FileSystemLoader(page.TEMPLATES / "cxrlab"), autoescape=True)
        html = environment.get_template("overview.html.j2").render(
            entries=[merged[file] for file in sorted(merged)],
            left=len(coming),
            time=f"{datetime.now():%H:%M}",
            style=(page.TEMPLATES / "cxrlab" / "style.css").read_text("utf-8"),
            version=page.version(),
        )
        return files.write(folder / "index.html", html)


def _known(folder):
    """The entries of earlier reports; none where the record was cut short by a kill or a full disk."""
    try:
        return json.loads((folder / _RECORD).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return []
