"""The office makes the map: figures come in, are looked at, published, withdrawn."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from benchmarking.areas import Area
from benchmarking.faults import BadTable
from benchmarking.stars import RULES
from labelling.core import files
from labelling.core.access import Actor, is_fresh, require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, Refusal, SecondFactorNeeded
from labelling.core.i18n import Text, in_order, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.observatory import actions, queries, words
from labelling.observatory.apart.parent import read_employment
from labelling.observatory.comparing import changes_between
from labelling.observatory.faults import said
from labelling.observatory.forms import ImportForm, WithdrawalForm
from labelling.observatory.history import Kept, standing
from labelling.observatory.models import EmploymentVersion, StepKind
from labelling.observatory.naming import region_of
from labelling.observatory.sheets import sheet_of
from labelling.observatory.subjects import Workshop
from labelling.observatory.views.blueprints import office_bp as bp
from labelling.organisations.uploads import clean_name
from labelling.people.queries import names

DONE: dict[str, Text] = {
    "imported": lazy("The figures were read without a fault and kept as a draft. Look at them."),
    "published": lazy("The figures are on the map."),
    "discarded": lazy("The draft was put aside."),
    "withdrawn": lazy("The figures are off the map. The list of sources says why."),
    "boundaries": lazy("The map draws regions with these boundaries now."),
    "removed": lazy("The boundaries are no longer drawn."),
}


@bp.get("/office/star-map")
def index() -> ResponseReturnValue:
    """List all versions, with the boundaries that are drawn."""
    require(asker(), Permission.EMPLOYMENT_VIEW, Workshop())
    with reading() as session:
        versions = queries.all_versions(session)
        sets = queries.boundary_sets(session)
        people = names(session, [one.version.imported_by for one in versions])
    return pages.page(
        "observatory/office.html",
        versions=versions,
        standing={one.version.id for one in standing(versions)},
        states=words.STATE_NAMES,
        boundaries=next((one for one in sets if one.removed_at is None), None),
        names=people,
        notice=notice(),
    )


@bp.route("/office/star-map/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Read a file of regional employment and keep it as a draft, or say all that is wrong."""
    actor, form = asker(), ImportForm()
    require(actor, Permission.EMPLOYMENT_IMPORT, Workshop())
    bad: BadTable | None = None
    if form.answered():
        try:
            version = _imported(actor, form)
        except BadTable as found:
            bad = found
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", version_id=version.id, done="imported"), 303)
    return pages.page(
        "observatory/import.html",
        422 if bad is not None or form.errors else 200,
        form=form,
        bad=bad,
        said=said,
    )


def _imported(actor: Actor, form: ImportForm) -> EmploymentVersion:
    """Read, store and record what was sent. Raises BadTable or Invalid; nothing is kept then."""
    sent: FileStorage = form.file.data
    content = sent.read()
    counted = read_employment(content)
    table = actions.StoredTable(
        sha256=files.store().put(content),
        filename=clean_name(sent.filename or ""),
        size=len(content),
        regions=counted.regions,
        sectors=counted.sectors,
        areas=counted.areas,
    )
    with unit_of_work() as session:
        return actions.import_employment(
            session, actor=actor, origin=form.origin, table=table, now=identity.now()
        )


@bp.get("/office/star-map/<uuid:version_id>")
def show(version_id: UUID) -> ResponseReturnValue:
    """Show a version before and after its publication: what follows from it."""
    return _show(version_id, WithdrawalForm())


@bp.get("/office/star-map/<uuid:version_id>/table.csv")
def table(version_id: UUID) -> Response:
    """Return the file as it came."""
    require(asker(), Permission.EMPLOYMENT_VIEW, Workshop())
    with reading() as session:
        version = queries.get_version(session, version_id).version
    content = files.store().get(version.sha256)
    return attachment(content, f"employment-{version.year}-{version.number}.csv", "text/csv")


@bp.post("/office/star-map/<uuid:version_id>/publication")
def publish(version_id: UUID) -> ResponseReturnValue:
    """Put a draft on the map."""
    return _taken(version_id, actions.publish_employment, "published")


@bp.post("/office/star-map/<uuid:version_id>/discarding")
def discard(version_id: UUID) -> ResponseReturnValue:
    """Put a draft aside."""
    return _taken(version_id, actions.discard_employment, "discarded")


@bp.post("/office/star-map/<uuid:version_id>/withdrawal")
def withdraw(version_id: UUID) -> ResponseReturnValue:
    """Take a published version off the map."""
    form = WithdrawalForm()
    require(asker(), Permission.EMPLOYMENT_VIEW, Workshop())
    if not form.answered():
        return _show(version_id, form, 422)
    reason = form.reason.data or ""

    def step(session: Session, **given: Any) -> object:
        return actions.withdraw_employment(session, reason=reason, **given)

    return _taken(version_id, step, "withdrawn", form)


def _taken(
    version_id: UUID, step: Callable[..., object], done: str, form: Form | None = None
) -> ResponseReturnValue:
    """Take a step; where the second factor is not fresh show the page with what it asks."""
    try:
        with unit_of_work() as session:
            step(session, actor=asker(), version_id=version_id, now=identity.now())
    except SecondFactorNeeded as refusal:
        return _show(version_id, form or WithdrawalForm(), refusal.status, refusal)
    return redirect(url_for(".show", version_id=version_id, done=done), 303)


def _show(
    version_id: UUID, form: Form, status: int = 200, refusal: Refusal | None = None
) -> ResponseReturnValue:
    actor = asker()
    require(actor, Permission.EMPLOYMENT_VIEW, Workshop())
    with reading() as session:
        kept = queries.get_version(session, version_id)
        others = queries.standing_versions(session)
        people = names(session, [kept.version.imported_by, *(step.by for step in kept.steps)])
    if refusal is not None:
        form.refuse(refusal)
    areas = sheet_of(kept.version.sha256, next(iter(RULES))).areas
    return pages.page(
        "observatory/version.html",
        status,
        kept=kept,
        version=kept.version,
        published=kept.step(StepKind.PUBLISHED),
        withdrawn=kept.step(StepKind.WITHDRAWN),
        discarded=kept.step(StepKind.DISCARDED),
        states=words.STATE_NAMES,
        names=people,
        counts={rule: sheet_of(kept.version.sha256, rule).counts() for rule in RULES},
        rules=words.RULE_NAMES,
        missing=sum(1 for one in areas if one.area.employees is None),
        unplaced=_unplaced([one.area for one in areas]),
        comparison=_compared(kept, others),
        form=form,
        fresh=is_fresh(actor, identity.now()),
        notice=notice(),
    )


def _unplaced(areas: list[Area]) -> list[str]:
    """Return the regions that no picture can show, by name."""
    texts = dict.fromkeys(area.region for area in areas)
    return sorted((text for text in texts if region_of(text).place is None), key=in_order)


def _compared(kept: Kept, others: list[Kept]) -> dict[str, Any] | None:
    """Return what differs from the version on the map of the same year, or of the one before."""
    version = kept.version
    earlier = [
        one.version
        for one in others
        if one.version.year <= version.year and one.version.id != version.id
    ]
    if not earlier:
        return None
    changes = changes_between(earlier[0], version, next(iter(RULES)))
    return {
        "with": earlier[0],
        "changed": len(changes.changed),
        "gone": [region_of(key).name for key in changes.regions_gone],
        "added": [region_of(key).name for key in changes.regions_added],
    }


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))
