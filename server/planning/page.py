"""A report as one HTML file that needs nothing else: sentences, pictures, and the numbers behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from assets.theme import css_variables, theme
from server.planning.words import Words
from server.site import Site


@dataclass(frozen=True)
class Figures:
    """The table behind a picture: column heads and rows of text, the first cell names the row.

    `name`: what to call it where it is not the numbers of a picture.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    name: str = ""


@dataclass(frozen=True)
class Chapter:
    """A heading, what it says in sentences, and pictures (SVG) each with its table."""

    heading: str
    sentences: Sequence[str]
    pictures: Sequence[tuple[str, Figures | None]] = field(default=())


def document(words: Words, site: Site, title: str, about: str, chapters: Sequence[Chapter]) -> str:
    """The whole page. `about`: one line below the title; texts are plain, pictures are SVG."""
    style = css_variables(theme(), site.accent) + (Path(__file__).with_name("report.css")).read_text("utf-8")
    office = escape(site.name.text(words.language))
    body = "\n".join(_chapter(words, chapter) for chapter in chapters)
    return f"""<!doctype html>
<html lang="{words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} – {office}</title>
<link rel="icon" href="data:,">
<style>
{style}</style>
</head>
<body>
<header>
<h1>{escape(title)}</h1>
<p class="small">{office} · {escape(about)}</p>
</header>
<main>
{body}
</main>
</body>
</html>
"""


def _chapter(words: Words, chapter: Chapter) -> str:
    said = chapter.sentences
    lines = "".join(f"<li>{escape(line)}</li>" for line in said)
    text = f"<ul>{lines}</ul>" if len(said) > 1 else "".join(f"<p>{escape(line)}</p>" for line in said)
    pictures = "".join(
        svg + (_table(words, chapter.heading, figures, n) if figures else "")
        for n, (svg, figures) in enumerate(chapter.pictures, start=1)
    )
    return f"<section><h2>{escape(chapter.heading)}</h2>\n{text}\n{pictures}</section>"


def _table(words: Words, heading: str, figures: Figures, number: int) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in figures.heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in figures.rows
    )
    name = figures.name or words("Die Zahlen dazu", "The numbers")
    label = escape(
        figures.name or words(f"Zahlen zu: {heading}, Tabelle {number}", f"Numbers for: {heading}, table {number}"),
        quote=True,
    )
    return (
        f"<details><summary>{escape(name)}</summary>"
        f'<div class="wide" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>\n"
    )
