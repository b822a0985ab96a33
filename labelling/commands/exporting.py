"""The register as files, for whoever keeps or mirrors it."""

import sys
from pathlib import Path

import click

from labelling import migrating
from labelling.app import install_parts
from labelling.core import clock
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.issuing import heads
from labelling.register import queries
from labelling.register.export import NotOurs, export, replace_folder
from labelling.settings import Settings


@click.command("export-register")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def export_register(folder: Path) -> None:
    """Write the public register to DIR as files that work without this software."""
    settings = Settings()
    if not migrating.is_current(install_parts(settings)):
        click.echo("The database is not at the present schema. Run: labelling migrate", err=True)
        sys.exit(2)
    now = clock.utcnow()
    try:
        heads.signed_head(now)
    except NotFound:
        click.echo("The log was not signed yet: the trust bundle lists hashes alone.", err=True)
    about: dict[str, object] = {"as_of": now.isoformat(), "register": settings.public_url}
    with reading() as session:
        labels = len(queries.all_entries(session))
        try:
            count = replace_folder(folder, export(session, settings, now), about)
        except (NotOurs, OSError) as problem:
            click.echo(str(problem), err=True)
            sys.exit(2)
    click.echo(f"{folder}: {labels} labels, {count} files. Open index.html.", err=True)
