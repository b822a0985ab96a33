"""What a label's certificate and its credential say, in the language they are written in."""

from sqlalchemy.orm import Session

from certificates.sheet import Sheet
from labelling import settings
from labelling.applications.schemes import edition_of, level_in, sign_of
from labelling.core import i18n
from labelling.core.clock import today
from labelling.core.i18n import gettext
from labelling.decisions.models import Decision, Label, LabelTerm
from labelling.decisions.naming import Named, find_version, named
from labelling.issuing.sources import Order, Printable

KIND = "label"


def label_sheet(session: Session, order: Order) -> Printable:
    """Return what a certificate of a term says; raise BadInput where it does not fit a page."""
    term = session.get_one(LabelTerm, order.term_id)
    version = find_version(session, order.subject_id, order.version)
    return sheet_naming(session, order, named(term, version))


def sheet_naming(session: Session, order: Order, names: Named) -> Printable:
    """Return what a certificate of a term would say with these names; raise BadInput likewise."""
    term = session.get_one(LabelTerm, order.term_id)
    label = session.get_one(Label, term.label_id)
    decision = session.get_one(Decision, term.decision_id)
    chosen = settings.in_use()
    with i18n.speaking(order.language, chosen.zone):
        edition = edition_of(term)
        sign = sign_of(edition, term.level_id)
        sheet = Sheet(
            scheme=chosen.label_name,
            holder=names.holder,
            place=names.city,
            country=i18n.country_name(term.country),
            level_id=term.level_id,
            level=sign.name,
            level_ordinal=sign.ordinal,
            level_count=sign.of,
            scope=_scope(names),
            edition=edition.name,
            valid_from=term.valid_from,
            valid_until=term.valid_until,
            decided_by=gettext("the committee of the label"),
            decided_on=today(decision.decided_at or term.recorded_at),
            decided_in=chosen.office_place,
            number=label.number,
            version=order.version,
            address=f"{chosen.public_url}/labels/{label.public_id}",
            language=order.language,
        )
        criteria = level_in(edition, term.level_id).meaning
    return Printable(
        sheet=sheet,
        organisation_id=label.organisation_id,
        public_id=label.public_id,
        country_code=term.country,
        achievement_id=f"{chosen.public_url}/levels#{term.edition_id}.{term.level_id}",
        criteria=criteria,
        criteria_url=f"{chosen.public_url}/levels",
        image=f"{sheet.address}/badge.svg",
    )


def _scope(names: Named) -> str:
    covers = gettext(
        "It covers the cluster organisation and its services to members, not the member "
        "firms or their products."
    )
    if not names.host:
        return covers
    return f"{covers} {gettext('It is carried by %(host)s.', host=names.host)}"
