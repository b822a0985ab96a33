"""Pages of lists: numbers that strangers write into addresses, and the way to the next page."""

import pytest
from flask import Flask

from labelling.core.web.paging import page_address, page_asked


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 1), ("1", 1), ("7", 7), ("0", 1), ("-3", 1), ("seven", 1), ("1.5", 1),
        ("9" * 30, 100_000), ("9" * 5000, 100_000),
    ],
)  # fmt: skip
def test_page_asked_is_one_that_a_list_can_have(text: str, number: int) -> None:
    with Flask("list").test_request_context("/list", query_string={"page": text}):
        assert page_asked() == number


def test_other_page_keeps_what_narrows_the_list() -> None:
    asked = "/list?q=alder+%26+oak&country=&page=2"
    with Flask("list").test_request_context(asked):
        assert page_address(3) == "/list?q=alder+%26+oak&page=3"
