"""What tests of several rooms need."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from server.site import Site
from server.site.content import Localized


@pytest.fixture(scope="session")
def without_page() -> Callable[[Site, str, str], Site]:
    """A site as it is before somebody has translated the page of a topic: `without_page(site, topic, language)`."""

    def lacking(site: Site, topic: str, language: str) -> Site:
        faq = [
            replace(
                one,
                titles=Localized({tag: text for tag, text in one.titles.items() if tag != language}),
                bodies={tag: text for tag, text in one.bodies.items() if tag != language},
            )
            if one.slug == topic
            else one
            for one in site.faq
        ]
        return replace(site, faq=tuple(faq))

    return lacking
