"""A step that a page's form or button takes: done, or refused with all that was typed."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from labelling.core.database import unit_of_work
from labelling.core.errors import Refusal
from labelling.core.web.forms import Form


def refused(
    form: Form | None, step: Callable[[Session], object], told: tuple[type[Refusal], ...]
) -> tuple[Form, int] | None:
    """Take a step; return the form that says why it was refused, and the status, or None.

    A lone button has no form and gets one for its refusal. What is not `told` beside the form is
    raised on.
    """
    if form is not None and not form.validate():
        return form, 422
    given = form if form is not None else Form()
    try:
        with unit_of_work() as session:
            step(session)
    except told as refusal:
        given.refuse(refusal)
        return given, refusal.status
    return None


def name_of(form: Form, kinds: Mapping[str, type[Form]]) -> str:
    """Return by which name a page knows a form; none for a lone button."""
    return next((name for name, kind in kinds.items() if isinstance(form, kind)), "")
