"""The pages of questions and answers."""

from html import escape

from assets.languages import OFFICE_LANGUAGE, Texts, direction
from server.site import FaqTopic, Site
from server.web.pages.layout import document, page_texts
from server.web.pages.markdown import kept_together, to_html


def faq_page(site: Site, slug: str, language: str) -> str:
    """The topic `slug` in `language`, or its German text with a note; KeyError when there is no such topic."""
    texts = page_texts(site, language)
    topic = site.topic(slug)
    found, markdown = topic.markdown(texts.language)
    title = topic.titles.text(found)
    note = ""
    if found == OFFICE_LANGUAGE != texts.language:
        missing = texts.text("This page is not available in your language. Here is the German text.")
        note = f'<p class="note">{escape(missing)}</p>\n'
    checked = texts.text("Last checked on {date}", date=texts.date(topic.checked))
    main = f"""{note}<article lang="{found}" dir="{direction(found)}">
<h1>{escape(kept_together(title))}</h1>
{to_html(markdown)}</article>
<p class="small">{escape(checked)}<br>{escape(texts.text("This page helps you prepare. It is not legal advice."))}</p>
<p class="actions">
<a class="button" href="/faq?lang={texts.language}">{escape(texts.text("Back to the list"))}</a>
<button type="button" class="button" id="print" hidden>{escape(texts.text("Print"))}</button>
</p>"""
    return document(site, texts, title, main, scripts=("print.js",))


def faq_index(site: Site, language: str) -> str:
    """All topics, under the group of the services that lead to them, and the opening hours."""
    texts = page_texts(site, language)
    title = texts.text("Questions and answers")
    shown: set[str] = set()
    sections = []
    for group in site.groups:
        slugs = dict.fromkeys(service.faq for service in site.services if service.group == group.slug)
        topics = [site.topic(slug) for slug in slugs if slug not in shown]
        shown.update(slugs)
        sections.append(_section(group.name.text(texts.language), topics, texts))
    others = [topic for topic in site.faq if topic.slug not in shown]
    sections.append(_section(texts.text("More topics"), others, texts))
    main = f"<h1>{escape(title)}</h1>\n{''.join(sections)}{_hours(site, texts)}"
    return document(site, texts, title, main)


def _section(heading: str, topics: list[FaqTopic], texts: Texts) -> str:
    if not topics:
        return ""
    links = "".join(f"<li>{_link(topic, texts)}</li>\n" for topic in topics)
    return f'<h2>{escape(heading)}</h2>\n<ul class="topics">\n{links}</ul>\n'


def _link(topic: FaqTopic, texts: Texts) -> str:
    found, _ = topic.markdown(texts.language)
    title = f'<span lang="{found}" dir="{direction(found)}">{escape(kept_together(topic.titles.text(found)))}</span>'
    if found == OFFICE_LANGUAGE != texts.language:
        title += f' <span class="small">({escape(texts.text("in German"))})</span>'
    return f'<a href="/faq/{topic.slug}?lang={texts.language}">{title}</a>'


def _hours(site: Site, texts: Texts) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(day)}</th><td>{_spans(hours)}</td></tr>\n'
        for day, hours in site.hours_text(texts.language)
    )
    return f'<h2>{escape(texts.text("Opening hours"))}</h2>\n<table class="hours">\n{rows}</table>'


def _spans(hours: str) -> str:
    """Each span of time unbroken; words may break."""
    if not any(sign.isdigit() for sign in hours):
        return escape(hours)
    return ", ".join(f'<span class="together">{escape(span)}</span>' for span in hours.split(", "))
