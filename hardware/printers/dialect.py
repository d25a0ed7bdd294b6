"""What a make of printer understands beyond the common words of ESC/POS."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """The default is understood by every printer.

    `process_ids`: it answers GS ( H function 48 (Epson and good clones), which confirms a slip by its own name;
    otherwise GS r 1, asked twice, has to do. `pushes`: it reports changes by itself (GS a). `full_status`: Custom's
    kiosk printers, which answer DLE EOT 20 with everything at once, also whether the last slip was taken.
    """

    process_ids: bool = False
    pushes: bool = True
    full_status: bool = False


PLAIN = Dialect()
"""The dialect of an unknown make."""
