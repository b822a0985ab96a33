"""Which verbs the code writes into the audit trail, read from the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

from labelling.applications.fees.models import FeeStep
from labelling.applications.life import State
from labelling.decisions.appeals.models import MemberState
from labelling.decisions.models import LabelEventKind
from labelling.decisions.offers.models import OfferAnswer
from labelling.decisions.surveillance.models import (
    FindingStepKind,
    MisuseStepKind,
    NoticeStepKind,
)
from labelling.issuing.designs.models import ProposalOutcome
from labelling.observatory.models import StepKind
from labelling.reviews.models import PanelState

ROOT = Path(__file__).parents[2] / "labelling"

# Verbs that are put together: the code's own words for them, and what they can become.
MADE: dict[str, tuple[str, ...]] = {
    "verb": (
        "appeal.admitted",
        "appeal.inadmissible",
        "conflict.agreed",
        "conflict.refused",
    ),
    "f'appeal.member_{state.value}'": tuple(f"appeal.member_{one}" for one in MemberState),
    "f'application.{state.value}'": tuple(f"application.{one}" for one in State),
    "f'design.{outcome.value}'": tuple(f"design.{one}" for one in ProposalOutcome),
    "f'employment.{kind.value}'": tuple(f"employment.{one}" for one in StepKind),
    "f'fee.{step.value}'": tuple(f"fee.{one}" for one in FeeStep),
    "f'finding.{kind.value}'": tuple(f"finding.{one}" for one in FindingStepKind),
    "f'key.{key.state}'": ("key.retired", "key.lost"),
    "f'label.{change.kind.value}'": tuple(f"label.{one}" for one in LabelEventKind),
    "f'misuse.{kind.value}'": tuple(f"misuse.{one}" for one in MisuseStepKind),
    "f'notice.{kind.value}'": tuple(f"notice.{one}" for one in NoticeStepKind),
    "f'offer.{answer.value}'": tuple(f"offer.{one}" for one in OfferAnswer),
    "f'panel.{state.value}'": tuple(f"panel.{one}" for one in PanelState),
}


def verbs_in_code() -> set[str]:
    """Return every verb; raise KeyError for one that is put together in a way not known here."""
    return {verb for written in _written() for verb in _spelt(written)}


def _written() -> Iterator[ast.expr]:
    for file in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) == "audit.record"
                and len(node.args) > 2
            ):
                yield node.args[2]


def _spelt(written: ast.expr) -> tuple[str, ...]:
    if isinstance(written, ast.Constant):
        return (str(written.value),)
    if isinstance(written, ast.IfExp):
        return (*_spelt(written.body), *_spelt(written.orelse))
    return MADE[ast.unparse(written)]
