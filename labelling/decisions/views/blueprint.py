"""The blueprint of decisions and labels."""

from flask import Blueprint

bp = Blueprint("decisions", __name__)
