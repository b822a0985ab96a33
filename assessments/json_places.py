"""JSON read so that every value can be told from its like, and found again by its line."""

import json
import re
from collections.abc import Iterator

from assessments.errors import BadInput, Place
from assessments.numerals import Numeral

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class Pairs(tuple[tuple[str, object], ...]):
    """The members of a JSON object in their order, repeated keys included."""

    __slots__ = ()


def parse_json(text: str) -> object:
    """Return what the text holds: objects as Pairs, numbers as Numerals.

    Raises BadInput, with the line, for what is not JSON.
    """
    try:
        return json.loads(
            text,
            object_pairs_hook=Pairs,
            parse_float=Numeral,
            parse_int=Numeral,
            parse_constant=Numeral,
        )
    except json.JSONDecodeError as error:
        problem = f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise BadInput(problem, line=error.lineno) from error
    except RecursionError as error:
        raise BadInput("is nested too deeply") from error


def line_of(text: str, place: Place) -> int | None:
    """Return the line of the key at a place, the last one where a key is repeated.

    The text must be JSON that `parse_json` has accepted; items of lists are not looked for.
    """
    return max((line for found, line in _keys(text) if found == place), default=None)


def _keys(text: str) -> Iterator[tuple[Place, int]]:
    """Yield the place of every key of every object, with its line."""
    path: list[str | None] = []  # the key under way in each open object, None for a list
    key_follows = False
    line, counted = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", counted, token.start())
        counted = token.start()
        match token.group():
            case "{":
                path.append("")
                key_follows = True
            case "[":
                path.append(None)
            case "}" | "]":
                path.pop()
                key_follows = False
            case ",":
                key_follows = path[-1] is not None
            case key if key_follows:
                path[-1] = json.loads(key)
                key_follows = False
                yield tuple(step for step in path if step is not None), line
            case _:
                pass
