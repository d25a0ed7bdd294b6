"""What every page shares: head, office name, language picker, main part."""

from html import escape

from assets.languages import AUTONYMS, Texts, direction, known_language
from server.site import Site


def page_texts(site: Site, language: str) -> Texts:
    """The interface texts for `language`, in German when the site does not offer it."""
    spoken = known_language(language)
    return Texts(spoken if spoken in site.languages else "de")


def document(
    site: Site,
    texts: Texts,
    title: str,
    main: str,
    *,
    styles: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
    indexed: bool = True,
) -> str:
    """A whole HTML document. `title` is plain text, `main` HTML; `styles` and `scripts` name more files under /static.

    `indexed`: whether search engines may list the page; a page about one ticket must not be.
    """
    language = texts.language
    office = escape(site.name.text(language))
    robots = "" if indexed else '<meta name="robots" content="noindex">\n'
    sheets = "".join(f'<link rel="stylesheet" href="/static/{name}">\n' for name in ("theme.css", "pages.css", *styles))
    modules = "".join(f'<script type="module" src="/static/{name}"></script>\n' for name in scripts)
    return f"""<!doctype html>
<html lang="{language}" dir="{texts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
{robots}<title>{escape(title)} – {office}</title>
<link rel="icon" href="data:,">
<script src="/static/reload.js"></script>
{sheets}{modules}</head>
<body>
<a class="skip" href="#content">{escape(texts.text("Skip to the content"))}</a>
<header>
<p class="office"><a href="/faq?lang={language}">{office}</a></p>
{language_picker(site, texts)}
</header>
<main id="content" tabindex="-1">
{main}
</main>
</body>
</html>
"""


def language_picker(site: Site, texts: Texts) -> str:
    """Links to the same page in every language of the site, each by its own name."""
    links = ""
    for tag in site.languages:
        current = ' aria-current="true"' if tag == texts.language else ""
        attributes = f'href="?lang={tag}" lang="{tag}" dir="{direction(tag)}" hreflang="{tag}"{current}'
        links += f"<li><a {attributes}>{escape(AUTONYMS[tag])}</a></li>"
    return f'<nav class="languages" aria-label="{escape(texts.text("Language"))}"><ul>{links}</ul></nav>'
