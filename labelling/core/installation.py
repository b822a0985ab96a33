"""What this database is: a demonstration or the real thing, marked once at its creation."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from labelling.core.model import Model


class Installation(Model):
    """The one row that says what this database is for."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_demo: Mapped[bool]
    created_at: Mapped[datetime]


def mark(session: Session, now: datetime, *, demo: bool) -> None:
    """Say, once, what a new database is for; an existing mark stays."""
    if session.get(Installation, 1) is None:
        session.add(Installation(id=1, is_demo=demo, created_at=now))


def is_demo(session: Session) -> bool | None:
    """Say whether this is a demonstration; None for a database that was never marked."""
    row = session.get(Installation, 1)
    return None if row is None else row.is_demo
