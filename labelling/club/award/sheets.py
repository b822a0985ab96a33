"""What an award's certificate and its credential say."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import WHOLE, Place
from certificates.sheet import Sheet
from certificates.wording import AWARD, AWARD_WORDINGS, wording
from labelling import settings
from labelling.club import queries as club
from labelling.club.award.contents import as_text, case_in, course_of, heaviest
from labelling.club.award.counts import names
from labelling.club.award.models import Award, AwardFile, Naming, Stage
from labelling.club.award.words import ROUTE_NAMES
from labelling.club.models import Club, ClubRound
from labelling.club.results import gate
from labelling.club.results import wording as figures
from labelling.core import i18n
from labelling.core.i18n import gettext
from labelling.issuing.designs.dressing import dressed
from labelling.issuing.sources import Order, Printable

KIND = AWARD
PREFIX = "AW"
SHOWN_FOR = timedelta(days=2 * 365)
_LONGEST_FIGURE = 200
_FALLBACK = "en"


def language_of(owner: Club) -> str:
    """Return the language in which a club's awards are written."""
    return owner.language if owner.language in AWARD_WORDINGS else _FALLBACK


def award_sheet(session: Session, order: Order) -> Printable:
    """Return what an award's certificate says; raise BadInput where it does not fit a page."""
    row = session.get_one(Award, order.subject_id)
    membership = club.get_membership(session, row.membership_id)
    words, chosen = wording(order.language, AWARD), settings.in_use()
    with i18n.speaking(order.language):
        route = str(ROUTE_NAMES[row.route])
        country = i18n.country_name(row.country, order.language)
    sheet = Sheet(
        scheme=row.club,
        holder=row.holder,
        place=row.place,
        country=country,
        level_id=row.route.value,
        level=route,
        level_ordinal=1,
        level_count=1,
        scope=f"{words.scope} {row.figure}".strip(),
        edition=row.half_year,
        valid_from=row.shown_from,
        valid_until=row.shown_until,
        decided_by=words.committee,
        decided_on=row.decided_on,
        decided_in=chosen.office_place,
        number=row.number,
        version=order.version,
        address=address_of(row),
        language=order.language,
        kind=AWARD,
    )
    return Printable(
        sheet=dressed(session, KIND, sheet),
        organisation_id=membership.organisation_id,
        public_id=row.public_id,
        country_code=row.country,
        achievement_id=f"{chosen.public_url}/awards#{row.route.value}",
        criteria=words.scope,
        criteria_url=f"{chosen.public_url}/awards",
        image=f"{address_of(row)}/sign.svg",
        scheme=KIND,
    )


def address_of(row: Award) -> str:
    """Return the public page of an award."""
    return f"{settings.in_use().public_url}/awards/{row.public_id}"


def shown_until(day: date) -> date:
    """Return the last day on which an award of a day may be shown."""
    return day + SHOWN_FOR


def figure_told(
    session: Session, owner: Club, round_: ClubRound, row: AwardFile, naming: Naming
) -> str:
    """Return by what the winner was first, in the language in force; '' where it is not told.

    Only where the member agreed, the figures decided, and the club's quartiles of the heaviest
    criterion are published: among at least eight members one figure more tells little of others.
    """
    if naming is not Naming.FIGURE or row.stage is not Stage.FIGURES:
        return ""
    case = case_in(row)
    criterion = heaviest(case)
    course = course_of(case, UUID(row.members[0]), criterion.id)
    if course.end is None:
        return ""
    if criterion.id in names():
        what, number = str(names()[criterion.id]), as_text(course.end)
        return gettext("First by %(what)s: %(number)s.", what=what, number=number)
    place = Place(round_.half_year, criterion.id)
    standing = gate.published(session, owner).standing(place, WHOLE)
    if standing is None or standing.get("q1") is None:
        return ""
    set_ = club.round_set(session, round_)
    indicator = set_.indicators[criterion.id]
    unit, start, end = set_.units[indicator.unit], course.start, course.end
    if start is None:
        text = gettext(
            "First by “%(name)s”: %(end)s.", name=indicator.name, end=figures.figure(end, unit)
        )
    else:
        text = gettext(
            "First by “%(name)s”: from %(start)s to %(end)s.",
            name=indicator.name,
            start=figures.figure(start, unit),
            end=figures.figure(end, unit),
        )
    return text if len(text) <= _LONGEST_FIGURE else ""
