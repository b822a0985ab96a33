"""A stranger's check of evidence: are its entries the log's, is none left out, what follows?"""

from dataclasses import dataclass
from datetime import date, datetime

from certificates.canonical import to_instant
from certificates.errors import BadInput
from certificates.evidence import Evidence, Story, read_evidence, story_of
from certificates.logplace import place_of
from certificates.logproof import write_proof
from certificates.onaday import moment_in_words
from certificates.report import UNKNOWN, CannotBeKnown, Check, LabelFacts, Report, asked
from certificates.standing import History, Status, end_of_day, status_on, term_on
from certificates.trust import Bundle, Label, Trust, zone_of
from certificates.verify import WITHOUT_BUNDLE
from certificates.wording import in_words


def verify_evidence(data: bytes, bundle: Bundle | None, on: date | None, now: datetime) -> Report:
    """Return what evidence shows of a label on a day: the one it was asked about where None.

    Raises BadInput for what is no evidence. What the bundle knows besides is counted too.
    """
    evidence = read_evidence(data)
    if bundle is None or bundle.trust is None:
        check = Check("entries", None, WITHOUT_BUNDLE)
        return Report(None, None, UNKNOWN, None, (check,), LabelFacts())
    held = _Held(evidence, bundle, bundle.trust)
    checks = (asked("entries", held.entries), asked("events", held.events),
              asked("complete", held.complete))  # fmt: skip
    answers = {check.ok for check in checks}
    authentic = False if False in answers else None if None in answers else True
    if not authentic:
        return Report(authentic, authentic, UNKNOWN, to_instant(bundle.as_of), checks, LabelFacts())
    return _told(held, on or evidence.day, now, checks)


@dataclass
class _Held:
    """Evidence against the bundle that it is held against."""

    evidence: Evidence
    bundle: Bundle
    trust: Trust

    def entries(self) -> str:
        """Does the log have every entry?"""
        for one in self.evidence.entries:
            what = f"The proof of entry {one.proof.index + 1}"
            place = place_of(write_proof(one.proof), self.trust, what)
            if not place.sound:
                raise CannotBeKnown(f"{what} rests on a key of the log that fell into other hands.")
        return f"The register's log has all {len(self.evidence.entries)} entries."

    def events(self) -> str:
        """Is what is told what the entries are about?"""
        if not self.story.history.terms:
            raise BadInput("The entries tell of no term of this label that was published.")
        return "What is told of the label is what the log has the hashes of."

    def complete(self) -> str:
        """Does the register know of nothing that is left out?"""
        label = self.label
        if label is None:
            raise CannotBeKnown("The trust bundle does not have this label.")
        if label.number != self.evidence.number:
            raise BadInput("The register has this label under another number.")
        if left_out := self._left_out(label):
            raise BadInput(f"The register has more on this label: {left_out}.")
        if self.bundle.as_of < self.evidence.as_of:
            raise CannotBeKnown(
                "The trust bundle is older than this evidence, so it cannot be known whether "
                "something was left out. Fetch today's and ask again."
            )
        later = len(self.all_events.events) - len(self.story.history.events)
        added = f" {later} later changes in the trust bundle are counted too." if later else ""
        return f"Nothing that the register knows is left out.{added}"

    @property
    def story(self) -> Story:
        """What the entries tell."""
        return story_of(self.evidence)

    @property
    def label(self) -> Label | None:
        """The register's entry."""
        return self.bundle.label(self.evidence.label)

    @property
    def all_events(self) -> History:
        """What is known: the evidence's, and what the bundle recorded after it."""
        mine, label = self.story.history, self.label
        since = self.evidence.as_of
        if label is None:
            return mine
        return History(
            (*mine.terms, *(one for one in label.history.terms if one.recorded_at > since)),
            (*mine.events, *(one for one in label.history.events if one.recorded_at > since)),
        )

    def _left_out(self, label: Label) -> str:
        mine, since = self.story.history, self.evidence.as_of
        told = {(event.kind, event.effective, event.recorded_at) for event in mine.events}
        for event in label.history.events:
            key = (event.kind, event.effective, event.recorded_at)
            if event.recorded_at <= since and key not in told:
                return f"{event.kind} on {in_words(event.effective, 'en')}"
        terms = {term.id for term in mine.terms}
        first = {one.term: one.issued_at for one in reversed(label.documents)}
        for term in label.history.terms:
            if term.id in first and first[term.id] <= since and term.id not in terms:
                return f"a term from {in_words(term.valid_from, 'en')}"
        return ""


def _told(held: _Held, day: date, now: datetime, checks: tuple[Check, ...]) -> Report:
    evidence, known = held.evidence, held.all_events
    standing = status_on(known, day)
    reached = held.bundle.reaches(day, now)
    status = standing.status.value if reached else UNKNOWN
    term = term_on(known, day)
    return Report(
        valid=standing.status is Status.ACTIVE if reached else None,
        authentic=True,
        status=status,
        as_of=to_instant(held.bundle.as_of),
        checks=(*checks, _reach(held, day, reached=reached), _published(held, day)),
        label=LabelFacts(
            id=evidence.label,
            number=evidence.number,
            holder=held.label.holder if held.label else None,
            level=term.level if term else None,
            valid_from=term.valid_from.isoformat() if term else None,
            valid_until=term.valid_until.isoformat() if term else None,
        ),
    )


def _reach(held: _Held, day: date, *, reached: bool) -> Check:
    facts = f"The evidence is of {moment_in_words(held.evidence.as_of)}"
    shown = in_words(day, "en")
    if reached:
        return Check("reach", True, f"{facts}; with the trust bundle it covers {shown}.")
    return Check("reach", None, f"{facts}; nobody can know {shown} from it.")


def _published(held: _Held, day: date) -> Check:
    """Say how the day was told on the day itself."""
    end = end_of_day(day, zone_of(held.evidence.time_zone))
    then = status_on(held.story.known_at(end), day)
    now = status_on(held.all_events, day)
    shown = in_words(day, "en")
    reason = f" ({now.reason})" if now.reason else ""
    if then.status is now.status:
        return Check("published", True, f"On {shown}: {now.status}{reason}, as published then.")
    return Check(
        "published", True, f"As known now, {shown}: {now.status}{reason}; as published that day: "
        f"{then.status}.",
    )  # fmt: skip
