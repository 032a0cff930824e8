"""The page that a notebook becomes: one HTML file with everything it needs inside it.

The same settings serve ``./cxrlab report``, ``./cxrlab export`` and JupyterLab's own export menu.
"""

import os
import re
from datetime import datetime, timezone
from pathlib import Path
from time import time

from jinja2 import pass_context
from nbconvert import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML
from traitlets.config import Config

from cxrlab_report.markdown import markdown_to_html

HOME = Path(__file__).resolve().parents[2]
TEMPLATES = Path(__file__).resolve().parent / "templates"

PHANTOMS = "built-in phantoms (synthetic films)"


def version():
    """The version of cxrlab, as pom.xml has it."""
    return re.search(r"<version>([^<]+)</version>", (HOME / "pom.xml").read_text("utf-8")).group(1)


def data_name():
    """What the notebooks work on: the name of the folder in CXR_DATA, or the phantoms."""
    folder = os.environ.get("CXR_DATA")
    return f"folder “{Path(folder).resolve().name}”" if folder else PHANTOMS


def day(timestamp):
    """The day of a time in seconds, in the form in which Jupyter gives the date of a file."""
    then = datetime.fromtimestamp(timestamp, timezone.utc)
    return f"{then:%B} {then.day}, {then.year}"


def title_of(nb):
    """The first heading, or an empty text."""
    found = re.search(r"^#\s+(.+)$", _prose(nb), re.MULTILINE)
    return found.group(1).strip() if found else ""


def goal_of(nb):
    """The sentence after "**Goal.**", or an empty text."""
    found = re.search(r"^\*\*Goal\.?\*\*\.?\s*(.+?)(?:\n\s*\n|\Z)", _prose(nb), re.MULTILINE | re.DOTALL)
    return re.sub(r"\s+", " ", found.group(1)).strip() if found else ""


def _prose(nb):
    return "\n\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")


def _prepare(nb, resources):
    """Gives the template what it shows around the cells."""
    facts = nb.metadata.get("cxrlab", {})
    name = resources.get("metadata", {}).get("name", "notebook")
    resources["page"] = {
        "title": title_of(nb) or name,
        "headings": [],
        "unlinked": set(),
        "version": version(),
        "date": facts.get("date") or resources.get("metadata", {}).get("modified_date") or day(time()),
        "data": facts.get("data"),
        "seconds": facts.get("seconds"),
        "failure": facts.get("failure"),
        "whole": facts.get("whole"),
    }
    return nb, resources


@pass_context
def _markdown(context, source):
    return markdown_to_html(
        source,
        context["resources"]["page"]["headings"],
        context["resources"]["page"]["unlinked"],
        context["resources"].get("pages"),
        attachments=context.get("cell", {}).get("attachments", {}),
        path=context["resources"].get("metadata", {}).get("path", ""),
    )


def settings():
    """How nbconvert makes the page, as Jupyter's configuration."""
    c = Config()
    c.HTMLExporter.template_name = "cxrlab"
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    c.HTMLExporter.preprocessors = [_prepare]
    c.HTMLExporter.filters = {
        "markdown2html": _markdown,
        "highlight_code": Highlight2HTML(pygments_lexer="java"),
    }
    # A widget is shown as the still picture that comes with it; scripts have no place here.
    c.NbConvertBase.display_data_priority = [
        "text/html",
        "text/markdown",
        "image/svg+xml",
        "text/latex",
        "image/png",
        "image/jpeg",
        "text/plain",
    ]
    return c


def exporter():
    """An exporter of notebooks as pages."""
    return HTMLExporter(config=settings())
