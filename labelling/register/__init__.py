"""The public register, verification, open data, the API."""
