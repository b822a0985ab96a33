"""How well somebody speaks a language, by the European framework of reference. Pure."""

from collections.abc import Mapping

from labelling.core.i18n import Text, lazy

LEVELS: Mapping[str, Text] = {
    "a2": lazy("A2: simple talks"),
    "b1": lazy("B1: everyday talks"),
    "b2": lazy("B2: reads evidence, follows an interview"),
    "c1": lazy("C1: leads an interview"),
    "c2": lazy("C2: nearly like a native speaker"),
    "native": lazy("Native speaker"),
}
ENOUGH = "b2"


def is_enough(level: str | None) -> bool:
    """Say whether one can assess in a language: from B2 on, and where no level was said."""
    if level is None:
        return True
    order = list(LEVELS)
    return level in order and order.index(level) >= order.index(ENOUGH)
