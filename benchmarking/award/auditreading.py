"""Strict reading of an award's audit file, which may come from anybody."""

import json
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NoReturn, TypeVar, get_args

import rfc8785

from benchmarking.award.case import (
    Candidate,
    Case,
    Course,
    Criterion,
    JurySheet,
    Measure,
    Route,
    Rule,
)
from benchmarking.figures import Grade
from benchmarking.indicators.model import Direction
from benchmarking.rounds import Round

_LARGEST_FILE = 5_000_000  # bytes
_LONGEST_TEXT = 200
_MOST_QUERIES = 1_000_000
_MOST_CRITERIA = 50
_MOST_CANDIDATES = 2_000
_NUMBER = re.compile(r"-?[0-9]{1,200}(/[1-9][0-9]{0,199})?")
_HASH = re.compile(r"[0-9a-f]{64}")

_ROUTES: tuple[Route, ...] = get_args(Route)
_MEASURES: tuple[Measure, ...] = get_args(Measure)
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
_GRADES: tuple[Grade, ...] = get_args(Grade)

Item = TypeVar("Item")
Word = TypeVar("Word", bound=str)


class UnreadableAudit(ValueError):
    """Say what keeps a file from being read as the audit of an award."""


def read_audit(content: bytes, expected: str) -> tuple[Case, object]:
    """Return the case and the stated decision of a file. Raises UnreadableAudit.

    The file must be in RFC 8785 form byte by byte, so that two readers cannot see two things in it.
    """
    parsed = _canonical(content)
    top = _Reader(parsed, "the file")
    if top.take("format") != expected:
        raise UnreadableAudit(f"the format is not {expected}")
    case = _case(top)
    stated = top.take("decision")
    top.close()
    return case, stated


def _canonical(content: bytes) -> object:
    if len(content) > _LARGEST_FILE:
        raise UnreadableAudit(f"the file has more than {_LARGEST_FILE} bytes")
    try:
        parsed = json.loads(content, parse_float=_refuse, parse_constant=_refuse)
        canonical = rfc8785.dumps(parsed)
    except UnreadableAudit:
        raise
    except (ValueError, RecursionError) as error:
        raise UnreadableAudit("the file is not JSON that can be read") from error
    if canonical != content:
        raise UnreadableAudit("the file is not in RFC 8785 form")
    return parsed


def _refuse(_: str) -> NoReturn:
    raise UnreadableAudit("the file holds a number that is not whole")


class _Reader:
    """A table whose keys are taken one by one; one that is missing or left over is refused."""

    def __init__(self, value: object, name: str) -> None:
        if not isinstance(value, dict):
            raise UnreadableAudit(f"{name} must be a table")
        self._left: dict[str, Any] = dict(value)
        self._name = name

    def take(self, key: str) -> Any:
        if key not in self._left:
            raise UnreadableAudit(f"{self._name} has no {key}")
        return self._left.pop(key)

    def close(self) -> None:
        if self._left:
            raise UnreadableAudit(f"{self._name} has a key that does not belong there")

    def text(self, key: str) -> str:
        return _text(self.take(key), key)

    def word(self, key: str, words: Sequence[Word]) -> Word:
        value = self.take(key)
        for word in words:
            if value == word:
                return word
        raise UnreadableAudit(f"{key} has a word that is not known")

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if not isinstance(value, bool):
            raise UnreadableAudit(f"{key} must be true or false")
        return value

    def count(self, key: str) -> int:
        value = self.take(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_QUERIES:
            raise UnreadableAudit(f"{key} must be a whole number from 0")
        return value

    def hash(self, key: str) -> str:
        value = self.text(key)
        if not _HASH.fullmatch(value):
            raise UnreadableAudit(f"{key} must be a SHA-256 in hexadecimal")
        return value

    def number(self, key: str) -> Fraction:
        return _number(self.take(key), key)

    def optional_number(self, key: str) -> Fraction | None:
        value = self.take(key)
        return None if value is None else _number(value, key)

    def items(self, key: str, read: "Callable[[_Reader], Item]") -> tuple[Item, ...]:
        found = []
        for value in _list(self.take(key), key):
            reader = _Reader(value, key)
            found.append(read(reader))
            reader.close()
        return tuple(found)

    def by_name(self, key: str, read: Callable[[object], Item]) -> dict[str, Item]:
        value = self.take(key)
        if not isinstance(value, dict):
            raise UnreadableAudit(f"{key} must be a table")
        return {_text(name, key): read(inner) for name, inner in value.items()}


def _case(top: _Reader) -> Case:
    rule = _Reader(top.take("rule"), "rule")
    case = Case(
        round=_round(top.take("round")),
        frozen=top.hash("frozen"),
        indicators=top.hash("indicators"),
        rule=_rule(rule),
        candidates=top.items("candidates", _candidate),
        jury=top.items("jury", _jury_sheet),
        agreement=top.optional_number("agreement"),
    )
    rule.close()
    if len(case.candidates) > _MOST_CANDIDATES:
        raise UnreadableAudit(f"an award has at most {_MOST_CANDIDATES} candidates")
    _once("candidates", [candidate.member for candidate in case.candidates])
    _once("jury", [sheet.juror for sheet in case.jury])
    return case


def _rule(table: _Reader) -> Rule:
    criteria = table.items("criteria", _criterion)
    if len(criteria) > _MOST_CRITERIA:
        raise UnreadableAudit(f"a rule has at most {_MOST_CRITERIA} criteria")
    route, measure = table.word("route", _ROUTES), table.word("measure", _MEASURES)
    try:
        return Rule(route, measure, criteria)
    except ValueError as error:
        raise UnreadableAudit(str(error)) from error


def _criterion(table: _Reader) -> Criterion:
    return Criterion(
        id=table.text("id"),
        weight=table.number("weight"),
        direction=table.word("direction", _DIRECTIONS),
        target=table.optional_number("target"),
    )


def _candidate(table: _Reader) -> Candidate:
    return Candidate(
        member=table.text("member"),
        complete=table.flag("complete"),
        in_time=table.flag("in_time"),
        open_queries=table.count("open_queries"),
        worst_grade=table.word("worst_grade", _GRADES),
        won=tuple(_round(one) for one in _list(table.take("won"), "won")),
        consents=table.flag("consents"),
        courses=table.by_name("courses", _course),
    )


def _course(value: object) -> Course:
    table = _Reader(value, "a course")
    course = Course(start=table.optional_number("start"), end=table.optional_number("end"))
    table.close()
    return course


def _jury_sheet(table: _Reader) -> JurySheet:
    member = table.take("member")
    return JurySheet(
        juror=table.text("juror"),
        member=_text(member, "member") if member else "",
        scores=table.by_name("scores", lambda value: _number(value, "scores")),
    )


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_TEXT:
        raise UnreadableAudit(f"{key} must be a text of up to {_LONGEST_TEXT} characters")
    return value


def _number(value: object, key: str) -> Fraction:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise UnreadableAudit(f'{key} must be a number such as "40" or "81/2"')
    return Fraction(value)


def _list(value: object, key: str) -> list[object]:
    if not isinstance(value, list):
        raise UnreadableAudit(f"{key} must be a list")
    return value


def _round(value: object) -> Round:
    try:
        return Round.parse(value if isinstance(value, str) else "")
    except ValueError as error:
        raise UnreadableAudit(str(error)) from error


def _once(key: str, names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise UnreadableAudit(f"{key} has one of them twice")
