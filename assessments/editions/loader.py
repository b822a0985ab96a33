"""From a file, a text or tables to an edition that has been checked as a whole."""

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import rfc8785

from assessments.editions.checker import faults
from assessments.editions.faults import Fault
from assessments.editions.model import Edition
from assessments.editions.schema import read_edition
from assessments.editions.tables import refusal
from assessments.editions.translation import Tree, translated, translation_faults
from assessments.errors import BadInput, Place

_LARGEST_FILE = 4_000_000  # bytes
_DEEPEST = 12  # tables within tables
_LARGEST_INTEGER = 2**53 - 1  # what every JSON parser reads exactly, as RFC 8785 asks
_BIDIRECTIONAL_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class FaultyEdition(BadInput):
    """Refuse an edition that does not hold together; `faults` has everything that was found."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        more = f" (and {len(found) - 1} more faults)" if len(found) > 1 else ""
        super().__init__(found[0].problem + more, field=found[0].field)
        self.faults = found


def load_file(path: Path) -> Edition:
    """Load the edition that a TOML file holds. Raises BadInput, with the file's name."""
    try:
        return load_toml(path.read_bytes())
    except BadInput as error:
        error.file = str(path)
        raise


def load_toml(content: bytes) -> Edition:
    """Load an edition from TOML in UTF-8. Raises BadInput."""
    if len(content) > _LARGEST_FILE:
        raise BadInput(f"an edition has at most {_LARGEST_FILE} bytes")
    try:
        return load(tomllib.loads(content.decode("utf-8")))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput("is not UTF-8", line=line) from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"is not TOML: {error}") from error
    except RecursionError as error:
        raise BadInput("is nested too deeply") from error


def load(data: Tree) -> Edition:
    """Load an edition from its parsed tables, wherever they come from.

    Raises BadInput for the first key or value that is not of the schema, and FaultyEdition for
    an edition that does not hold together or whose translations are not complete.
    """
    edition = parse(data)
    found = faults(edition) + translation_faults(data)
    if found:
        raise FaultyEdition(found)
    return edition


def parse(data: Tree) -> Edition:
    """Return the edition without checking that it holds together, as a draft is shown.

    Raises BadInput for the first key or value that is not of the schema.
    """
    for place, value in _leaves(data, ()):
        _refuse_foreign(value, place)
    canonical = rfc8785.dumps(data)
    versions: dict[str, Edition] = {}
    source = read_edition(data, language=None, canonical=canonical, versions=versions)
    versions[source.language] = source
    for language in source.languages[1:]:
        versions[language] = read_edition(
            translated(data, language), language=language, canonical=canonical, versions=versions
        )
    return source


def _leaves(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    """Yield every value that is neither table nor list, and every key as a value of its own."""
    if len(place) > _DEEPEST:
        raise refusal(place[:2], "is nested too deeply")
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*place, key), key
            yield from _leaves(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*place, index))
    else:
        yield place, value


def _refuse_foreign(value: object, place: Place) -> None:
    """Refuse what no edition holds: floats, dates, huge integers, characters that hide."""
    if isinstance(value, str):
        for character in value:
            hidden = unicodedata.category(character) in {"Cc", "Cs"} and character != "\n"
            if hidden or character in _BIDIRECTIONAL_CONTROLS:
                raise refusal(place, f"holds the character U+{ord(character):04X}")
    elif isinstance(value, float):
        raise refusal(place, 'must be a whole number, or a text such as "0.5"')
    elif not isinstance(value, int):
        raise refusal(place, "must be a text, a whole number, true, false, a list or a table")
    elif abs(value) > _LARGEST_INTEGER:
        raise refusal(place, "is too large a number")
