"""What this kiosk's printer can do, as far as anybody has told."""

from pathlib import Path
from urllib.parse import urlsplit

from hardware.printers.logo import logo
from hardware.printers.profile import Profile, load
from kiosk.membership import Membership


def profile_of(membership: Membership) -> Profile | None:
    """The profile that was given to the kiosk, None where the usual one for such an address does.

    Raises ValueError that names every mistake in the profile and in its logo.
    """
    if not membership.printer_profile:
        return None
    profile = load(Path(membership.printer_profile))
    logo(profile)
    return profile


def with_fence(address: str, profile: Profile | None) -> str:
    """The printer's address, which says how slips are confirmed where the profile does and the address does not."""
    parts = urlsplit(address)
    if profile is None or profile.fence == "paper" or parts.scheme in ("file", "png") or "fence=" in parts.query:
        return address
    return f"{address}{'&' if parts.query else '?'}fence={profile.fence}"
