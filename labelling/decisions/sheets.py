"""What a label's certificate and its credential say, in the language they are written in."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.editions import Edition
from certificates.numbers import make_number
from certificates.sheet import Sheet
from certificates.wording import wording
from labelling import settings
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_in, sign_of
from labelling.core import i18n
from labelling.core.clock import today
from labelling.decisions.models import Decision, Label, LabelTerm
from labelling.decisions.naming import Named, find_version, named
from labelling.issuing.designs.dressing import dressed
from labelling.issuing.sources import Order, Printable
from labelling.organisations.queries import get_organisation

KIND = "label"

_PUBLIC_ID = "k7Qm2xV9tRab"
"""As long as a real one."""


def label_sheet(session: Session, order: Order) -> Printable:
    """Return what a certificate of a term says; raise BadInput where it does not fit a page."""
    awarded = _awarded(session, order)
    version = find_version(session, order.subject_id, order.version)
    return _printable(session, order, awarded, named(awarded.term, version))


def sheet_naming(session: Session, order: Order, names: Named) -> Printable:
    """Return what a certificate of a term would say with these names; raise BadInput likewise.

    Raises BadInput, too, for a letter that the fonts lack.
    """
    return _printable(session, order, _awarded(session, order), names)


class _Awarded(NamedTuple):
    term: LabelTerm
    label: Label
    decision: Decision


def _awarded(session: Session, order: Order) -> _Awarded:
    found = session.execute(
        select(LabelTerm, Label, Decision)
        .join(Label, Label.id == LabelTerm.label_id)
        .join(Decision, Decision.id == LabelTerm.decision_id)
        .where(LabelTerm.id == order.term_id)
    )
    return _Awarded(*found.one())


def _printable(session: Session, order: Order, awarded: _Awarded, names: Named) -> Printable:
    term, label, decision = awarded
    edition = edition_of(term).in_language(order.language)
    sheet = _sheet(
        edition,
        names,
        level_id=term.level_id,
        language=order.language,
        country=i18n.country_name(term.country, order.language),
        valid_from=term.valid_from,
        valid_until=term.valid_until,
        decided_on=today(decision.decided_at or term.recorded_at),
        number=label.number,
        version=order.version,
        public_id=label.public_id,
    )
    url = settings.in_use().public_url
    return Printable(
        sheet=dressed(session, label.scheme, sheet),
        organisation_id=label.organisation_id,
        public_id=label.public_id,
        country_code=term.country,
        achievement_id=f"{url}/levels#{term.edition_id}.{term.level_id}",
        criteria=level_in(edition, term.level_id).meaning,
        criteria_url=f"{url}/levels",
        image=f"{sheet.address}/badge.svg",
        scheme=label.scheme,
    )


def foreseen_sheet(
    session: Session, application: Application, level_id: str, now: datetime
) -> Sheet:
    """Return what a certificate would say if an application got this level today.

    Number and last day are made up: they are as long as the real ones. Raises BadInput where the
    holder's texts cannot be printed.
    """
    holder = get_organisation(session, application.organisation_id)
    language = holder.printed_language
    edition = edition_of(application).in_language(language)
    day = today(now)
    sheet = _sheet(
        edition,
        Named(holder.name, "", holder.city),
        level_id=level_id,
        language=language,
        country=i18n.country_name(holder.country, language),
        valid_from=day,
        valid_until=day.replace(year=day.year + 2, day=1),
        decided_on=day,
        number=make_number(edition.number_prefix, day.year, 1),
        version=1,
        public_id=_PUBLIC_ID,
    )
    return dressed(session, edition.scheme, sheet)


def _sheet(edition: Edition, names: Named, *, level_id: str, public_id: str, **facts: Any) -> Sheet:
    """Return a sheet in its language, whatever the language in force."""
    chosen = settings.in_use()
    language = facts["language"]
    words = wording(language)
    sign = sign_of(edition, level_id)
    carried = words.carried.format(host=names.host) if names.host else ""
    return Sheet(
        scheme=chosen.label_name,
        holder=names.holder,
        place=names.city,
        level_id=level_id,
        level=sign.name,
        level_ordinal=sign.ordinal,
        level_count=sign.of,
        scope=f"{words.scope} {carried}".strip(),
        edition=edition.name,
        decided_by=words.committee,
        decided_in=chosen.office_place,
        address=f"{chosen.public_url}/labels/{public_id}",
        names_language="" if edition.language == language else edition.language,
        **facts,
    )
