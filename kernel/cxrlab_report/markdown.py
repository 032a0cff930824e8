"""Markdown as HTML, its formulas as MathML, which browsers draw without a script."""

import re
from html import escape, unescape
from urllib.parse import unquote

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

# What LaTeX authors write and latex2mathml does not know, in words that it does.
_SYNONYMS = (
    (re.compile(r"\\(begin|end)\{(?:aligned|split)\}"), r"\\\1{align*}"),
    (re.compile(r"\\arg(?![a-zA-Z])"), r"\\operatorname{arg}"),
)

# A named function stands a little apart from what is beside it, unless that is a bracket.
_NAMES = "(?=<mi>(?:log|exp|max|min)</mi>)"
_SPACE = '<mspace width="0.17em"/>'
_SPACING = (
    (re.compile(r"(?<=</m[ino]>)" + _NAMES), _SPACE),
    (re.compile(r"(<mi>(?:log|exp|max|min)</mi>)(?!<mo[^>]*>(?:\(|&#x00028;))"), r"\1" + _SPACE),
)


def mathml(latex, display):
    """The formula as a MathML element; a formula that can't be read is shown as it was written."""
    source = latex.strip()
    known = source
    for pattern, replacement in _SYNONYMS:
        known = pattern.sub(replacement, known)
    try:
        element = convert(known, display=display)
    except Exception:  # latex2mathml raises errors of many kinds, IndexError among them
        return f'<code class="formula">{escape(source)}</code>'
    for pattern, replacement in _SPACING:
        element = pattern.sub(replacement, element)
    return element.replace("<math ", f'<math alttext="{escape(source)}" ', 1)


class PageRenderer(IPythonRenderer):
    """Renders the Markdown of a page, and notes its headings for the table of contents."""

    def __init__(self, headings, pages, unlinked, **options):
        super().__init__(escape=False, embed_images=True, **options)
        self._headings = headings
        self._pages = pages
        self._unlinked = unlinked

    def heading(self, text, level, **attrs):
        words = unescape(re.sub(r"<[^>]+>", "", text)).strip()
        anchor = base = words.replace(" ", "-")
        taken = {known for _, known, _ in self._headings}
        count = 1
        while anchor in taken:
            count += 1
            anchor = f"{base}-{count}"
        self._headings.append((level, anchor, words))
        return f'<h{level} id="{escape(anchor)}">{text}</h{level}>\n'

    def link(self, text, url, title=None):
        # The notebooks link to one another, and so do the pages made of them, where there are some.
        other = re.fullmatch(r"([^:#]*)\.ipynb(#.*)?", url)
        if other and self._pages is not None and unquote(other[1]) not in self._pages:
            self._unlinked.add(unquote(other[1]))
            return text
        return super().link(text, f"{other[1]}.html{other[2] or ''}" if other else url, title)

    def table(self, text):
        return f'<div class="wide"><table>\n{text}</table></div>\n'

    def block_math(self, body):
        return f'<div class="formula">{mathml(body, "block")}</div>'

    def inline_math(self, body):
        return mathml(body, "inline")

    def latex_environment(self, name, body):
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def markdown_to_html(source, headings, unlinked, pages=None, **options):
    """The Markdown as HTML; each heading is added to ``headings`` as (level, anchor, words).

    ``pages`` are the notebooks, without ".ipynb", whose pages can be linked to; None is any. Those
    that there is no link to for that are added to ``unlinked``.
    """
    return MarkdownWithMath(renderer=PageRenderer(headings, pages, unlinked, **options)).render(source)
