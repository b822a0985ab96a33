"""A certificate's page as one SVG picture: a browser shows it in an image, at any size.

Fonts and pictures lie inside, so that an image, which may fetch nothing, has all that it needs.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from html import escape

from certificates.ownfiles import TYPES

_WIDTH, _HEIGHT = 297 * 96 / 25.4, 210 * 96 / 25.4
_ADDRESS = re.compile(r"design:([\w.-]+)")
_PAGE_RULE = re.compile(r"@page\s*\{[^}]*\}")
_XHTML = "http://www.w3.org/1999/xhtml"


def browser_picture(page: str, style: str, files: Mapping[str, bytes], title: str) -> str:
    """Return the SVG of a page (well-formed HTML) in its style, with these files inside."""

    def inside(found: re.Match[str]) -> str:
        name = found[1]
        content = b64encode(files[name]).decode("ascii")
        return f"data:{TYPES[name.rpartition('.')[2]]};base64,{content}"

    sheet = _ADDRESS.sub(inside, _PAGE_RULE.sub("", style))
    shown = _ADDRESS.sub(inside, page).replace("<html ", f'<html xmlns="{_XHTML}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.2f} {_HEIGHT:.2f}" '
        f'width="{_WIDTH:.2f}" height="{_HEIGHT:.2f}"><title>{escape(title)}</title>'
        f"<style>{escape(sheet, quote=False)}</style>"
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<foreignObject width="{_WIDTH:.2f}" height="{_HEIGHT:.2f}">{shown}</foreignObject></svg>'
    )
