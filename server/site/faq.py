"""The FAQ of a site: faq/<slug>/<language>.md, each with a head of TOML between two lines "+++", and keywords.toml."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from server.site.content import OFFICE_LANGUAGE, FaqTopic, Localized
from server.site.keywords import KEYWORDS_FILE, topic_keywords
from server.site.languages import unused
from server.site.mistakes import Mistake
from server.site.tables import SLUG, read_table, read_text

_FENCE = "+++"


def load_faq(folder: Path, languages: Sequence[str], mistakes: list[Mistake]) -> tuple[FaqTopic, ...]:
    """The topics in `folder`/faq by slug. Topics with mistakes are there as far as they could be read."""
    root = folder / "faq"
    if not root.is_dir():
        mistakes.append(Mistake("faq", 0, "this folder is missing; it holds a folder for each topic"))
        return ()
    topics = []
    for topic in sorted(root.iterdir()):
        if topic.name.startswith("."):
            continue
        if not topic.is_dir():
            mistakes.append(Mistake(f"faq/{topic.name}", 0, "only folders stand here, one for each topic"))
        elif not SLUG.fullmatch(topic.name):
            mistakes.append(
                Mistake(f"faq/{topic.name}", 0, "a topic's folder is named with small letters, digits and hyphens")
            )
        else:
            topics.append(_topic(folder, topic.name, languages, mistakes))
    return tuple(topics)


def _topic(folder: Path, slug: str, languages: Sequence[str], mistakes: list[Mistake]) -> FaqTopic:
    titles: dict[str, str] = {}
    bodies: dict[str, str] = {}
    checked = date.min
    for path in sorted((folder / "faq" / slug).glob("[!.]*")):
        file = f"faq/{slug}/{path.name}"
        if path.name == KEYWORDS_FILE:
            continue
        if why := unused(path.name, ".md", languages):
            mistakes.append(Mistake(file, 0, why))
            continue
        page = _page(folder, file, path.stem == OFFICE_LANGUAGE, mistakes)
        if page is not None:
            titles[path.stem], bodies[path.stem], day = page
            checked = day or checked
    german = f"faq/{slug}/{OFFICE_LANGUAGE}.md"
    if not (folder / german).is_file():
        mistakes.append(Mistake(german, 0, "this file is missing; every topic needs its German text"))
    in_order = {language: bodies[language] for language in languages if language in bodies}
    return FaqTopic(slug, Localized(titles), checked, in_order, topic_keywords(folder, slug, mistakes))


def _page(folder: Path, file: str, german: bool, mistakes: list[Mistake]) -> tuple[str, str, date | None] | None:
    """Title, Markdown and, in German, the day of the last check."""
    text = read_text(folder, file, mistakes)
    if text is None:
        return None
    lines = text.split("\n")
    if lines[0].strip() != _FENCE:
        mistakes.append(
            Mistake(file, 1, f'the first line must be "{_FENCE}", then title = "..", then "{_FENCE}" again')
        )
        return None
    end = next((number for number, line in enumerate(lines) if number and line.strip() == _FENCE), None)
    if end is None:
        mistakes.append(Mistake(file, 1, f'the head is not closed by a second line "{_FENCE}"'))
        return None
    head = read_table(file, "\n".join(lines[1:end]), mistakes, first_line=2)
    if head is None:
        return None
    title = head.string("title")
    checked = head.day("checked") if german else None
    head.close(also_known=("checked",) if german else ())
    body = "\n".join(lines[end + 1 :]).strip()
    if not body:
        mistakes.append(Mistake(file, end + 1, "there is no text under the head"))
    return title, body, checked
