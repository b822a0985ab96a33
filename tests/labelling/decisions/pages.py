"""Reading a page as somebody who is signed in."""

from flask.testing import FlaskClient


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    """Return the text of a page, which must be answered with this status."""
    response = client.get(address)
    assert response.status_code == status, response.text
    return response.text
