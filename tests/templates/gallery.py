"""A small application that serves the gallery of components: no database, nobody signed in."""

from dataclasses import dataclass
from pathlib import Path

import wtforms
from flask import Flask, g, render_template, request
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from labelling import places
from labelling.core.access import PUBLIC
from labelling.core.web import headers, pages
from labelling.core.web.forms import Form
from labelling.settings import Settings

COUNTRIES = [
    SelectChoice("", "Choose a country"),
    SelectChoice("AT", "Austria"),
    SelectChoice("GR", "Ελλάδα"),
    SelectChoice("BG", "България"),
]


@dataclass(frozen=True)
class Band:
    """One line of the rubric."""

    value: int
    name: str
    text: str
    chip: str = ""


BANDS = (
    Band(0, "Nothing shown", "We cannot show anything for this yet."),
    Band(20, "Begun", "There is an idea, or single acts by single people."),
    Band(40, "In place", "We do it, but not everywhere we should."),
    Band(60, "Systematic", "Planned, done for all it is meant for, checked once."),
    Band(80, "Established", "Two or more rounds, improved by what we learnt."),
    Band(100, "Exemplary", "Others have taken it over.", "your last version"),
)


class Source(wtforms.Form):
    """A form inside a form."""

    title = wtforms.StringField("Title of the source", [InputRequired("Write a title")])


class GalleryForm(Form):
    """A field of each kind."""

    name = wtforms.StringField("Name of the organisation", [InputRequired("Write the name")])
    email = wtforms.EmailField("E-mail address", description="We write only when it is your turn")
    password = wtforms.PasswordField("Password")
    answer = wtforms.TextAreaField("What you do", [Length(max=1500)])
    country = wtforms.SelectField("Country", [InputRequired("Choose a country")], choices=COUNTRIES)
    outcome = wtforms.RadioField(
        "Outcome",
        [InputRequired("Choose an outcome")],
        choices=[
            SelectChoice("award", "Award"),
            SelectChoice("conditions", "Award with conditions"),
        ],
    )
    languages = wtforms.SelectMultipleField(
        "Languages of the visit",
        choices=[SelectChoice("de", "Deutsch"), SelectChoice("en", "English")],
    )
    consent = wtforms.BooleanField("I have read the code", [InputRequired("Read the code first")])
    start = wtforms.DateField("First day", [InputRequired("Write a day")], format="%d %m %Y")
    plan = wtforms.FileField("Strategy", description="PDF or DOCX, up to 10 MB")
    firms = wtforms.IntegerField("Member firms", [InputRequired("Write a number")])
    share = wtforms.DecimalField("Share of active members", [InputRequired("Write a share")])
    band = wtforms.RadioField(
        "How far are you?",
        [InputRequired("Choose a line")],
        choices=[SelectChoice(str(band.value), band.name) for band in BANDS],
    )
    version = wtforms.HiddenField()
    sources = wtforms.FieldList(wtforms.FormField(Source), min_entries=1)


def gallery_app(folder: Path) -> Flask:
    """Return an application whose ``/`` is the gallery; a post shows it with its errors."""
    app = Flask("gallery", static_folder=str(places.STATIC))
    app.extensions["settings"] = Settings(data_dir=folder)
    pages.prepare(app)
    for endpoint in ("people.me", "people.sign_in", "people.sign_out", "register.home"):
        app.add_url_rule(f"/{endpoint}", endpoint, lambda: "")
    app.after_request(headers.harden)

    @app.before_request
    def as_public() -> None:
        g.actor = PUBLIC

    @app.route("/", methods=["GET", "POST"])
    def gallery() -> tuple[str, int]:
        form = GalleryForm()
        refusals = ["This call closed on 30 November 2026."] if request.method == "POST" else []
        answered = request.method == "GET" or form.validate()
        page = render_template("components/gallery.html", form=form, bands=BANDS, refusals=refusals)
        return page, 200 if answered else 422

    return app
