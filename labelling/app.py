"""The web application, put together: every room's pages, one pipeline around them."""

from collections.abc import Callable
from importlib import import_module

from flask import Flask, g, request
from werkzeug.wrappers import Response

from labelling import migrating, places
from labelling.core import access, clock, database, files, i18n, log, secrets
from labelling.core.database import Database
from labelling.core.web import (
    addresses,
    forgery,
    headers,
    health,
    identity,
    language,
    once,
    pages,
    problems,
)
from labelling.core.web.numbers import ColumnNumber
from labelling.reviews.patience import set_patience
from labelling.settings import Settings, use

ROOMS = (
    "people",
    "organisations",
    "observatory",
    "issuing",
    "club",
    "applications",
    "reviews",
    "decisions",
    "register",
    "desk",
)


def install_parts(settings: Settings, db: Database | None = None) -> Database:
    """Put database, files and vault in use for this process, and load every room's rules."""
    log.configure()
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    db = db if db is not None else Database(settings.database)
    use(settings)
    database.install(db)
    files.install(files.FileStore(settings.data_dir / "files"))
    secrets.install(secrets.Vault.in_folder(settings.keys))
    access.set_freshness(settings.second_factor_minutes)
    set_patience(settings)
    clock.set_zone(settings.zone)
    for room in ROOMS:
        for door in ("policy", "jobs"):
            _load(f"labelling.{room}.{door}")
    return db


def _load(name: str) -> object | None:
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        return None  # not every room has every door


def create_app(settings: Settings, db: Database | None = None, *, demo: bool = False) -> Flask:
    """Return the application. ``demo`` adds the pages and the banner of the demonstration."""
    db = install_parts(settings, db)
    app = Flask(
        "labelling", static_folder=str(places.STATIC), template_folder=str(places.TEMPLATES)
    )
    app.request_class = addresses.Request
    configure(app, settings, db, demo=demo)
    app.url_map.strict_slashes = False
    app.url_map.converters["int"] = ColumnNumber
    pages.prepare(app)
    app.before_request(_begin)
    app.url_defaults(language.keep)
    app.after_request(headers.harden)
    problems.install(app)
    app.register_blueprint(health.bp)
    for room in ROOMS:
        module = _load(f"labelling.{room}.views")
        for blueprint in getattr(module, "BLUEPRINTS", ()):
            app.register_blueprint(blueprint)
    if demo:
        demo_pages = import_module("labelling.desk.demo_views")
        app.register_blueprint(demo_pages.bp)
    return app


def configure(app: Flask, settings: Settings, db: Database, *, demo: bool = False) -> None:
    """Give an application all that is not the same for every installation."""
    app.config.update(
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024 + 64 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
    )
    app.extensions.update(settings=settings, demo=demo, database=db, is_current=_remembering(db))


def _remembering(db: Database) -> Callable[[], bool]:
    """Return a question for the schema that is asked no more once it was answered well."""
    known: list[bool] = []

    def is_current() -> bool:
        if not known and migrating.is_current(db):
            known.append(True)
        return bool(known)

    return is_current


def _begin() -> Response | None:
    if request.endpoint == "static":
        g.actor = access.PUBLIC
        return None
    identity.identify(request)
    i18n.speak(language.of_request(), pages.settings().zone)
    addresses.refuse_impossible(request)
    forgery.refuse_forged()
    return once.answer_repeat(identity.current_actor())
