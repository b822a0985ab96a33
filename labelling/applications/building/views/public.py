"""Open to everyone: the schemes, their editions with hash and differences, as files."""

import json

from flask import Response
from flask.typing import ResponseReturnValue

from assessments.editions import Edition, UnknownEdition
from assessments.editions.writing import toml
from labelling.applications.building import queries
from labelling.applications.building.showing import shown_differences
from labelling.applications.building.views.blueprint import notice, public_bp
from labelling.applications.schemes import sign_of
from labelling.core import i18n
from labelling.core.clock import today
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.organisations import editions as shelf


@public_bp.get("")
def index() -> ResponseReturnValue:
    """List the schemes with their editions, those that are to come as well."""
    with reading() as session:
        published = {row.edition_id: row for row in queries.published(session)}
    groups: dict[str, list[Edition]] = {}
    for one in shelf.editions():
        groups.setdefault(one.scheme, []).append(one.in_language(i18n.language()))
    return pages.page(
        "applications/building/schemes.html",
        schemes={scheme: list(reversed(found)) for scheme, found in groups.items()},
        published=published,
        today=today(identity.now()),
    )


@public_bp.get("/<edition_id>")
def edition(edition_id: str) -> ResponseReturnValue:
    """Show an edition: since when, its hash, its files, what differs from the one before."""
    found = _edition(edition_id)
    with reading() as session:
        row = queries.find_published(session, edition_id)
    before = _before(found, row.before if row is not None else None)
    tree = queries.tree_of_edition(edition_id)
    return pages.page(
        "applications/building/edition.html",
        edition=found.in_language(i18n.language()),
        row=row,
        before=before,
        differences=shown_differences(queries.tree_of_edition(before.id), tree) if before else [],
        signs=[(level, sign_of(found, level.id)) for level in found.levels],
        today=today(identity.now()),
        notice=notice(),
    )


@public_bp.get("/<edition_id>/edition.json")
def as_json(edition_id: str) -> Response:
    """Send the canonical form, whose SHA-256 is the edition's identity."""
    found = _edition(edition_id)
    return attachment(found.canonical, f"{found.id}.json", "application/json")


@public_bp.get("/<edition_id>/edition.toml")
def as_toml(edition_id: str) -> Response:
    """Send an edition as TOML, which another system can take in."""
    found = _edition(edition_id)
    content = toml(json.loads(found.canonical)).encode()
    return attachment(content, f"{found.id}.toml", "application/toml")


def _edition(edition_id: str) -> Edition:
    try:
        return shelf.edition(edition_id)
    except UnknownEdition:
        raise NotFound from None


def _before(found: Edition, named: str | None) -> Edition | None:
    """Return the edition that this one follows: the one it names, or the shipped one before it."""
    if named is not None:
        return _edition(named).in_language(i18n.language()) if named else None
    earlier = [one for one in shelf.editions() if one.scheme == found.scheme]
    place = [one.id for one in earlier].index(found.id)
    return earlier[place - 1].in_language(i18n.language()) if place else None
