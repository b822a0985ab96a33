"""The minutes as page and paper show them: the record with names, in the language in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import i18n
from labelling.core.i18n import Text, gettext, lazy
from labelling.decisions import ties
from labelling.decisions.committee.entitled import KNOWS
from labelling.decisions.committee.models import Choice, ItemResult, SittingKind
from labelling.decisions.committee.record import Record, people_in
from labelling.decisions.committee.stages import KIND_NAMES
from labelling.decisions.models import LabelEventKind
from labelling.decisions.two_persons import NOT_TWO
from labelling.decisions.words import CHANGE_NOUNS, OUTCOME_NAMES
from labelling.organisations.editions import edition
from labelling.people import queries as people
from labelling.reviews.models import Outcome

CHOICE_NAMES: Mapping[Choice, Text] = {
    Choice.FOR: lazy("For"),
    Choice.AGAINST: lazy("Against"),
    Choice.ABSTAIN: lazy("Abstention"),
}
RESULT_NAMES: Mapping[ItemResult, Text] = {
    ItemResult.CARRIED: lazy("Carried"),
    ItemResult.NOT_AWARDED: lazy("No majority: not awarded"),
    ItemResult.SENT_BACK: lazy("No majority: sent back to the office"),
    ItemResult.TO_MEETING: lazy("To be decided in a meeting"),
    ItemResult.TAKEN_OFF: lazy("Taken off the agenda"),
}
_FOUND: tuple[tuple[Text, Text], ...] = (
    (ties.BOUND_UP, lazy("Bound up with the organisation.")),
    (ties.ASSESSED, lazy("Was on the assessment team.")),
    (ties.SET_ASIDE, lazy("Had a part in the decision that an appeal set aside.")),
    (ties.STAYED_OUT, lazy("Had said before to stay out of this case.")),
    (ties.TOOK_PART, lazy("Took an earlier step of this case for the office.")),
    (KNOWS, lazy("Works for the office as well, where one could read whose case this is.")),
    (NOT_TWO, lazy("Did not count as a second person beside whoever prepared it.")),
)


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of the minutes in words; ``closed`` hides it from somebody who stays out of it."""

    number: int
    reference: str
    organisation: str
    motion: str
    result: str
    reason: str
    objection: str
    objected_by: str
    counts: tuple[int, int, int] | None
    took_part: int
    quorum: int
    entitled: int
    recused: tuple[tuple[str, str], ...]
    votes: tuple[tuple[str, str], ...]
    dissents: tuple[tuple[str, str], ...]
    chair: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class ShownMinutes:
    """The whole minutes in words."""

    scheme_name: str
    number: int
    kind: str
    in_writing: bool
    day: date
    opened_at: datetime | None
    place: str
    chair: str
    secret: bool
    attended: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]
    observers: str
    remarks: str
    items: tuple[ShownItem, ...]


def shown_minutes(
    session: Session, record: Record, hidden: frozenset[str] = frozenset()
) -> ShownMinutes:
    """Return a record in words; items whose ids are in ``hidden`` keep only their number."""
    names = _Names(people.names(session, people_in(record)))
    in_writing = record["kind"] == SittingKind.IN_WRITING
    voted = {person_id for item in record["items"] for person_id in item["voters"]}
    took_part = [
        one
        for one in record["members"]
        if one["attended"] or (in_writing and one["person"] in voted)
    ]
    rest = [one for one in record["members"] if one not in took_part]
    return ShownMinutes(
        scheme_name=record["scheme_name"],
        number=record["number"],
        kind=str(KIND_NAMES[SittingKind(record["kind"])]),
        in_writing=in_writing,
        day=date.fromisoformat(record["day"]),
        opened_at=datetime.fromisoformat(record["opened_at"]) if record["opened_at"] else None,
        place=record["place"],
        chair=names[record["chair"]],
        secret=record["secret"],
        attended=tuple(sorted((names[one["person"]] for one in took_part), key=i18n.in_order)),
        absent=tuple(sorted((names[one["person"]], _excuse(one["reply"])) for one in rest)),
        observers=record["observers"],
        remarks=record["remarks"],
        items=tuple(
            _item(number, item, names, hidden=item["id"] in hidden)
            for number, item in enumerate(record["items"], start=1)
        ),
    )


class _Names:
    def __init__(self, known: Mapping[UUID, str]) -> None:
        self._known = known

    def __getitem__(self, person_id: str | None) -> str:
        return self._known.get(UUID(person_id), "") if person_id else ""


def _found(reason: str) -> str:
    """Say of somebody what the system found, which was written down in English as told to them."""
    with i18n.speaking(i18n.DEFAULT):
        known = {str(told): said for told, said in _FOUND}
    return str(known.get(reason, reason))


def _excuse(answer: str | None) -> str:
    return gettext("excused") if answer == "excused" else gettext("did not take part")


def _item(number: int, item: Mapping[str, Any], names: _Names, *, hidden: bool) -> ShownItem:
    if hidden:
        return ShownItem(
            number, "", "", "", "", "", "", "", None, 0, 0, 0, (), (), (), "", hidden=True
        )
    counted = item["in_favour"] is not None
    return ShownItem(
        number=number,
        reference=item["reference"],
        organisation=item["organisation"],
        motion=motion_in_words(item),
        result=str(RESULT_NAMES[ItemResult(item["result"])]) if item["result"] else "",
        reason=item["reason"],
        objection=item["objection"],
        objected_by=names[item["objected_by"]],
        counts=(item["in_favour"], item["against"], item["abstained"]) if counted else None,
        took_part=item["took_part"] or 0,
        quorum=item["quorum"] or 0,
        entitled=item["entitled"] or 0,
        recused=tuple(
            (names[one["person"]],
             _found(one["reason"]) if one["grounds"] == "found" else one["reason"])
            for one in item["recused"]
        ),
        votes=tuple(
            (names[one["person"]], str(CHOICE_NAMES[Choice(one["choice"])]))
            for one in item["votes"]
        ),
        dissents=tuple((names[one["person"]], one["reason"]) for one in item["dissents"]),
        chair=names[item["closed_by"]],
        hidden=False,
    )  # fmt: skip


def motion_in_words(item: Mapping[str, Any]) -> str:
    """Return what an item of a record puts to the vote."""
    if item["change"] is not None:
        return str(CHANGE_NOUNS[LabelEventKind(item["change"])])
    said = str(OUTCOME_NAMES[Outcome(item["outcome"])])
    if item["level"] is None:
        return said
    levels = edition(item["edition"]).in_language(i18n.language()).levels
    name = next((level.name for level in levels if level.id == item["level"]), item["level"])
    return f"{said}: {name}"
