"""The list of organisations as the office sees it: searched, filtered, page by page."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from labelling.core.access import Actor, visible
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation
from labelling.organisations.queries import count_owners

PAGE = 25


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; blank means all. Pages count from 1."""

    text: str = ""
    country: str = ""
    field: str = ""
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.text or self.country or self.field)


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation of the list."""

    organisation: Organisation
    owners: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list, the number of all that were found, and countries to choose from."""

    lines: list[Line]
    total: int
    first: int
    countries: list[str]

    @property
    def last(self) -> int:
        """Return the number of the page's last line."""
        return self.first + len(self.lines) - 1


def listing(session: Session, actor: Actor, wanted: Wanted) -> Listing:
    """Return a page of the organisations that the actor may see, by name."""
    seen = visible(actor, Permission.ORGANISATION_VIEW)
    conditions = [seen]
    if wanted.text:
        conditions.append(
            or_(
                Organisation.name.icontains(wanted.text, autoescape=True),
                Organisation.city.icontains(wanted.text, autoescape=True),
            )
        )
    if wanted.country:
        conditions.append(Organisation.country == wanted.country)
    if wanted.field:
        conditions.append(Organisation.field == wanted.field)
    total = session.scalar(select(func.count()).select_from(Organisation).where(*conditions)) or 0
    skipped = (wanted.page - 1) * PAGE
    rows = session.scalars(
        select(Organisation)
        .where(*conditions)
        .order_by(func.lower(Organisation.name), Organisation.id)
        .offset(skipped)
        .limit(PAGE)
    ).all()
    owners = count_owners(session, [row.id for row in rows])
    countries = session.scalars(
        select(Organisation.country).where(seen).distinct().order_by(Organisation.country)
    )
    return Listing(
        lines=[Line(row, owners.get(row.id, 0)) for row in rows],
        total=total,
        first=skipped + 1 if rows else 0,
        countries=list(countries),
    )
