"""How wide a line of text is, near enough to keep it inside a picture and off its neighbours."""

import unicodedata

SIZE = 14  # pixels; nothing on our pages is smaller

_NARROW, _USUAL, _BROAD, _FULL = 0.36, 0.6, 0.76, 1.02  # of the size, for Inter
_NARROW_LETTERS = frozenset("iljtfrI.,:;'|!()[] \u2009\u202f\u00a0")
_FULL_LETTERS = frozenset("mwMW@%—…◆◇")


def width_of(text: str, size: int = SIZE) -> float:
    """Return about how wide a line of text is, in pixels; rather more than less."""
    return sum(map(_share, text)) * size


def _share(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _FULL_LETTERS or unicodedata.east_asian_width(letter) in "WF":
        return _FULL
    return _BROAD if letter.isupper() else _USUAL


def cut(text: str, room: float, size: int = SIZE) -> str:
    """Return a text that fits into so many pixels, its end left out where it does not."""
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept else ""
