"""Who is mentioned in a comment: names after an @, as people write them."""

import re
from collections import Counter
from collections.abc import Mapping
from uuid import UUID


def mentioned(text: str, names: Mapping[UUID, str]) -> frozenset[UUID]:
    """Return whom a text names after an @: by the whole name, or by a first name that is theirs
    alone. Letter case does not count."""
    firsts = _own_firsts(names)
    return frozenset(
        person
        for person, name in names.items()
        if any(_named(text, form) for form in (name, firsts.get(person, "")) if form)
    )


def _named(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def _own_firsts(names: Mapping[UUID, str]) -> dict[UUID, str]:
    firsts = {person: first_name(name) for person, name in names.items()}
    seen = Counter(first.casefold() for first in firsts.values())
    return {person: first for person, first in firsts.items() if seen[first.casefold()] == 1}


def first_name(name: str) -> str:
    """Return the first word of a name."""
    return name.split(maxsplit=1)[0] if name.strip() else ""
