"""The pages of a folder, which link to one another as soon as they are there."""

from cxrlab_report import files, page


class Pages:
    """Writes pages into a folder; none ever links to one that is not there.

    ``coming`` are the notebooks whose pages may be linked to already, as they will be there in a moment.
    """

    def __init__(self, out, coming=()):
        self._out = out
        self._there = {path.stem for path in [*coming, *out.glob("*.html")]}
        self._short = {}  # the notebooks whose pages lack a link, and the names they would link to

    def write(self, nb, path):
        """Writes the page of a notebook, and anew those that were to link to it."""
        self._there.add(path.stem)
        file = self._write(nb, path)
        for other, (its_nb, missing) in list(self._short.items()):
            if path.stem in missing:
                self._write(its_nb, other)
        return file

    def _write(self, nb, path):
        """Writes the page, whole or not at all."""
        modified = page.day(path.stat().st_mtime)
        resources = {"metadata": {"name": path.stem, "path": str(path.resolve().parent), "modified_date": modified}, "pages": self._there}
        html, resources = page.exporter().from_notebook_node(nb, resources)
        self._short.pop(path, None)
        if resources["page"]["unlinked"]:
            self._short[path] = nb, resources["page"]["unlinked"]
        return files.write(self._out / f"{path.stem}.html", html)
