"""The areas of a sheet that fit a search, in the order that was asked for."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from benchmarking.stars import AreaStars
from labelling.core.i18n import country_name, in_order
from labelling.observatory.sheets import Sheet, by_stars
from labelling.observatory.wanted import DESCENDING, Wanted

_FIGURES: Mapping[str, Callable[[AreaStars], Fraction | int | None]] = {
    "employees": lambda one: one.area.employees,
    "lq": lambda one: one.lq,
    "share": lambda one: one.focus_share,
}


def fitting(sheet: Sheet, wanted: Wanted) -> list[AreaStars]:
    """Return the areas that fit a search, in its order, which is total."""
    sector = sheet.sectors.get(wanted.sector, "")
    if wanted.sector and not sector:
        return []
    among = sheet.starred if wanted.at_least else sheet.areas
    if wanted.sector and not wanted.at_least:
        among = sheet.by_sector[sector]
    found = [one for one in among if wanted.picks(one, sheet.of_text[one.area.region], sector)]
    return ordered(found, sheet, wanted.sort)


def ordered(found: Sequence[AreaStars], sheet: Sheet, sort: str) -> list[AreaStars]:
    """Return areas by a column; those that are equal in it stay by stars and employees."""
    basis = sorted(found, key=by_stars)
    column, descending = sort.removeprefix(DESCENDING), sort.startswith(DESCENDING)
    if column == "stars":
        return basis if descending else sorted(basis, key=lambda one: one.stars)
    if column in _FIGURES:
        return _by_figure(basis, column, descending)
    texts: Mapping[str, Callable[[AreaStars], str]] = {
        "region": lambda one: sheet.of_text[one.area.region].name,
        "country": lambda one: country_name(sheet.of_text[one.area.region].country),
        "sector": lambda one: one.area.sector,
    }
    text = texts[column]
    return sorted(basis, key=lambda one: in_order(text(one)), reverse=descending)


def _exactly(pair: tuple[Fraction | int, AreaStars]) -> tuple[float, Fraction | int]:
    """Return what orders a figure: its double, which is quick, and where those are equal itself."""
    return float(pair[0]), pair[0]


def _by_figure(found: Sequence[AreaStars], column: str, descending: bool) -> list[AreaStars]:
    """Return areas by a figure; those without one come last either way."""
    figure = _FIGURES[column]
    known: list[tuple[Fraction | int, AreaStars]] = []
    missing: list[AreaStars] = []
    for one in found:
        value = figure(one)
        if value is None:
            missing.append(one)
        else:
            known.append((-value if descending else value, one))
    return [*(one for _, one in sorted(known, key=_exactly)), *missing]
