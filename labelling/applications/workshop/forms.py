"""Forms of workshops: a code and a name."""

from wtforms.validators import InputRequired, Length

from labelling.core.web.forms import Form, LineField, lazy, without_control_characters


class JoinForm(Form):
    """Somebody takes part."""

    code = LineField(
        lazy("Code"),
        validators=[InputRequired(lazy("Fill this in.")), Length(max=20)],
        description=lazy("Whoever leads the workshop shows it."),
    )
    name = LineField(
        lazy("Your name in this room"),
        validators=[
            InputRequired(lazy("Fill this in.")),
            Length(max=60),
            without_control_characters,
        ],
        description=lazy("The group sees it. A first name is enough; it is deleted a day later."),
    )
