"""What the kinds of letters are called on pages."""

from collections.abc import Mapping

from labelling.core.i18n import Text, lazy
from labelling.decisions.correspondence.models import LetterKind

KIND_NAMES: Mapping[LetterKind, Text] = {
    LetterKind.AWARDED: lazy("Awarded"),
    LetterKind.LOWER_LEVEL: lazy("Awarded at a lower level"),
    LetterKind.WITH_CONDITIONS: lazy("Awarded with conditions"),
    LetterKind.NOT_AWARDED: lazy("Not awarded"),
    LetterKind.SUSPENDED: lazy("Label suspended"),
    LetterKind.LIFTED: lazy("Suspension lifted"),
    LetterKind.REVOKED: lazy("Label revoked"),
    LetterKind.WITHDRAWN: lazy("Label withdrawn"),
    LetterKind.APPEAL_UPHELD: lazy("Appeal upheld"),
    LetterKind.APPEAL_IN_PART: lazy("Appeal upheld in part"),
    LetterKind.APPEAL_DISMISSED: lazy("Appeal dismissed"),
}
