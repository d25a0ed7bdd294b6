"""The keys of site.toml that say how appointments come into the book and out of it: [appointments]."""

from pathlib import Path

from server.site.content import Booking
from server.site.offer import Offer
from server.site.tables import Table


def read_booking(main: Table, offer: Offer | None, site_folder: Path) -> Booking:
    """[appointments] with its defaults; a relative folder is one of the site's."""
    table = main.table("appointments")
    folder = table.string("folder", default="")
    slugs = [service.slug for service in offer.services] if offer else []
    service = table.string("service", default="")
    if offer and service:
        table.one_of("service", slugs, default="")
    found = Booking(
        folder=site_folder / Path(folder).expanduser() if folder else None,
        check_in_min=table.integer("check_in_min", 0, 24 * 60, default=60),
        service=service,
    )
    table.close()
    return found
