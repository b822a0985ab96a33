"""How a draft's tables are kept: always in the shape of an edition, each change noted."""

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.editions.loader import parse
from assessments.editions.renaming import still_there
from assessments.editions.translation import Tree
from assessments.errors import BadInput
from labelling.applications.building.models import DraftState, EditionChange, EditionDraft
from labelling.core import audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy

LARGEST = 2_000_000  # characters of a draft
_LONGEST = {
    "part": 20,
    "level": 30,
    "rule": 60,
    "fact": 60,
}  # characters, as applications keep them


def refuse_shapeless(tree: Tree) -> None:
    """Raise Invalid for tables that have not the shape of an edition, naming the place."""
    try:
        parse(tree)
    except BadInput as refused:
        raise Invalid(
            lazy("This cannot be part of an edition: %(why)s"), why=str(refused)
        ) from refused
    for kind, names in _names(tree):
        for name in names:
            if len(name) > _LONGEST[kind]:
                raise Invalid(
                    lazy("The id %(name)s is too long: at most %(most)s characters."),
                    name=name,
                    most=_LONGEST[kind],
                )
    if len(json.dumps(tree)) > LARGEST:
        raise Invalid(lazy("The edition has become too large. Shorten its texts."))


def _names(tree: Tree) -> Iterator[tuple[str, list[str]]]:
    yield "part", [part["id"] for one in tree.get("criteria", []) for part in one.get("parts", [])]
    yield "level", [level["id"] for level in tree.get("levels", [])]
    yield "rule", [rule["id"] for rule in tree.get("eligibility", [])]
    yield "fact", [fact["id"] for fact in tree.get("facts", [])]


def refuse_standing_still(draft: EditionDraft) -> None:
    """Raise NotNow for a draft that waits for its second officer, or has ended."""
    if draft.state is DraftState.PROPOSED:
        raise NotNow(
            lazy("The draft waits for its second officer and stands still until then."),
            advice=lazy("Take the proposal back to go on working."),
        )
    if draft.state is not DraftState.OPEN:
        raise NotNow(lazy("This draft has ended."))


def keep(
    session: Session,
    actor: Actor,
    draft: EditionDraft,
    tree: Tree,
    now: datetime,
    *,
    what: str,
    path: str = "",
    before: object = None,
    after: object = None,
) -> None:
    """Keep a draft's new tables and note the change, as a step inside other actions.

    Raises Invalid as ``refuse_shapeless``.
    """
    refuse_shapeless(tree)
    draft.content = json.dumps(tree, ensure_ascii=False)
    draft.renamed = still_there(tree, draft.renamed)
    draft.version += 1
    draft.saved_at, draft.saved_by = now, actor.person_id
    last = session.scalar(
        select(func.max(EditionChange.number)).where(EditionChange.draft_id == draft.id)
    )
    session.add(
        EditionChange(
            draft_id=draft.id,
            number=(last or 0) + 1,
            what=what,
            path=path,
            before=before,
            after=after,
            at=now,
            by=actor.person_id,
        )
    )
    session.flush()
    audit.record(
        session, actor, "edition.saved", draft, now,
        edition=draft.edition_id, version=draft.version, what=what, path=path,
    )  # fmt: skip
