"""Filling in a template: names in braces from a fixed list, replaced once, as plain text. Pure."""

import re
from collections.abc import Mapping

from labelling.decisions.correspondence.models import LetterKind

_NAME = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
_ALWAYS = frozenset(
    {"holder", "city", "country", "scheme", "decided_on", "appeal_by", "office", "office_email"}
)
_CASE = _ALWAYS | {"reference", "level_applied", "reason"}
_TERM = _CASE | {"level", "number", "valid_from", "valid_until", "page"}
_CHANGE = _ALWAYS | {"number", "reason", "effective_on", "page"}
NAMES: Mapping[LetterKind, frozenset[str]] = {
    LetterKind.AWARDED: _TERM,
    LetterKind.LOWER_LEVEL: _TERM,
    LetterKind.WITH_CONDITIONS: _TERM | {"conditions"},
    LetterKind.NOT_AWARDED: _CASE,
    LetterKind.SUSPENDED: _CHANGE,
    LetterKind.LIFTED: _CHANGE,
    LetterKind.REVOKED: _CHANGE,
    LetterKind.WITHDRAWN: _CHANGE,
    LetterKind.APPEAL_UPHELD: _ALWAYS - {"appeal_by"} | {"reference", "reason"},
    LetterKind.APPEAL_IN_PART: _ALWAYS - {"appeal_by"} | {"reference", "reason"},
    LetterKind.APPEAL_DISMISSED: _ALWAYS - {"appeal_by"} | {"reference", "reason"},
}
SAMPLES: Mapping[str, str] = {
    "holder": "Alder Valley Mobility Cluster",
    "city": "Graz",
    "country": "Austria",
    "scheme": "Cluster Excellence",
    "decided_on": "3 December 2026",
    "appeal_by": "2 January 2027",
    "office": "The office",
    "office_email": "office@label.example",
    "reference": "A-2026-001",
    "level_applied": "Silver",
    "level": "Silver",
    "reason": "Every rule of the level holds.",
    "number": "CE-2026-0001-A",
    "valid_from": "3 December 2026",
    "valid_until": "30 November 2028",
    "effective_on": "3 December 2026",
    "page": "https://label.example/labels/abc",
    "conditions": "1. A deputy is named (by 1 March 2027)",
}


def strange(text: str, kind: LetterKind) -> list[str]:
    """Return what stands in braces and is no name that letters of this kind know, in order.

    A brace that belongs to no pair is among it.
    """
    unknown = [name for name in _NAME.findall(text) if name not in NAMES[kind]]
    return unknown + _BRACE.findall(_NAME.sub("", text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its names replaced; what comes in by a value is not looked at again.

    Raises KeyError for a name without a value.
    """
    return _NAME.sub(lambda found: values[found[1]], text)
