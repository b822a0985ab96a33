"""True boundaries of regions: the operator brings the official file, the map draws it."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from benchmarking.faults import BadTable
from benchmarking.geography.boundaries import write_boundaries
from benchmarking.geography.places import find_place
from labelling.core import files
from labelling.core.access import Actor, require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.observatory import actions, queries
from labelling.observatory.apart.parent import read_boundaries
from labelling.observatory.faults import said
from labelling.observatory.forms import BoundariesForm
from labelling.observatory.subjects import Workshop
from labelling.observatory.views.blueprints import office_bp as bp
from labelling.organisations.uploads import clean_name
from labelling.people.queries import names


@bp.route("/office/star-map/boundaries", methods=["GET", "POST"])
def boundaries() -> ResponseReturnValue:
    """Show which boundaries are drawn; take others in, or say what is wrong with them."""
    actor, form = asker(), BoundariesForm()
    require(actor, Permission.BOUNDARIES_KEEP, Workshop())
    bad: BadTable | None = None
    if form.answered():
        try:
            _keep(actor, form)
        except BadTable as found:
            bad = found
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".index", done="boundaries"), 303)
    with reading() as session:
        sets = queries.boundary_sets(session)
        people = names(session, [one.imported_by for one in sets])
    return pages.page(
        "observatory/boundaries.html",
        422 if bad is not None or form.errors else 200,
        form=form,
        bad=bad,
        said=said,
        sets=sets,
        drawn=next((one.id for one in sets if one.removed_at is None), None),
        names=people,
    )


@bp.post("/office/star-map/boundaries/<uuid:set_id>/removal")
def remove_boundaries(set_id: UUID) -> ResponseReturnValue:
    """Draw these boundaries no more."""
    actor = asker()
    with unit_of_work() as session:
        actions.remove_boundaries(session, actor=actor, set_id=set_id, now=identity.now())
    return redirect(url_for(".index", done="removed"), 303)


def _keep(actor: Actor, form: BoundariesForm) -> None:
    """Read, store and record what was sent. Raises BadTable or Invalid; nothing is kept then."""
    sent: FileStorage = form.file.data
    content = sent.read()
    found = read_boundaries(content)
    file = actions.StoredBoundaries(
        sha256=files.store().put(content),
        drawn_sha256=files.store().put(write_boundaries(found)),
        filename=clean_name(sent.filename or ""),
        size=len(content),
        regions=sum(1 for code in found if find_place(code) is not None),
    )
    with unit_of_work() as session:
        actions.keep_boundaries(
            session,
            actor=actor,
            source=form.source.data or "",
            licence=form.licence.data or "",
            file=file,
            now=identity.now(),
        )
