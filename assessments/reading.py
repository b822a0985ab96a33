"""Strict reading of a file of scores; whatever cannot be accepted is one clear sentence."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from assessments.editions import Edition, UnknownEdition, edition
from assessments.errors import BadInput, Place, dotted, quoted
from assessments.files import read_text
from assessments.json_places import Pairs, line_of, parse_json
from assessments.judgement import ByAttribute, Departing, Judgement, NotApplicable, Percent, Unfit
from assessments.numerals import NotANumber, Numeral

LARGEST_FILE = 1_000_000  # bytes; a whole self-assessment has about 2,000

_TOP = ("edition", "scores")
_SCORE = ("attributes", "not_applicable", "percent", "reason")
_DEPARTING = ("percent", "reason")
_A_SCORE = 'must be a number from 0 to 100, {"attributes": …} or {"not_applicable": "reason"}'


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The judgements of a file, and the text that tells where each stands."""

    edition: Edition
    judgements: dict[str, Judgement]
    file: str
    text: str

    def bad_input(self, error: Unfit) -> BadInput:
        """Return a refusal by the edition as one of the file, with its line and field."""
        place = ("scores", *error.place)
        return _located(self.file, self.text, BadPlace(place, error.problem))


class BadPlace(ValueError):
    """Refuse what stands at a place of the file, before its line is looked for."""

    def __init__(self, place: Place, problem: str) -> None:
        super().__init__(problem)
        self.place = place
        self.problem = problem


def read_scores(path: Path) -> ScoreSheet:
    """Return the judgements that a JSON file holds. Raises BadInput.

    What the edition takes (its parts, attributes, ranges, what may be dropped) is for
    `scoring.score` to refuse.
    """
    return parse_scores(read_text(path, LARGEST_FILE), str(path))


def parse_scores(text: str, file: str) -> ScoreSheet:
    """Return the judgements that a JSON text holds; `file` names it in refusals.

    Raises BadInput.
    """
    try:
        found, judgements = _sheet(parse_json(text))
    except BadPlace as error:
        raise _located(file, text, error) from error
    except BadInput as error:
        error.file = file
        raise
    return ScoreSheet(found, judgements, file, text)


def _sheet(value: object) -> tuple[Edition, dict[str, Judgement]]:
    members = _object(value, (), 'must be {"edition": …, "scores": {…}}')
    for key in members:
        if key not in _TOP:
            raise BadPlace((key,), "is not a key of this file; there are edition and scores")
    for key in _TOP:
        if key not in members:
            raise BadPlace((key,), "is missing")
    edition_id = members["edition"]
    if not isinstance(edition_id, str):
        raise BadPlace(("edition",), "must be the id of an edition, in quotes")
    try:
        found = edition(edition_id)
    except UnknownEdition as error:
        raise BadPlace(("edition",), str(error)) from error
    scores = _object(members["scores"], ("scores",), "must be an object of scores by part")
    return found, {k: _judgement(v, ("scores", k)) for k, v in scores.items()}


def _judgement(value: object, place: Place) -> Judgement:
    if not isinstance(value, Pairs):
        return Percent(_number(value, place, _A_SCORE))
    members = _object(value, place, _A_SCORE)
    for key in members:
        if key not in _SCORE:
            problem = "is not a key of a score; there are attributes and not_applicable"
            raise BadPlace((*place, key), problem)
        if key in _DEPARTING and "attributes" not in members:
            problem = "stands only beside attributes, from which it departs"
            raise BadPlace((*place, key), problem)
    if not members or ("not_applicable" in members and len(members) > 1):
        problem = "must have attributes or not_applicable, not both" if members else _A_SCORE
        raise BadPlace(place, problem)
    if "not_applicable" in members:
        reason = members["not_applicable"]
        if not isinstance(reason, str):
            raise BadPlace((*place, "not_applicable"), "must be the reason, as a text in quotes")
        return NotApplicable(reason)
    inner = (*place, "attributes")
    values = _object(members["attributes"], inner, "must be an object of numbers by attribute")
    asked = "must be a number from 0 to 100"
    by_attribute = {k: _number(v, (*inner, k), asked) for k, v in values.items()}
    if not any(key in members for key in _DEPARTING):
        return ByAttribute(by_attribute)
    for key in _DEPARTING:
        if key not in members:
            raise BadPlace(place, f"departs from its attributes, so it needs {key}")
    reason = members["reason"]
    if not isinstance(reason, str):
        raise BadPlace((*place, "reason"), "must be why, as a text in quotes")
    return Departing(by_attribute, _number(members["percent"], (*place, "percent"), asked), reason)


def _number(value: object, place: Place, asked: str) -> Fraction:
    if not isinstance(value, Numeral):
        raise BadPlace(place, f"{asked}, not {_shown(value)}")
    try:
        return value.exact()
    except NotANumber as error:
        raise BadPlace(place, str(error)) from error


def _object(value: object, place: Place, asked: str) -> dict[str, object]:
    if not isinstance(value, Pairs):
        raise BadPlace(place, f"{asked}, not {_shown(value)}")
    members: dict[str, object] = {}
    for key, member in value:
        if key in members:
            raise BadPlace((*place, key), "stands here more than once")
        members[key] = member
    return members


def _shown(value: object) -> str:
    """Return a value of the file as a message shows it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case Pairs():
            return "an object"
        case list():
            return "a list"
        case _:
            return "a number"


def _located(file: str, text: str, error: BadPlace) -> BadInput:
    """Return the refusal with its line, that of the nearest key that the file does have."""
    place = error.place
    line = line_of(text, place)
    while line is None and place:
        place = place[:-1]
        line = line_of(text, place)
    return BadInput(error.problem, file=file, line=line or 1, field=dotted(error.place) or None)
