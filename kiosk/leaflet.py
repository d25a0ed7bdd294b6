"""What a visitor takes home who needs no ticket: an answer, an address or a list of papers."""

from collections.abc import Sequence

from hardware.printers.document import Code, Element, Gap, Line, Rule, Slip
from kiosk.reading import Block
from kiosk.slip import in_language


def leaflet(
    office: dict[str, str], language: str, title: tuple[str, str], blocks: Sequence[Block], url: str, caption: str
) -> Slip:
    """The sheet for a visitor who speaks `language`. `office`: its name by language; `title`: (text, its language);
    `url`: what the QR code under `caption` leads to, "" for none.
    """
    elements: list[Element] = [
        Line(in_language(office, language), language, bold=True),
        Gap(2),
        Line(title[0], title[1], "fact", bold=True),
        Rule(),
    ]
    for block in blocks:
        if block.kind == "heading":
            elements.append(Gap(2))
        elements.append(Line(block.shown, block.language, bold=block.kind == "heading", align="start"))
    if url:
        elements += [Gap(3), Code(url, caption, language)]
    return Slip(tuple(elements))
