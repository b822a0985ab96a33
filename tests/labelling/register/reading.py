"""Pages as a reader has them: text without markup, and the parts that tests look at."""

import re
from html import unescape

_BLOCKS = re.compile(r"<(?:script|style|svg)\b.*?</(?:script|style|svg)>", re.DOTALL)


def text_of(page: str) -> str:
    """Return the words of a page in the order of its source."""
    plain = re.sub(r"<[^>]+>", " ", _BLOCKS.sub(" ", page))
    return " ".join(unescape(plain).split())


def band_of(page: str) -> tuple[str, str]:
    """Return the look of the band on a page and its words."""
    found = re.search(r'<div class="standing (\w+)">(.*?)</div>\s*</div>', page, re.DOTALL)
    assert found is not None, "no band"
    return found[1], text_of(found[2])


def happened(page: str) -> list[str]:
    """Return what is listed under "What has happened"."""
    found = re.search(r'<ol class="history">(.*?)</ol>', page, re.DOTALL)
    assert found is not None, "no history"
    return [text_of(item) for item in re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)]


def title_of(page: str) -> str:
    """Return the title of a page."""
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert found is not None, "no title"
    return unescape(found[1])
