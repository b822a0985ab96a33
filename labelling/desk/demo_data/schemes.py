"""Two editions that officers are building: the next one of ours, and one for programmes."""

from assessments.editions import sections
from labelling.applications.building.actions import begin_copy, save_section
from labelling.applications.building.models import EditionDraft
from labelling.applications.building.queries import tree_of
from labelling.core.access import Role
from labelling.desk.demo_data.cast import acting
from labelling.desk.demo_data.office import EDITION
from labelling.desk.demo_data.timetable import Calendar, Scene, Story

_SCHEME = "cluster-excellence"


def editions_are_built(calendar: Calendar) -> Story:
    """Begin the next edition, with a threshold to try; and one for programmes, with a fault."""
    scene = yield calendar.at(16, 10)
    following = _copy(scene, "2027", _SCHEME, "Cluster Excellence, edition 2027")
    scene = yield calendar.at(11, 14)
    _ask(scene, following, "silver", 70)
    scene = yield calendar.at(9, 9)
    programmes = _copy(scene, "2027", "cluster-programmes", "Cluster Programmes, edition 2027")
    _ask(scene, programmes, "gold", 101)


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


def _ask(scene: Scene, draft: EditionDraft, level_id: str, percent: int) -> None:
    """Set how many percent of the points possible a level asks for."""
    path = ("levels", level_id)
    table = sections.section(tree_of(draft), path)
    save_section(
        scene.session,
        actor=acting(scene.session, "olga", Role.OFFICER, scene.now),
        draft_id=draft.id,
        path=path,
        table={**table, "minimum_percent": percent},
        seen=sections.fingerprint(table),
        now=scene.now,
    )
