"""What a reader of the register looks for, read strictly from an address."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from certificates.standing import Status
from labelling.core.errors import BadRequest
from labelling.core.i18n import lazy
from labelling.organisations.countries import CODES
from labelling.organisations.editions import editions
from labelling.organisations.fields import FIELDS

STATUSES = tuple(status for status in Status if status is not Status.NONE)
LONGEST_SEARCH = 200
SORTS = ("number", "holder", "country", "level", "until")
DESCENDING = "-"
SEARCHED = ("q", "country", "level", "field", "status", "page")

_PAGE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: empty texts mean any. ``sort`` is a column, with ``-`` in front descending."""

    words: str = ""
    country: str = ""
    level: str = ""
    field: str = ""
    status: str = ""
    sort: str = "number"
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Say whether anything but all labels was asked for."""
        return any((self.words.strip(), self.country, self.level, self.field, self.status))


def level_ids() -> frozenset[str]:
    """Return the ids of all levels of all editions."""
    return frozenset(level.id for edition in editions() for level in edition.levels)


def read_search(query: MultiDict[str, str]) -> Wanted:
    """Return what an address asks for; raise BadRequest for a value that nothing could have."""
    words = query.get("q", "")
    if len(words) > LONGEST_SEARCH:
        raise BadRequest(
            lazy("The search has %(length)d characters; %(most)d fit."),
            length=len(words),
            most=LONGEST_SEARCH,
        )
    column = _one_of(query, "sort", {*SORTS, *(DESCENDING + sort for sort in SORTS)})
    return Wanted(
        words=words,
        country=_one_of(query, "country", CODES),
        level=_one_of(query, "level", level_ids()),
        field=_one_of(query, "field", FIELDS),
        status=_one_of(query, "status", STATUSES),
        sort=column or "number",
        page=_page(query.get("page", "")),
    )


def refuse_unknown(query: MultiDict[str, str], known: Collection[str]) -> None:
    """Raise BadRequest for a parameter that does not exist or is given twice.

    A program whose filter was misspelt would otherwise take all labels for the ones it meant.
    """
    for name, values in query.lists():
        if name not in known:
            raise BadRequest(lazy("There is no parameter “%(name)s” here."), name=_short(name))
        if len(values) > 1:
            raise BadRequest(lazy("The parameter “%(name)s” is given twice."), name=_short(name))


def read_day(text: str) -> date | None:
    """Return the day written as YYYY-MM-DD, None for an empty text; raise BadRequest otherwise."""
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadRequest(lazy("“%(text)s” is not a day; write it like 2026-09-10."), text=_short(text))


def read_flag(text: str) -> bool:
    """Return True for 1, False for 0 or nothing; raise BadRequest otherwise."""
    if text not in {"", "0", "1"}:
        raise BadRequest(lazy("“%(text)s” is neither 1 nor 0."), text=_short(text))
    return text == "1"


def _one_of(query: MultiDict[str, str], name: str, known: Collection[str]) -> str:
    value = query.get(name, "")
    if value and value not in known:
        raise BadRequest(
            lazy("The parameter “%(name)s” cannot be “%(value)s”."),
            name=name,
            value=_short(value),
        )
    return value


def _page(text: str) -> int:
    if not text:
        return 1
    if not _PAGE.fullmatch(text):
        raise BadRequest(lazy("Pages are counted from 1, not “%(text)s”."), text=_short(text))
    return int(text)


def _short(text: str) -> str:
    most = 60
    return text if len(text) <= most else text[:most] + "…"
