"""What a printed page may load: files of ours, by name, and nothing from anywhere else."""

from collections.abc import Mapping

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

TYPES = {"svg": "image/svg+xml", "ttf": "font/ttf", "png": "image/png"}


class OwnFiles(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Serves ``design:<name>`` from the files given and stops the rendering for all else."""

    def __init__(self, own: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._own = own

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return a file's bytes; raise FatalURLFetchingError for any other address."""
        scheme, _, name = url.partition(":")
        if scheme != "design" or name not in self._own:
            raise FatalURLFetchingError("A printed page fetches nothing from outside.")
        kind = TYPES[name.rpartition(".")[2]]
        return URLFetcherResponse(url, self._own[name], {"Content-Type": kind})
