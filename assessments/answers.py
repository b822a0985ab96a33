"""What an organisation says of a part, and where that came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.judgement import Judgement


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer comes from: a part of an edition, which its hash identifies."""

    edition: str
    identity: str
    part: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a part; `evidence` are ids, `origins` where it was carried over from."""

    text: str = ""
    judgement: Judgement | None = None
    evidence: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is said."""
        return not (self.text.strip() or self.judgement or self.evidence)


Answers = Mapping[str, Answer]
"""Answers by part."""
