"""The blueprint of assessors' files, and what its pages confirm."""

from flask import Blueprint, request

from labelling.core.i18n import Text, lazy

bp = Blueprint("assessors", __name__)

DONE: dict[str, Text] = {
    "experience": lazy("Saved. The office sees it when it builds a team."),
    "employer": lazy("Saved. Conflicts of interest are found by it."),
    "employer-ended": lazy("Saved. It counts for three more years."),
    "absence": lazy("Saved. Nobody invites you for these days."),
    "absence-removed": lazy("Taken back."),
    "training": lazy("The training was recorded. The assessor sees it."),
    "contract": lazy("The contract was recorded. The assessor sees it."),
    "rate": lazy("The fee was recorded. The assessor sees it."),
    "tie": lazy("It is in the ledger. From now on it counts wherever conflicts are looked for."),
}


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))
