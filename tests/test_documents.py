"""What the documents say is true."""

from pathlib import Path

from server.cli import SUBCOMMANDS
from server.domain.transitions import diagram

ROOT = Path(__file__).parents[1]


def test_the_diagram_of_a_tickets_way_is_made_from_the_transition_table():
    text = (ROOT / "docs" / "tickets.md").read_text(encoding="utf-8")

    assert diagram() in text, "write it anew: python -m server.domain.transitions"


def test_every_subcommand_stands_in_the_manual():
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")

    assert [name for name in SUBCOMMANDS if f"lotse {name}" not in text] == []


def test_every_link_between_documents_leads_somewhere():
    import re

    broken = []
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http") and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")

    assert broken == []
