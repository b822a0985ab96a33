"""From a file, a text or tables to a set of indicators that has been checked as a whole."""

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import rfc8785

from benchmarking.indicators.checker import faults
from benchmarking.indicators.faults import Fault, FaultySet, Place
from benchmarking.indicators.model import IndicatorSet
from benchmarking.indicators.schema import read_set
from benchmarking.indicators.translation import languages, translated, translation_faults

_LARGEST_FILE = 1_000_000  # bytes
_DEEPEST = 8  # tables within tables
_LARGEST_INTEGER = 2**53 - 1  # what every JSON parser reads exactly, as RFC 8785 asks
_BIDIRECTIONAL_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def load_file(path: Path) -> IndicatorSet:
    """Load the set that a TOML file holds. Raises FaultySet, with the file's name."""
    try:
        return load_toml(path.read_bytes())
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise FaultySet([Fault((), problem)], file=str(path)) from error
    except FaultySet as error:
        error.file = str(path)
        raise


def load_toml(content: bytes) -> IndicatorSet:
    """Load a set from TOML in UTF-8. Raises FaultySet with every fault that was found."""
    if len(content) > _LARGEST_FILE:
        raise FaultySet([Fault((), f"a set has at most {_LARGEST_FILE} bytes")])
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FaultySet([Fault((), f"line {line} is not UTF-8")]) from error
    except ValueError as error:
        raise FaultySet([Fault((), f"is not TOML: {error}")]) from error
    except RecursionError as error:
        raise FaultySet([Fault((), "is nested too deeply")]) from error
    return load(data)


def load(data: object) -> IndicatorSet:
    """Load a set from its parsed tables, wherever they come from.

    Raises FaultySet with every fault: keys and values that are not of the schema, and what does
    not hold together.
    """
    foreign = tuple(_foreign(data, ()))
    if foreign:
        raise FaultySet(foreign)
    canonical = rfc8785.dumps(data)  # type: ignore[arg-type]  # seen to be JSON above
    versions: dict[str, IndicatorSet] = {}
    reading = read_set(data, canonical, versions)
    found = (*reading.faults, *faults(reading))
    if not isinstance(data, dict):
        raise FaultySet(found)
    found += translation_faults(data)
    if found:
        raise FaultySet(found)
    versions[reading.set.language] = reading.set
    for language in languages(data):
        other = read_set(translated(data, language), canonical, versions, language)
        if other.faults:  # the source is sound, so these are texts that are too long
            raise FaultySet(
                Fault(("translations", language, *one.place), one.problem) for one in other.faults
            )
        versions[language] = other.set
    return reading.set


def _foreign(value: object, place: Place) -> Iterator[Fault]:
    """Yield what no set holds: floats, dates, huge integers, characters that hide, great depth."""
    if len(place) > _DEEPEST:
        yield Fault(place[:2], "is nested too deeply")
    elif isinstance(value, dict):
        for key, inner in value.items():
            hidden = _hidden(key)
            if hidden:
                yield Fault(place, f"has a key with the character {hidden}")
            yield from _foreign(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _foreign(inner, (*place, index))
    elif isinstance(value, str):
        hidden = _hidden(value)
        if hidden:
            yield Fault(place, f"holds the character {hidden}")
    elif isinstance(value, float):
        yield Fault(place, 'must be a whole number, or a text such as "0.5"')
    elif not isinstance(value, int):
        yield Fault(place, "must be a text, a whole number, true, false, a list or a table")
    elif abs(value) > _LARGEST_INTEGER:
        yield Fault(place, "is too large a number")


def _hidden(text: str) -> str:
    """Return the first character that does not show, as `U+202E`; '' where there is none."""
    for character in text:
        unseen = unicodedata.category(character) in {"Cc", "Cs"} and character != "\n"
        if unseen or character in _BIDIRECTIONAL_CONTROLS:
            return f"U+{ord(character):04X}"
    return ""
