"""A member's own report on paper (PDF/UA-1): the sealed sheet of the meeting pack.

Importing it imports WeasyPrint, which takes a second and needs Pango: views do so late.
"""

from dataclasses import dataclass

from benchmarking.disclosure.cells import WHOLE
from labelling.club.results import pictures
from labelling.club.results.groups import group_in_sentence, name_of_group
from labelling.club.results.member import Line, Results
from labelling.core.pictures import Picture
from labelling.core.printing import printed_page


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator of the report: its sentences and its picture."""

    line: Line
    sentences: tuple[str, ...]
    picture: Picture | None


def printed(results: Results, *, demo: bool) -> bytes:
    """Return the PDF in the language in force; a draft says so on each page."""
    return printed_page(
        "club_results.html",
        results=results,
        groups=[
            (
                group.name,
                [_entry(results, one) for one in results.lines if one.indicator.group == group.id],
            )
            for group in results.set.groups
        ],
        strengths=[_name(results, code) for code in results.portrait.strengths],
        gaps=[_name(results, code) for code in results.portrait.gaps],
        demo=demo,
    )


def _name(results: Results, code: str) -> str:
    return f"{code} {results.set.indicators[code].name}"


def _entry(results: Results, line: Line) -> Entry:
    said = [
        pictures.place_sentence(line, one, group_in_sentence(results.club, one.standing.group))
        for one in line.beside
    ]
    whole = line.whole
    club = name_of_group(results.club, WHOLE)
    id_ = f"strip-{line.indicator.code.lower()}"
    strip = pictures.strip(id_, line, whole, club) if whole is not None else None
    return Entry(line, (*said, pictures.trend_sentence(line)), strip)
