"""The index page of a folder of reports."""

import json
import re
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


def write(folder, entries):
    """Writes ``index.html`` for these entries and for earlier ones whose pages are still there."""
    folder = Path(folder)
    with files.alone(folder):
        merged = {e["file"]: e for e in [*_known(folder), *entries] if (folder / e["file"]).exists()}
        listed = [merged[file] for file in sorted(merged)]
        files.write(folder / _RECORD, json.dumps(listed))
        environment = Environment(loader=FileSystemLoader(page.TEMPLATES / "cxrlab"), autoescape=True)
        html = environment.get_template("overview.html.j2").render(
            entries=listed,
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
