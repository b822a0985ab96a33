"""The pack and the sealed sheet on paper (PDF/UA-1).

Importing it imports WeasyPrint, which takes a second and needs Pango: jobs do so late.
"""

from collections.abc import Collection

from benchmarking.disclosure.cells import WHOLE
from labelling.club.dates import DATE_NAMES
from labelling.club.meetings.agenda import title_of
from labelling.club.meetings.pack import PackContent
from labelling.club.meetings.times import span
from labelling.club.meetings.words import ACTION_NAMES
from labelling.club.results import pictures, wording
from labelling.club.results.clubwide import Row
from labelling.club.results.groups import group_in_sentence, name_of_group
from labelling.club.results.member import Line, Results
from labelling.core.i18n import format_weekday
from labelling.core.pictures import Picture
from labelling.core.printing import printed_page
from labelling.core.zones import clock_at

_BLANK_LINES = 6


def pack_pdf(content: PackContent) -> bytes:
    """Return the PDF of a pack in the language in force."""
    view = content.view
    return printed_page(
        "club_pack.html",
        pack=content,
        groups=[
            (
                group.name,
                [(row, _strip(row)) for row in content.rows if row.indicator.group == group.id],
            )
            for group in view.set.groups
        ],
        areas=[(name, name_of_group(content.club, name)) for name in view.group_names],
        standing_of=lambda row, name: next((one for one in row.groups if one.group == name), None),
        sentence=pictures.middle_sentence,
        wording=wording,
        title_of=title_of,
        clock=clock_at(content.meeting.zone),
        span=span(content.meeting),
        states=ACTION_NAMES,
        date_names=DATE_NAMES,
        weekday=format_weekday,
        lines=range(_BLANK_LINES),
    )


def _strip(row: Row) -> Picture | None:
    id_ = f"strip-{row.indicator.code.lower()}"
    return pictures.plain_strip(id_, row.indicator, row.unit, row.whole)


def sheet_pdf(results: Results, codes: Collection[str], *, demo: bool) -> bytes:
    """Return the PDF of a member's sealed sheet: its own mark on the indicators of the pack."""
    lines = [one for one in results.lines if one.indicator.code in codes]
    club = name_of_group(results.club, WHOLE)
    return printed_page(
        "club_sheet.html",
        results=results,
        groups=[
            (
                group.name,
                [
                    (line, _said(results, line), _own_strip(line, club))
                    for line in lines
                    if line.indicator.group == group.id
                ],
            )
            for group in results.set.groups
        ],
        demo=demo,
    )


def _said(results: Results, line: Line) -> list[str]:
    beside = [
        pictures.place_sentence(line, one, group_in_sentence(results.club, one.standing.group))
        for one in line.beside
    ]
    return [*beside, pictures.trend_sentence(line)]


def _own_strip(line: Line, club: str) -> Picture | None:
    whole = line.whole
    if whole is None:
        return None
    return pictures.strip(f"own-{line.indicator.code.lower()}", line, whole, club)
