"""People for tests, quickly: cheap password hashes, sessions without the sign-in pages."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from labelling.core import secrets
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.people import passwords, queries, second_factor
from labelling.people.models import Person, RoleGrant
from labelling.people.roles import NEEDS_SECOND_FACTOR, held
from labelling.people.seats import seats_of
from labelling.people.sessions import begin_session

PASSWORD = "four words that nobody says"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
COOKIE = "session"

_numbers = count(1)
passwords.install(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@cache
def _password_hash() -> str:
    return passwords.hash_password(PASSWORD)


def code_at(instant: datetime) -> str:
    """Return the six digits that a test person's app shows at an instant."""
    return pyotp.TOTP(SECRET).at(instant)


def add_person(
    session: Session,
    name: str = "Ada Berg",
    *,
    roles: Collection[Role] = (),
    email: str | None = None,
    language: str = "en",
    second_factor_set: bool | None = None,
    now: datetime | None = None,
) -> Person:
    """Add a verified person with roles in force; a second factor where a role needs one."""
    _ensure_vault()
    now = now if now is not None else datetime.now(UTC) - timedelta(days=60)
    needs = bool(NEEDS_SECOND_FACTOR & set(roles))
    person = Person(
        email=email if email is not None else f"person{next(_numbers)}@cluster.example",
        name=name,
        language=language,
        password_hash=_password_hash(),
        password_changed_at=now,
        created_at=now,
        verified_at=now,
    )
    if needs if second_factor_set is None else second_factor_set:
        person.totp_sealed, person.totp_confirmed_at = second_factor.seal(SECRET), now
    session.add(person)
    session.flush()
    session.add_all(
        RoleGrant(person_id=person.id, role=role, proposed_at=now, confirmed_at=now)
        for role in roles
    )
    session.flush()
    return person


def make_person(
    name: str = "Ada Berg",
    *,
    roles: Collection[Role] = (),
    email: str | None = None,
    language: str = "en",
    second_factor_set: bool | None = None,
    now: datetime | None = None,
) -> Person:
    """Make a person in a unit of work of its own; see ``add_person``."""
    with unit_of_work() as session:
        return add_person(
            session,
            name,
            roles=roles,
            email=email,
            language=language,
            second_factor_set=second_factor_set,
            now=now,
        )


def sign_in(
    client: FlaskClient,
    person: Person,
    role: Role | None = None,
    *,
    fresh: bool = True,
    now: datetime | None = None,
) -> UUID:
    """Sign a person in, in a role (their first if none is named); return the session's id.

    From here on the client sends the session's token against forgery with everything. ``fresh``
    says that a second factor, if there is one, was given just now.
    """
    now = now if now is not None else datetime.now(UTC)
    with unit_of_work() as session:
        granted = queries.roles_of(session, person.id)
        roles = held(granted, has_seat=bool(seats_of(session, person.id)))
        row, token = begin_session(session, person, role if role is not None else roles[-1], now)
        row.confirmed_at = now if fresh and person.totp_confirmed_at is not None else None
    client.set_cookie(COOKIE, token)
    client.environ_base["HTTP_X_CSRF_TOKEN"] = secrets.vault().sign("forgery", str(row.id))
    return row.id


def sign_out(client: FlaskClient) -> None:
    """Forget the session of a client."""
    client.delete_cookie(COOKIE)
    client.environ_base.pop("HTTP_X_CSRF_TOKEN", None)


def reloaded(person: Person) -> Person:
    """Return the person as they stand in the database now."""
    with reading() as session:
        return queries.get_person(session, person.id)


def _ensure_vault() -> None:
    try:
        secrets.vault()
    except RuntimeError:
        secrets.install(secrets.Vault(b"a secret for tests, 32 bytes long"))
