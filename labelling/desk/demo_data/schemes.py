"""Two editions that officers are building: the next one of ours, and one for programmes."""

from collections.abc import Mapping

from assessments.editions import sections
from labelling.applications.building.actions import begin_copy, save_section
from labelling.applications.building.models import EditionDraft
from labelling.applications.building.queries import tree_of
from labelling.core.access import Role
from labelling.desk.demo_data.cast import acting
from labelling.desk.demo_data.office import EDITION
from labelling.desk.demo_data.timetable import Calendar, Scene, Story

_SCHEME = "cluster-excellence"
_GOLD = ("levels", "gold")


def editions_are_built(calendar: Calendar) -> Story:
    """Begin the next edition, with a threshold to try; and one for programmes, with a fault."""
    scene = yield calendar.at(16, 10)
    following = _copy(scene, "2027", _SCHEME, "Cluster Excellence, edition 2027")
    scene = yield calendar.at(11, 14)
    _save_gold(scene, following, {"minimum_percent": 75})
    scene = yield calendar.at(9, 9)
    programmes = _copy(scene, "2027", "cluster-programmes", "Cluster Programmes, edition 2027")
    _save_gold(scene, programmes, {"minimum_percent": 101})


def _copy(scene: Scene, year: str, scheme: str, name: str) -> EditionDraft:
    return begin_copy(
        scene.session,
        actor=acting(scene.session, "olga", Role.OFFICER, scene.now),
        source=EDITION,
        edition_id=f"{scheme}-{year}",
        scheme=scheme,
        name=name,
        now=scene.now,
    )


def _save_gold(scene: Scene, draft: EditionDraft, changed: Mapping[str, object]) -> None:
    table = sections.section(tree_of(draft), _GOLD)
    save_section(
        scene.session,
        actor=acting(scene.session, "olga", Role.OFFICER, scene.now),
        draft_id=draft.id,
        path=_GOLD,
        table={**table, **changed},
        seen=sections.fingerprint(table),
        now=scene.now,
    )
