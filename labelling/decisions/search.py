"""Finding labels by words of the holder's name or by their number, through an index.

Each word that is searched for must begin a word of the name or the number. The engines fold
letters beyond ASCII differently, so it is done here for both.
"""

import re
import unicodedata
from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, false, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from labelling.decisions.models import Label, LabelTerm, LabelWord
from labelling.decisions.versions.models import LabelVersion

_LONGEST = 60
_MOST_WORDS = 8
_AFTER_ALL = "\U0010ffff"
_DASHES = "[‐-―−]"


def folded(text: str) -> str:
    """Return a text as it is compared: without case, accents and kinds of dashes."""
    plain = unicodedata.normalize("NFKD", re.sub(_DASHES, "-", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(label: Label, term: LabelTerm) -> Iterator[LabelWord]:
    """Yield the words by which a term's label is found."""
    number = folded(label.number)
    serial = number.split("-")[2]
    for word in sorted({*_words(term.holder), number, serial}):
        yield LabelWord(term_id=term.id, word=word)


def further_words(session: Session, version: LabelVersion) -> Iterator[LabelWord]:
    """Yield the words by which a term's label is found besides, after it was named anew.

    Those of the earlier name stay: who knows the label by that finds it too.
    """
    known = set(session.scalars(select(LabelWord.word).where(LabelWord.term_id == version.term_id)))
    for word in sorted(_words(version.holder) - known):
        yield LabelWord(term_id=version.term_id, word=word)


def matches(term_id: InstrumentedAttribute[object], text: str) -> ColumnElement[bool]:
    """Return the condition that every word of a text begins a word of the term's label.

    A text of signs alone finds nothing.
    """
    wanted = [word for part in folded(text).split() for word in _asked(part)][:_MOST_WORDS]
    if not wanted:
        return false() if text.strip() else true()
    # The longest word is likely the rarest: it finds the terms, and these are asked for the others.
    rarest, *others = sorted(wanted, key=len, reverse=True)
    found = select(LabelWord.term_id).where(_begins(rarest))
    return and_(
        term_id.in_(found),
        *(exists().where(LabelWord.term_id == term_id, _begins(word)) for word in others),
    )


def _begins(word: str) -> ColumnElement[bool]:
    return and_(LabelWord.word >= word, LabelWord.word < word + _AFTER_ALL)


def _words(text: str) -> set[str]:
    return {word[:_LONGEST] for word in re.findall(r"\w+", folded(text))}


def _asked(part: str) -> list[str]:
    """Return the words of a piece between blanks; what looks like a number stays whole."""
    if re.fullmatch(r"[a-z]{2,4}-[0-9][0-9a-z-]*", part):
        return [part[:_LONGEST]]
    return [word[:_LONGEST] for word in re.findall(r"\w+", part)]
