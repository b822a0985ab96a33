"""The shelf of published editions, for every room that asks for an edition by its id."""

from collections.abc import Iterable

from flask import g, has_request_context
from sqlalchemy import select

from labelling.applications.building.models import PublishedEdition
from labelling.core import database
from labelling.organisations.editions import Published, set_shelf

# Asked for most pages, so it is put together once.
_KNOWN = select(
    PublishedEdition.edition_id, PublishedEdition.sha256, PublishedEdition.applies_from
).order_by(PublishedEdition.applies_from, PublishedEdition.published_at, PublishedEdition.id)


class _Shelf:
    """The published editions, read outside any other session: what is there is for good."""

    def known(self) -> Iterable[Published]:
        """Return them in the order in which they come to apply; none without a database.

        A page that needs several editions asks once.
        """
        if not database.is_installed():
            return ()
        if not has_request_context():
            return self._asked()
        if "published_editions" not in g:
            g.published_editions = self._asked()
        asked: list[Published] = g.published_editions
        return asked

    def _asked(self) -> list[Published]:
        with database.reading() as session:
            return [Published(*row) for row in session.execute(_KNOWN)]

    def content(self, sha256: str) -> bytes | None:
        """Return the canonical form of one, None where there is none of this hash."""
        if not database.is_installed():
            return None
        with database.reading() as session:
            found = session.scalar(
                select(PublishedEdition.content).where(PublishedEdition.sha256 == sha256)
            )
        return found.encode() if found is not None else None


set_shelf(_Shelf())
