"""Commands of the benchmarking club: frozen rounds checked and computed anew."""

import json
import sys
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling import migrating
from labelling.app import install_parts
from labelling.club import queries
from labelling.club.frozen import Tampered, frozen_values, read_frozen
from labelling.club.models import Club, FrozenRound
from labelling.core.database import reading
from labelling.settings import Settings


@click.group("club")
def club() -> None:
    """Look after the benchmarking clubs."""


@club.command()
@click.argument("code", metavar="CLUB")
@click.argument("half_year", metavar="ROUND")
@click.option("--version", type=int, help="Frozen version; the newest unless said.")
def recompute(code: str, half_year: str, version: int | None) -> None:
    """Compute every member's indicators of a frozen ROUND anew, from its frozen JSON alone.

    The result holds members' own figures: it is for the office. Exit code 1 where the hash of a
    frozen round is not that of its content.
    """
    if not migrating.is_current(install_parts(Settings())):
        click.echo("The database is not at the present schema. Run: labelling migrate", err=True)
        sys.exit(2)
    with reading() as session:
        row = _find(session, code, half_year, version)
        if row is None:
            click.echo(f"{code} has no frozen round {half_year} of this version.", err=True)
            sys.exit(2)
        try:
            report = recomputed(session, row)
        except Tampered as problem:
            click.echo(str(problem), err=True)
            sys.exit(1)
    click.echo(json.dumps(report, ensure_ascii=False, indent=2))


def _find(session: Session, code: str, half_year: str, version: int | None) -> FrozenRound | None:
    found = session.scalars(select(Club).where(Club.code == code)).one_or_none()
    if found is None:
        return None
    for round_ in queries.rounds_of(session, found.id):
        if round_.half_year == half_year:
            rows = queries.frozen_versions(session, round_.id)
            return next((row for row in rows if version in {None, row.version}), None)
    return None


def recomputed(session: Session, row: FrozenRound) -> dict[str, Any]:
    """Return a frozen round's indicators by member, exact, with the hashes that they rest on.

    Raises Tampered.
    """
    now = read_frozen(row)
    earlier = session.get(FrozenRound, row.previous_id) if row.previous_id is not None else None
    before = read_frozen(earlier) if earlier is not None else None
    round_ = queries.get_round(session, row.round_id)
    values = frozen_values(queries.round_set(session, round_), now, before)
    return {
        "round": str(now.round),
        "version": row.version,
        "sha256": row.sha256,
        "previous_sha256": earlier.sha256 if earlier is not None else None,
        "indicators_sha256": now.indicators,
        "members": len(now.sheets),
        "values": {
            code: {
                member: {"value": str(one.number), "grade": one.grade}
                for member, one in sorted(found.items())
            }
            for code, found in values.items()
            if found
        },
    }
