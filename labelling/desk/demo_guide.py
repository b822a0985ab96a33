"""Whom one can be in the demonstration, and what there is to look at."""

from dataclasses import dataclass

from labelling.core.access import Role
from labelling.core.i18n import Text, lazy
from labelling.desk.demo_data.cast import (
    ADMINISTRATORS,
    ADVISERS,
    APPEALS_PANEL,
    ASSESSORS,
    COMMITTEE,
    OFFICERS,
    QUALITY_OFFICERS,
    Character,
)
from labelling.desk.demo_data.organisations import BY_KEY


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody to continue as, and what to look at."""

    character: Character
    of: str
    look: Text
    second_role: bool = False

    @property
    def who(self) -> str:
        """Return the word to continue by: the person's key, or the role if it is their second."""
        return self.character.role.value if self.second_role else self.character.key


def _manager(office: str, look: Text, person: int = 0) -> Part:
    return Part(BY_KEY[office].people[person][0], BY_KEY[office].profile.name, look)


GUIDE: dict[Role, tuple[Part, ...]] = {
    Role.MANAGER: (
        _manager("ebro", lazy("Its label has expired; three write the next application together.")),
        _manager("wislana", lazy("The office has returned the application with a question.")),
        _manager("saale", lazy("A feedback report waits for observations; the label ends soon.")),
        _manager("alder", lazy("Holds silver; two assessors agree on their scores for gold.")),
        _manager("alder", lazy("A contributor: writes, but does not submit."), 2),
        _manager("alder", lazy("A reader: sees all, changes nothing."), 3),
        _manager(
            "nordtal",
            lazy("Asked for silver, was given bronze, asks again; plans the visit."),
        ),
        _manager("baltic", lazy("Its label is suspended; the renewal has been submitted.")),
        _manager("lakes", lazy("Its label was revoked.")),
        _manager("adriatic", lazy("Withdrew once; an assessor is invited now.")),
        _manager("donau", lazy("Everything is done; the committee decides.")),
        _manager("valdoro", lazy("The report is written; its language is edited.")),
        _manager("pannon", lazy("The assessor is scoring; a question waits for an answer.")),
        _manager("sava", lazy("Was not awarded once; eligible again.")),
    ),
    Role.ASSESSOR: (
        Part(ASSESSORS[3], "", lazy("Half of a review is scored, with questions; plans a visit.")),
        Part(ASSESSORS[1], "", lazy("An invitation waits: declare whether you are independent.")),
        Part(ASSESSORS[0], "", lazy("Leads a round table about gold; writes a report.")),
        Part(ASSESSORS[2], "", lazy("The second at the round table; did not pass calibration.")),
        Part(ASSESSORS[5], "", lazy("Waits for the observations on a report.")),
        Part(ASSESSORS[4], "", lazy("Edits the language of a report; has no case of her own.")),
    ),
    Role.OFFICER: (
        Part(
            OFFICERS[0],
            "",
            lazy("A submission to check, a team to build, editions to draft."),
        ),
        Part(
            OFFICERS[1],
            "",
            lazy("Looks after the case for gold; is the second person for a rule."),
        ),
        Part(OFFICERS[2], "", lazy("Prepared the decision that waits for the committee.")),
    ),
    Role.COMMITTEE: (
        Part(COMMITTEE[0], "", lazy("Chairs the sitting that decides on a case in three days.")),
        Part(COMMITTEE[1], "", lazy("Stands in for the chair.")),
        Part(COMMITTEE[2], "", lazy("Is invited to the sitting and has not answered.")),
        Part(COMMITTEE[3], "", lazy("The fourth member; she abstained from a vote.")),
    ),
    Role.APPEALS: (
        Part(APPEALS_PANEL[0], "", lazy("A complaint about the office waits to be taken on.")),
        Part(APPEALS_PANEL[1], "", lazy("The second member of the appeals panel.")),
        Part(APPEALS_PANEL[2], "", lazy("The third; she wrote the outcome of an appeal.")),
    ),
    Role.ADVISORY: (
        Part(ADVISERS[0], "", lazy("The figures of each year, in full and as published.")),
    ),
    Role.QUALITY: (
        Part(
            QUALITY_OFFICERS[0],
            "",
            lazy("How far assessors agree, how strict one is, who is cleared for live panels."),
            second_role=True,
        ),
    ),
    Role.ADMINISTRATOR: (
        Part(ADMINISTRATORS[0], "", lazy("Accounts, the state of the system, the audit trail.")),
        Part(ADMINISTRATORS[1], "", lazy("The second person for roles that take two.")),
    ),
}


def find_character(who: str) -> Character | None:
    """Return the character of this key, or the first one of this role."""
    for role, parts in GUIDE.items():
        if who == role.value:
            return parts[0].character
        for part in parts:
            if part.character.key == who:
                return part.character
    return None
