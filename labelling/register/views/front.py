"""The first page of all, and our statements."""

from labelling.applications.schemes import sign_of
from labelling.core import i18n
from labelling.core.access import may
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.decisions.appeals.subjects import AppealList
from labelling.organisations.fact_sheet import newest_edition
from labelling.register.views.blueprint import bp

pages.add_footer_links(
    (lazy("Accessibility"), "register.accessibility"),
    (lazy("Privacy"), "register.privacy"),
    (lazy("Complaints"), "register.complaints"),
    (lazy("Statistics"), "register.statistics"),
    (lazy("Data and interface"), "register.docs"),
)


@bp.get("/")
def home() -> tuple[str, int]:
    """Show the two doors: look up a label, get the label."""
    edition = newest_edition().in_language(i18n.language())
    levels = [(level, sign_of(edition, level.id)) for level in edition.levels]
    return pages.page("register/home.html", levels=levels)


@bp.get("/accessibility")
def accessibility() -> tuple[str, int]:
    """Say for whom the pages are made and what may still be hard."""
    return pages.page("register/accessibility.html")


@bp.get("/privacy")
def privacy() -> tuple[str, int]:
    """Say what is known of whom, for how long."""
    return pages.page("register/privacy.html")


@bp.get("/complaints")
def complaints() -> tuple[str, int]:
    """Say how to complain and what comes of it."""
    actor = identity.current_actor()
    leads_on = not actor.signed_in or may(actor, Permission.APPEAL_LIST, AppealList())
    return pages.page("register/complaints.html", leads_to_appeals=leads_on)
