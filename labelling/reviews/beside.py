"""Evidence beside an assessor's scores: which pieces can be shown, and at which pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from labelling.core.web.headers import SHOWABLE
from labelling.reviews.fitting import Piece
from labelling.reviews.statements import Statement, pages_in


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence, and how it can be looked at here.

    ``pages`` are the places to open, counted from the file's first page; () where none is named.
    """

    piece: Piece
    is_pdf: bool
    is_picture: bool
    pages: tuple[int, ...]

    @property
    def here(self) -> bool:
        """Say whether it is shown on the page itself."""
        return self.is_pdf or self.is_picture


def beside(pieces: Iterable[Piece], own: tuple[Statement, ...]) -> list[Shown]:
    """Return the pieces of a part with the pages that the organisation and one's own words cite."""
    found = []
    for piece in pieces:
        media_type = piece["media_type"] if piece["version"] else None
        cited = [
            place.pages for one in own for place in one.citations if place.source == piece["id"]
        ]
        pages = [page for where in (piece["pages"], *cited) for page in pages_in(where)]
        found.append(
            Shown(
                piece=piece,
                is_pdf=media_type == "application/pdf",
                is_picture=media_type in SHOWABLE and media_type != "application/pdf",
                pages=tuple(dict.fromkeys(pages)),
            )
        )
    return found
