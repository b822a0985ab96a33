"""Files of programs: read by the child, and no more of them than fits."""

import json

import pytest

from labelling.core.errors import Invalid
from labelling.organisations.inspection.findings import Reason
from labelling.organisations.inspection.sandbox import _SENTENCES, inspect_values
from labelling.organisations.inspection.values import MOST_VALUES


def test_values_come_back_as_they_were() -> None:
    content = '\ufeff{"text": "Grüße – \\u00fc", "band": 60, "not_applicable": null}'.encode()
    assert json.loads(inspect_values(content, "a.json")) == {
        "text": "Grüße – ü", "band": 60, "not_applicable": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[" + b"[]," * MOST_VALUES + b"[]]", Reason.BOMB),
        (b"[[]" + b",[]" * 3_300_000 + b"]", Reason.BOMB),
        (b"[" * 500_000, Reason.UNREADABLE),
        (b"1" * 50_000, Reason.UNREADABLE),
        (b'"\\ud800"', Reason.UNREADABLE),
        (b"%PDF-1.7", Reason.OTHER_TYPE),
    ],
    ids=["many", "far too many", "deep", "long", "half", "other"],
)
def test_what_unfolds_too_far_or_is_none_is_refused(content: bytes, reason: Reason) -> None:
    with pytest.raises(Invalid) as refused:
        inspect_values(content, "a.json")
    assert refused.value.template == _SENTENCES[reason]
