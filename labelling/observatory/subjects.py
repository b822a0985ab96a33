"""What the permissions of the star map are asked about."""

from dataclasses import dataclass

from labelling.observatory.history import Kept


@dataclass(frozen=True, slots=True)
class Workshop:
    """The place where the office makes the map: imports, drafts, boundaries."""


@dataclass(frozen=True, slots=True)
class OneVersion:
    """A version of regional employment, with what became of it."""

    kept: Kept
