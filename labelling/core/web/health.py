"""Addresses for those who run the system: alive, ready, figures."""

from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from labelling.core.database import reading

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Say whether the database answers and has the present schema."""
    with reading() as session:
        session.execute(text("SELECT 1"))
    ready = bool(current_app.extensions["is_current"]())
    return jsonify(status="ok" if ready else "migrations are missing"), 200 if ready else 503


@bp.get("/metrics")
def metrics() -> Response:
    """Return figures for Prometheus."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
