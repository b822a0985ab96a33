"""What a check answers: one report, as the contract of `labelling verify` has it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from certificates.errors import BadInput

REPLACED = "replaced"
UNKNOWN = "unknown"


class CannotBeKnown(Exception):
    """A question that has no answer here; the message says why."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question with its answer: true, false or None (cannot be known), in plain words."""

    name: str
    ok: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """What is known of the label and its certificate; all None where it is unknown."""

    id: str | None = None
    number: str | None = None
    holder: str | None = None
    level: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a check."""

    valid: bool | None
    authentic: bool | None
    status: str
    as_of: str | None
    checks: tuple[Check, ...]
    label: LabelFacts

    def as_dict(self) -> dict[str, object]:
        """Return the report as plain values for JSON."""
        return {**asdict(self), "checks": [asdict(check) for check in self.checks]}

    @property
    def exit_code(self) -> int:
        """0 for valid, 1 for not valid, 2 where it cannot be known."""
        return {True: 0, False: 1, None: 2}[self.valid]


def asked(name: str, question: Callable[[], str]) -> Check:
    """Return the answer to a question.

    Yes is the sentence that it returns, no the BadInput that it raises. Whatever else a hostile
    file provokes is a no as well.
    """
    try:
        return Check(name, True, question())
    except CannotBeKnown as reason:
        return Check(name, None, str(reason))
    except BadInput as refusal:
        return Check(name, False, str(refusal))
    except Exception:  # noqa: BLE001 - whatever a hostile file provokes is a refusal
        return Check(name, False, "The file cannot be read as one of the register's.")
