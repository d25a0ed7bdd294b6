"""A site: the folder of TOML and Markdown that makes Lotse one particular office."""

from server.site.content import (
    Break,
    Calling,
    Counter,
    FaqTopic,
    Localized,
    LocalizedLines,
    OpeningHours,
    Service,
    ServiceGroup,
    Site,
)
from server.site.load import load_site
from server.site.mistakes import Mistake, SiteError

__all__ = [
    "Break",
    "Calling",
    "Counter",
    "FaqTopic",
    "Localized",
    "LocalizedLines",
    "Mistake",
    "OpeningHours",
    "Service",
    "ServiceGroup",
    "Site",
    "SiteError",
    "load_site",
]
