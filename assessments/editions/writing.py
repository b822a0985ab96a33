"""An edition's tables written as TOML, so that reading it again gives the very same tables."""

import re
from collections.abc import Iterator

from assessments.editions.translation import Tree

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNPRINTED = re.compile(r'[\\"\x00-\x1f\x7f]')
_LAST = ("rubrics", "criteria", "levels", "eligibility", "facts", "translations")


def toml(tree: Tree) -> str:
    """Return the tables as TOML. They hold texts, whole numbers, true, false, lists and tables."""
    return "\n".join(_lines(tree, "")).strip("\n") + "\n"


def _lines(table: Tree, place: str) -> Iterator[str]:
    """Yield what stands in a table itself first, and then the tables inside it."""
    inner = [key for key, value in table.items() if _is_table(value) or _is_tables(value)]
    for key, value in table.items():
        if key not in inner:
            yield f"{_key(key)} = {_value(value)}"
    for key in sorted(inner, key=lambda key: _LAST.index(key) if key in _LAST else -1):
        name = f"{place}.{_key(key)}" if place else _key(key)
        value = table[key]
        if isinstance(value, dict):
            yield from ("", f"[{name}]")
            yield from _lines(value, name)
        else:
            for one in value:
                yield from ("", f"[[{name}]]")
                yield from _lines(one, name)


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    raise TypeError(f"an edition holds no {type(value).__name__}")


def _text(text: str) -> str:
    return f'"{_UNPRINTED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    letter = found[0]
    return _ESCAPES.get(letter, f"\\u{ord(letter):04x}")
