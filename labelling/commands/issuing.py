"""Issuing from the command line: how it comes along, and another try for what was given up."""

import json
import sys
from dataclasses import asdict

import click

from labelling import migrating
from labelling.app import install_parts
from labelling.core.access import SYSTEM
from labelling.core.clock import utcnow
from labelling.core.database import reading, unit_of_work
from labelling.issuing import actions, backlog
from labelling.settings import Settings


@click.group("issuing")
def issuing() -> None:
    """See how certificates come along, and have what was given up tried again."""


@issuing.command()
def status() -> None:
    """Print how many certificates stand where, and why some were given up, as JSON."""
    _begin()
    with reading() as session:
        counts = backlog.counts(session, utcnow())
        given_up = backlog.given_up(session)
    reasons = [
        {"label": line.named.number if line.named else None, "reason": line.reason}
        for line in given_up
    ]
    click.echo(json.dumps({**asdict(counts), "reasons": reasons}, indent=2))


@issuing.command()
def retry() -> None:
    """Have every certificate that was given up tried again by the worker."""
    _begin()
    with unit_of_work() as session:
        count = actions.retry_all(session, actor=SYSTEM, now=utcnow())
    click.echo(f"{count} to be tried again.", err=True)


def _begin() -> None:
    if not migrating.is_current(install_parts(Settings())):
        click.echo("The database is not at the present schema. Run: labelling migrate", err=True)
        sys.exit(2)
