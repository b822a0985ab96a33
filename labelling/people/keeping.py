"""What somebody sent after their session had ended: kept sealed until they sign in again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labelling.core.errors import NotFound
from labelling.core.secrets import vault
from labelling.people.models import KeptPost
from labelling.people.paths import own_path

KEPT_FOR = timedelta(days=7)
MOST_BYTES = 200_000
MOST_POSTS = 20
_LONGEST_PATH = 500
_SEAL = "kept"
_SECRET_WORDS = ("password", "token", "secret", "code")


@dataclass(frozen=True, slots=True)
class Kept:
    """A post as it came: its path and its fields, none of them secret."""

    id: UUID
    path: str
    fields: tuple[tuple[str, str], ...]
    created_at: datetime


def keep_post(
    session: Session,
    *,
    person_id: UUID,
    path: str,
    fields: Iterable[tuple[str, str]],
    now: datetime,
) -> UUID | None:
    """Keep the fields of a post for the person whose session it came from.

    Passwords, codes and tokens are left out. None where it is too much to keep; of many posts the
    newest twenty stay.
    """
    plain = [(name, text) for name, text in fields if not _is_secret(name)]
    content = json.dumps(plain).encode()
    if len(content) > MOST_BYTES or len(path) > _LONGEST_PATH or own_path(path) is None:
        return None
    row = KeptPost(
        person_id=person_id, path=path, sealed=vault().seal(_SEAL, content), created_at=now
    )
    session.add(row)
    session.flush()
    _drop_oldest(session, person_id)
    return row.id


def open_kept(session: Session, post_id: UUID, person_id: UUID | None) -> Kept:
    """Return what was kept, to the person who sent it; raise NotFound for anybody else."""
    row = session.get(KeptPost, post_id)
    if row is None or person_id is None or row.person_id != person_id:
        raise NotFound
    fields = json.loads(vault().unseal(_SEAL, row.sealed))
    return Kept(row.id, row.path, tuple((name, text) for name, text in fields), row.created_at)


def kept_of(session: Session, person_id: UUID) -> list[KeptPost]:
    """Return all that is kept for a person, newest first."""
    return list(
        session.scalars(
            select(KeptPost)
            .where(KeptPost.person_id == person_id)
            .order_by(KeptPost.created_at.desc(), KeptPost.id)
        )
    )


def discard_kept(session: Session, post_id: UUID, person_id: UUID | None) -> None:
    """Delete what was kept, for the person who sent it; raise NotFound for anybody else."""
    open_kept(session, post_id, person_id)
    session.execute(delete(KeptPost).where(KeptPost.id == post_id))


def _drop_oldest(session: Session, person_id: UUID) -> None:
    surplus = [row.id for row in kept_of(session, person_id)[MOST_POSTS:]]
    session.execute(delete(KeptPost).where(KeptPost.id.in_(surplus)))


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET_WORDS)
