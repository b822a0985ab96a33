"""The edition and the level that a call or an application is about, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from assessments.editions import Edition, UnknownEdition
from assessments.editions.model import Level
from labelling.core import i18n
from labelling.core.errors import NotFound
from labelling.core.i18n import lazy
from labelling.organisations.editions import edition_with, editions


class UnderAnEdition(Protocol):
    """A row that names an edition and the hash that it had then."""

    edition_id: str
    edition_sha256: str


class AtALevel(UnderAnEdition, Protocol):
    """A row that also names a level of its edition."""

    level_id: str


class EditionChanged(RuntimeError):
    """The installed edition is not the one that was agreed; nothing may be computed with it."""


@dataclass(frozen=True, slots=True)
class LevelSign:
    """What the sign of a level needs: its place among the levels, its word, its colour."""

    ordinal: int
    of: int
    name: str
    css_class: str


LAST_THAT_APPLIES = lazy("It is the last part here that applies, so it cannot be left out.")
_COLOURED = frozenset({"bronze", "silver", "gold"})


def edition_of(row: UnderAnEdition) -> Edition:
    """Return the row's edition in the language in force.

    Raises EditionChanged where there is none any more with the hash that the row keeps.
    """
    try:
        found = edition_with(row.edition_id, row.edition_sha256)
    except UnknownEdition:
        found = None
    if found is None:
        raise EditionChanged(f"the edition {row.edition_id} differs from the one in use")
    return found.in_language(i18n.language())


def level_of(row: AtALevel) -> Level:
    """Return the level that the row asks for, in the language in force. Raises EditionChanged."""
    return level_in(edition_of(row), row.level_id)


def level_in(edition_: Edition, level_id: str) -> Level:
    """Return a level of an edition by its id; raise NotFound where it has none of that id."""
    for level in edition_.levels:
        if level.id == level_id:
            return level
    raise NotFound


def refuse_unknown_part(edition_: Edition, part_id: str) -> None:
    """Raise NotFound where the edition has no part of this id."""
    if part_id not in edition_.parts:
        raise NotFound


def leaves_nothing(edition_: Edition, part_id: str, others: Iterable[str]) -> bool:
    """Say whether without a part, and others, nothing of its criterion or of a level would apply.

    Nothing could be scored then.
    """
    gone = {part_id, *others}
    criterion = edition_.parts[part_id].criterion
    inside = [part.id for part in edition_.parts.values() if part.criterion == criterion]
    scopes = [edition_.scope(level) for level in edition_.levels]
    return any(gone.issuperset(parts) for parts in (inside, *scopes))


def sign_of(edition_: Edition, level_id: str) -> LevelSign:
    """Return the sign of a level: which of how many, its name and its colour's class."""
    ids = [level.id for level in edition_.levels]
    level = level_in(edition_, level_id)
    css_class = level_id if level_id in _COLOURED else ""
    return LevelSign(ids.index(level_id) + 1, len(ids), level.name, css_class)


def editions_with_levels() -> tuple[Edition, ...]:
    """Return the installed editions under which one can apply, in the language in force."""
    return tuple(
        found.in_language(i18n.language())
        for found in editions()
        if any(level.steps is not None for level in found.levels)
    )
