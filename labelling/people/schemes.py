"""What applications, a room above this one, tell this room of schemes: their ids and names."""

from collections.abc import Callable, Collection, Mapping

from sqlalchemy.orm import Session

Source = Callable[[Session], Mapping[str, str]]

_sources: list[Source] = []


def set_scheme_source(function: Source) -> None:
    """Register how the schemes are found: id to name."""
    _sources[:] = [function]


def scheme_names(session: Session) -> Mapping[str, str]:
    """Return the names of the schemes by their ids; none while no room has registered a source."""
    return _sources[0](session) if _sources else {}


def in_words(schemes: Collection[str], names: Mapping[str, str]) -> str:
    """Return the names of schemes in one line; of one that has no name yet its id."""
    return ", ".join(names.get(scheme) or scheme for scheme in sorted(schemes))
