"""What a phone shows when there is no page."""

from html import escape

from server.site import Site
from server.web.pages.layout import document, page_texts


def error_page(site: Site, language: str, status: int, message: str) -> str:
    """A page for HTTP `status`; `message` is a plain text that says what the visitor can do."""
    texts = page_texts(site, language)
    missing = status in (404, 410)
    title = texts.text("This page does not exist") if missing else texts.text("This does not work at the moment")
    main = f"""<h1>{escape(title)}</h1>
<p dir="auto">{escape(message)}</p>
<p><a class="button" href="/faq?lang={texts.language}">{escape(texts.text("Questions and answers"))}</a></p>"""
    return document(site, texts, title, main, indexed=False)
