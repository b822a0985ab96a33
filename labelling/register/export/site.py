"""What an export holds: pages in each language, the same as data, the trust bundle, the log.

All from what anybody may read. The same data at the same moment give the same bytes; pages name
each other by relative addresses, and nothing is loaded from elsewhere.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from certificates import did
from certificates.did import write_did_document
from certificates.tiles import HEIGHT, Tile, new_bundles, new_tiles, write_entries
from certificates.trust import Trust
from certificates.trustfile import write_bundle
from labelling import places
from labelling.core import i18n, installation
from labelling.core.clock import civil_day
from labelling.core.i18n import LANGUAGES
from labelling.issuing import issuer, log, statuses
from labelling.issuing.others import listed
from labelling.register import queries
from labelling.register.bundles import bundle_of, trust_of
from labelling.register.entries import Entry
from labelling.register.export.folder import File
from labelling.register.export.pages import pages_of
from labelling.register.items import item_of
from labelling.settings import Settings

_STATIC = ("style.css", "sha256.js", "verify.js")


def export(session: Session, settings: Settings, now: datetime) -> Iterator[File]:
    """Yield every file of an export, by its path in the folder."""
    day = civil_day(now, settings.zone)
    entries = queries.all_entries(session)
    others = [one.label for one in listed(session)]
    trust = trust_of(session, now)
    demo = bool(installation.is_demo(session))
    yield "trust.json", write_bundle(bundle_of(entries, settings, now, trust, others))
    yield "labels.json", _json([_item(entry, day) for entry in entries])
    yield "certificates.csv", _certificates(entries)
    for name in _STATIC:
        yield name, (places.STATIC / "export" / name).read_bytes()
    for language in LANGUAGES:
        with i18n.speaking(language, settings.zone):
            yield from pages_of(entries, settings, now, language, demo=demo)
    if trust is not None:
        yield from _signed(session, trust, now)
        yield from _log(session, trust)


def _item(entry: Entry, day: date) -> dict[str, Any]:
    """Return a label as the interface gives it, with relative addresses."""
    public_id = entry.label.public_id
    item = item_of(entry, day, lambda *_, **__: f"labels/{public_id}.html")
    kept = {name: item[name] for name in item if name not in {"certificate", "credential"}}
    return {
        **kept,
        "certificates": [
            {"version": one.version, "sha256": one.sha256, "credential": one.credential_sha256}
            for one in entry.certificates
        ],
    }


def _certificates(entries: Sequence[Entry]) -> bytes:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("number", "version", "sha256", "issued_at", "valid_from", "valid_until"))
    for entry in entries:
        terms = {term.id: term for term in entry.terms}
        for one in entry.certificates:
            term = terms[one.term_id]
            for digest in one.files:
                writer.writerow((
                    entry.label.number, one.version, digest, one.issued_at.isoformat(),
                    term.valid_from, term.valid_until,
                ))  # fmt: skip
    return table.getvalue().encode()


def _signed(session: Session, trust: Trust, now: datetime) -> Iterator[File]:
    keys = issuer.listed_keys(session)
    yield did.PATH.lstrip("/").removeprefix(".well-known/"), write_did_document(issuer.did(), keys)
    if trust.status_lists:
        for name in statuses.list_names(session):
            content = statuses.signed_list(session, name, now)
            yield f"status/{name}.json", content


def _log(session: Session, trust: Trust) -> Iterator[File]:
    """Yield the log as files (C2SP tlog-tiles), up to the state that the bundle has."""
    newest = log.newest_checkpoint(session)
    if newest is None:
        return
    yield "log/checkpoint", trust.checkpoint
    for tile in new_tiles(0, newest.size):
        yield f"log/{tile.path}", _hashes(session, tile)
    for bundle in new_bundles(0, newest.size):
        some = log.entries(session, bundle.first, bundle.width)
        yield f"log/{bundle.path}", write_entries(some)


def _hashes(session: Session, tile: Tile) -> bytes:
    return b"".join(log.hashes(session, HEIGHT * tile.level, tile.first, tile.width))


def _json(value: Sequence[Mapping[str, Any]]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
