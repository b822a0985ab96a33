"""The changing part of a page, for screens that ask again and again whether it has changed."""

from collections.abc import Callable

from flask import Response, request


def part(tag: str, render: Callable[[], str]) -> Response:
    """Return the part of a page, or 304 where the asker shows what ``tag`` stands for already."""
    quoted = f'"{tag}"'
    if request.headers.get("If-None-Match") == quoted:
        answer = Response(status=304)
    else:
        answer = Response(render())
    answer.headers["ETag"] = quoted
    return answer
