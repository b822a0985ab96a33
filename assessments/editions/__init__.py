"""The schemes' editions as data: a TOML file each, and the ways to them."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from assessments.editions.loader import load_toml
from assessments.editions.model import Edition
from assessments.errors import BadInput, quoted

__all__ = ["Edition", "UnknownEdition", "edition", "editions"]


class UnknownEdition(LookupError):
    """Say that no edition of this id is shipped."""


def edition(edition_id: str) -> Edition:
    """Return the shipped edition of an id. Raises UnknownEdition."""
    if edition_id not in _shipped():
        known = ", ".join(_shipped())
        raise UnknownEdition(f"{quoted(edition_id)} is not an edition; there are {known}")
    return _load(edition_id)


def editions() -> tuple[Edition, ...]:
    """Return every shipped edition, ordered by id."""
    return tuple(_load(edition_id) for edition_id in _shipped())


@cache
def _shipped() -> dict[str, Traversable]:
    """Return the editions' files by id: only what stands there is ever opened."""
    found = {
        item.name.removesuffix(".toml"): item
        for item in files(__name__).iterdir()
        if item.name.endswith(".toml")
    }
    return dict(sorted(found.items()))


@cache
def _load(edition_id: str) -> Edition:
    file = _shipped()[edition_id]
    try:
        loaded = load_toml(file.read_bytes())
    except BadInput as error:
        error.file = file.name
        raise
    if loaded.id != edition_id:
        raise BadInput(f"must be {edition_id}, as the file is named", file=file.name, field="id")
    return loaded
