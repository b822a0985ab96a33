"""What a reader of the map looks for, read strictly from an address."""

import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from benchmarking.stars import ECO_2007, RULES, AreaStars
from labelling.core.errors import BadRequest
from labelling.core.i18n import lazy
from labelling.observatory.naming import Region
from labelling.organisations.countries import CODES

DESCENDING = "-"
SORTS = ("region", "country", "sector", "employees", "lq", "share", "stars")
SEARCHED = ("year", "rule", "sector", "country", "at_least", "page")
KEY = r"[A-Za-z0-9][A-Za-z0-9-]{0,59}"
MOST_STARS = 3

_KEY = re.compile(KEY, re.ASCII)
_YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)
_PAGE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: no year means the latest, empty texts mean any. ``sort`` may begin with ``-``."""

    year: int | None = None
    rule: str = ECO_2007.name
    sector: str = ""
    country: str = ""
    at_least: int = 1
    sort: str = "-stars"
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Say whether fewer than all areas with stars were asked for."""
        return bool(self.sector or self.country or self.at_least > 1)

    def picks(self, found: AreaStars, region: Region, sector: str) -> bool:
        """Say whether an area is looked for; ``sector`` is the name of the one asked for."""
        return (
            found.stars >= self.at_least
            and self.country in {"", region.country}
            and (not self.sector or found.area.sector == sector)
        )


def read_wanted(query: MultiDict[str, str]) -> Wanted:
    """Return what an address asks for; raise BadRequest for a value that nothing could have."""
    year = _matching(query, "year", _YEAR)
    sort = query.get("sort", "")
    if sort and sort.removeprefix(DESCENDING) not in SORTS:
        raise _cannot_be("sort", sort)
    at_least = query.get("at_least", "")
    if at_least and at_least not in {"0", "1", "2", "3"}:
        raise _cannot_be("at_least", at_least)
    return Wanted(
        year=int(year) if year else None,
        rule=read_rule(query),
        sector=_matching(query, "sector", _KEY),
        country=_country(query),
        at_least=int(at_least) if at_least else 1,
        sort=sort or "-stars",
        page=int(_matching(query, "page", _PAGE) or 1),
    )


def read_rule(query: MultiDict[str, str]) -> str:
    """Return the name of the rule asked for, the present one where none was."""
    rule = query.get("rule", "")
    if rule and rule not in RULES:
        raise _cannot_be("rule", rule)
    return rule or ECO_2007.name


def read_year(query: MultiDict[str, str], name: str) -> int | None:
    """Return a year asked for, None where none was."""
    year = _matching(query, name, _YEAR)
    return int(year) if year else None


def _country(query: MultiDict[str, str]) -> str:
    country = query.get("country", "")
    if country and country not in CODES:
        raise _cannot_be("country", country)
    return country


def _matching(query: MultiDict[str, str], name: str, pattern: re.Pattern[str]) -> str:
    value = query.get(name, "").strip()
    if value and not pattern.fullmatch(value):
        raise _cannot_be(name, value)
    return value


def _cannot_be(name: str, value: str) -> BadRequest:
    most = 60
    return BadRequest(
        lazy("The parameter “%(name)s” cannot be “%(value)s”."),
        name=name,
        value=value if len(value) <= most else value[:most] + "…",
    )
