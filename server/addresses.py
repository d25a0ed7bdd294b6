"""The addresses that visitors' phones and machines get: made in one place."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass
class Addresses:
    """`base`: the office's address without a slash at the end; set once the server listens, if the site names none."""

    base: str

    def faq(self, slug: str, language: str) -> str:
        """The FAQ page of a topic in a language."""
        return f"{self.base}/faq/{quote(slug)}?lang={quote(language)}"

    def follow(self, token: str) -> str:
        """The page that follows the ticket with this secret."""
        return f"{self.base}/t/{token}"
