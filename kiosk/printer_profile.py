"""What this kiosk's printer can do, as far as anybody has told."""

from pathlib import Path

from hardware.printers.logo import logo
from hardware.printers.profile import Profile, default_for, load
from kiosk.membership import Membership


def profile_of(membership: Membership) -> Profile:
    """The profile that was given to the kiosk, else the usual one for such an address.

    Raises ValueError that names every mistake in the profile and in its logo.
    """
    if not membership.printer_profile:
        return default_for(membership.printer)
    profile = load(Path(membership.printer_profile))
    logo(profile)
    return profile
