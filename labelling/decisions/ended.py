"""Lists of cases that ended, a page at a time."""

from typing import Any

from labelling.core.web.paging import page_address
from labelling.people.slices import Slice


def pager_of(part: Slice) -> dict[str, Any]:
    """Return the addresses of the pages before and after this one; empty where there is none."""
    return {
        "previous": page_address(part.number - 1) if part.number > 1 else "",
        "next": page_address(part.number + 1) if part.has_next else "",
    }
