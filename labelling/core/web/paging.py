"""Lists a page at a time: which page the address asks for, and the address of another one."""

from urllib.parse import urlencode

from flask import request

from labelling.core.web.forms import whole_number

_MOST = 100_000  # further on no list reaches, and no database counts without end


def page_asked() -> int:
    """Return the number of the page asked for, from 1; what is no such number means the first."""
    return max(1, whole_number(request.args.get("page"), _MOST))


def page_address(number: int) -> str:
    """Return the address of another page of the same list, narrowed in the same way."""
    kept = [(name, value) for name, value in request.args.items() if name != "page" and value]
    return f"{request.path}?{urlencode([*kept, ('page', number)])}"
