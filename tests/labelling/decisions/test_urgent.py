"""A revocation waits for nothing: not for a certificate that is just being printed."""

from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from certificates.standing import Status, status_on
from certificates.status import Purpose
from labelling.core.database import reading
from labelling.decisions import queries
from labelling.decisions.models import Label, LabelEventKind
from labelling.issuing import stages, statuses
from labelling.issuing.models import Certificate, StatusEntry
from tests.labelling.decisions import making
from tests.labelling.decisions.making import NOW


def listed(label: Label, day: date) -> bool:
    """Say whether the revocation list marks the label's certificate."""
    with reading() as session:
        index = session.scalars(
            select(StatusEntry.index)
            .join(Certificate, Certificate.id == StatusEntry.certificate_id)
            .where(Certificate.subject_id == label.id, StatusEntry.purpose == Purpose.REVOCATION)
        ).one()
        return index in statuses._marked(session, statuses.ListName(Purpose.REVOCATION, 1), day)


def test_label_is_revoked_while_its_certificate_is_printed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app.extensions["settings"]
    office = making.make_office()
    label, other = making.label(office), making.label(office, name="Birch Cluster")
    change = making.change_prepared(office, label, LabelEventKind.REVOKED)
    print_sealed = stages.print_sealed
    seen: list[bool] = []

    def revoked_meanwhile(certificate: Certificate, now: datetime) -> bytes:
        if certificate.subject_id == label.id:
            making.decide(office, change)
            seen.append(listed(label, NOW.date()))
        return print_sealed(certificate, now)

    monkeypatch.setattr(stages, "print_sealed", revoked_meanwhile)
    making.issue_all()
    assert seen == [True]
    assert [listed(one, NOW.date()) for one in (label, other)] == [True, False]
    with reading() as session:
        standing = [
            status_on(queries.history(session, one.id), NOW.date()).status for one in (label, other)
        ]
    assert standing == [Status.REVOKED, Status.ACTIVE]
