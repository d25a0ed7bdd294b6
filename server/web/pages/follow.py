"""The page on which a visitor follows one ticket. The browser fills it: /static/follow.js."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from assets.languages import Texts
from assets.waiting import forms
from server.site import Site
from server.web.pages.layout import document, page_texts


def follow_page(site: Site, language: str, token: str, first: Mapping[str, Any] | None = None) -> str:
    """The page of the ticket that `token` stands for, live through /ws/follow/<token>.

    `first`: the newest message of the kind that the socket sends (see `follow.js`), so that the page is complete
    before the socket is open. The socket may close with code 4404 to say that the token is not valid any more.
    """
    texts = page_texts(site, language)
    number = str(first["number"]) if first else ""
    title = texts.text("Ticket {number}", number=number) if number else texts.text("Follow my ticket")
    settings = {
        "token": token,
        "language": texts.language,
        "timezone": site.timezone,
        "office": site.name.text(texts.language),
        "rooms": {counter.id: counter.room.text(texts.language) for counter in site.counters},
        "texts": _texts(texts),
        "wait": forms(texts),
        "ahead": texts.plural_forms("{n} person before you", "{n} people before you"),
        "first": first,
    }
    main = f"""<section class="ticket" id="ticket" data-settings="{escape(json.dumps(settings, ensure_ascii=False))}">
<h1><span class="label">{escape(texts.text("Your number"))}</span>
<bdi class="number" id="number">{escape(number)}</bdi></h1>
<p class="state" id="state"></p>
<div class="go" id="go" hidden>
<p id="go-text"></p>
<p class="counter"><span id="arrow" aria-hidden="true"></span><bdi id="counter"></bdi></p>
<p id="way"></p>
</div>
<p class="wait" id="wait" hidden></p>
<p class="small" id="estimate" hidden></p>
<p class="ahead" id="ahead" hidden></p>
<p class="service" id="service" hidden></p>
<p class="hint" id="hint" hidden></p>
</section>
<noscript><p class="note">{
        escape(texts.text("This page needs JavaScript. Please watch the display in the waiting room."))
    }</p></noscript>
<p class="link" id="link" data-up="false">{escape(texts.text("Connecting"))}</p>
<p class="hidden" role="alert" aria-live="assertive" id="alert"></p>
<p class="hidden" role="status" aria-live="polite" id="news"></p>
<p class="actions">
<a class="button" href="/faq?lang={texts.language}">{escape(texts.text("Questions and answers"))}</a>
</p>"""
    return document(site, texts, title, main, styles=("ticket.css",), scripts=("follow.js",), indexed=False)


def _texts(texts: Texts) -> dict[str, str]:
    """What follow.js shows, with its placeholders: states by their name, hints by "<state>_hint"."""
    return {
        "title": texts.text("Ticket {number}"),
        "waiting": texts.text("Waiting"),
        "waiting_hint": texts.text("Keep this page open. It tells you when you are called.")
        + " "
        + texts.text("Please stay near the waiting room."),
        "untold": texts.text("We cannot tell the waiting time yet"),
        "estimate": texts.text("Estimated at {time}. It may change."),
        "called": texts.text("You are being called"),
        "go": texts.text("Please go to counter {counter} now"),
        "serving": texts.text("Being served"),
        "parked": texts.text("Paused"),
        "parked_hint": texts.text("Your ticket is kept for later. You will be called again."),
        "finished": texts.text("Finished"),
        "finished_hint": texts.text("Thank you for your visit."),
        "no_show": texts.text("Called, but not seen"),
        "no_show_hint": texts.text("Please ask at the desk"),
        "cancelled": texts.text("Cancelled"),
        "cancelled_hint": texts.text("This ticket is no longer valid. Please take a new one."),
        "expired": texts.text("Closed at the end of the day"),
        "expired_hint": texts.text("This ticket is no longer valid. Please take a new one."),
        "counter": texts.text("Counter {counter}"),
        "next": texts.text("You are next"),
        "left": texts.text("On the left"),
        "right": texts.text("On the right"),
        "up": texts.text("Upstairs"),
        "straight": texts.text("Straight ahead"),
        "connected": texts.text("Connected, updates by itself"),
        "lost": texts.text("No connection. As of {time}. Trying again."),
        "lost_early": texts.text("No connection. Trying again."),
        "invalid": texts.text("This address is not valid"),
    }
