"""A scheme's own sentences on its certificates: plain text with names in braces, nothing else."""

import re
from collections.abc import Mapping

from certificates.errors import BadInput

PLACEHOLDERS = (
    "holder",
    "place",
    "country",
    "scheme",
    "level",
    "edition",
    "number",
    "valid_from",
    "valid_until",
    "decided_on",
)
"""The names that a sentence may have in braces."""

_BRACED = re.compile(r"\{([^{}]*)\}")


def filled(sentence: str, values: Mapping[str, str]) -> str:
    """Return a checked sentence with each name replaced by its value, in one pass.

    What a value has in braces stays as it is.
    """
    return _BRACED.sub(lambda found: values[found[1]], sentence)


def strange_placeholder(sentence: str) -> str:
    """Return the first thing in braces, or the lone brace, that no value stands for; "" if none."""
    for found in _BRACED.finditer(sentence):
        if found[1] not in PLACEHOLDERS:
            return found[0]
    rest = _BRACED.sub("", sentence)
    return next((brace for brace in "{}" if brace in rest), "")


def check_sentence(sentence: str) -> None:
    """Raise BadInput for a placeholder that does not exist."""
    if strange := strange_placeholder(sentence):
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise BadInput(f"{strange} stands for nothing on a certificate; there is {known}.")
