"""The index page of a folder of reports."""

import json
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from cxrlab_report import page

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
    record = Path(folder) / _RECORD
    known = json.loads(record.read_text("utf-8")) if record.exists() else []
    merged = {e["file"]: e for e in [*known, *entries] if (Path(folder) / e["file"]).exists()}
    listed = [merged[file] for file in sorted(merged)]
    record.write_text(json.dumps(listed), "utf-8")
    environment = Environment(loader=FileSystemLoader(page.TEMPLATES / "cxrlab"), autoescape=True)
    html = environment.get_template("overview.html.j2").render(
        entries=listed,
        style=(page.TEMPLATES / "cxrlab" / "style.css").read_text("utf-8"),
        version=page.version(),
    )
    target = Path(folder) / "index.html"
    target.write_text(html, "utf-8")
    return target
