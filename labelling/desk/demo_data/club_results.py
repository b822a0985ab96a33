"""What the demonstration's club has published: the last rounds, and practice sheets."""

from collections.abc import Mapping
from uuid import UUID

from labelling.club import queries
from labelling.club.models import Club
from labelling.club.results import actions
from labelling.core.access import Actor
from labelling.desk.demo_data.timetable import Scene

_RELEASED = 3  # rounds, the newest of them as a draft
_DIMENSION = "size"


def release_rounds(scene: Scene, officer: Actor, club: Club) -> None:
    """Release the last rounds that were brought along, the oldest first."""
    frozen = [
        one
        for one in queries.rounds_of(scene.session, club.id)
        if queries.newest_frozen(scene.session, one.id) is not None
    ]
    for round_ in frozen[:_RELEASED][::-1]:
        prepared = actions.prepare_results(
            scene.session,
            actor=officer,
            round_id=round_.id,
            dimension=_DIMENSION,
            now=scene.now,
        )
        actions.release_results(scene.session, actor=officer, prepared=prepared, now=scene.now)


def write_practices(scene: Scene, authors: Mapping[UUID, Actor]) -> None:
    """Let two members tell the others what worked for them."""
    told = (
        (
            "A list of members nobody had called",
            (
                "Each Monday the office looked at who had not been met for six months, and called "
                "three of them. It took two hours a week. After half a year nine in ten were met."
            ),
            ["C02", "A07"],
        ),
        (
            "Ask right after the service",
            (
                "We send one question on the day a case is closed, from the person who did the "
                "work. Twice as many answer as did in the yearly survey."
            ),
            ["D05"],
        ),
    )
    for (membership_id, author), (title, text, indicators) in zip(
        authors.items(), told, strict=False
    ):
        actions.write_practice(
            scene.session,
            actor=author,
            membership_id=membership_id,
            title=title,
            text=text,
            indicators=indicators,
            may_tell=True,
            now=scene.now,
        )
