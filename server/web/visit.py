"""The pages for phones and counters: FAQ, follow my ticket, the counter page."""

from importlib.resources import files
from pathlib import Path

import msgspec
from aiohttp import web

from assets.languages import Texts
from assets.theme import css_variables, theme
from server import views
from server.web.context import CONTEXT, Context
from server.web.pages import error_page, faq_index, faq_page, follow_page

STATIC = Path(__file__).parent / "static"
COUNTER_PAGE = Path(str(files("counter"))) / "page"


def _language(request: web.Request, context: Context) -> str:
    wanted = request.query.get("lang", "")
    if wanted in context.site.languages:
        return wanted
    for part in request.headers.get("Accept-Language", "")[:200].split(","):
        tag = part.split(";")[0].strip()
        for candidate in (tag, tag.split("-")[0]):
            if candidate in context.site.languages:
                return candidate
    return context.site.languages[0]


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html")


async def index(request: web.Request) -> web.StreamResponse:
    """The list of questions."""
    context = request.app[CONTEXT]
    return _html(faq_index(context.site, _language(request, context)))


async def topic(request: web.Request) -> web.StreamResponse:
    """One FAQ page."""
    context = request.app[CONTEXT]
    slug = request.match_info["slug"]
    if slug not in {t.slug for t in context.site.faq}:
        raise web.HTTPNotFound
    return _html(faq_page(context.site, slug, _language(request, context)))


async def ticket(request: web.Request) -> web.StreamResponse:
    """Follow my ticket."""
    context = request.app[CONTEXT]
    token, now = request.match_info["token"], context.office.clock.now()
    view = await context.office.read(lambda queue: views.follow(queue, context.site, token, context.waits, now))
    if view is None:
        raise web.HTTPNotFound
    language = _language(request, context) if "lang" in request.query else view.language
    return _html(follow_page(context.site, language, token, msgspec.to_builtins(view)))


async def counter(request: web.Request) -> web.StreamResponse:
    """The counter page; signing in happens on it."""
    return web.FileResponse(COUNTER_PAGE / "index.html")


async def theme_css(request: web.Request) -> web.StreamResponse:
    """The design tokens as CSS variables."""
    accent = request.app[CONTEXT].site.accent or None
    return web.Response(text=css_variables(theme(), accent), content_type="text/css")


@web.middleware
async def friendly_errors(request: web.Request, handler):  # type: ignore[no-untyped-def]
    """A missing page or a fault becomes a page for people, never a traceback."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400 or request.path.startswith(("/api", "/ws", "/static", "/counter/")):
            raise
        context = request.app[CONTEXT]
        language = _language(request, context)
        message = Texts(language).text("This address is not valid" if error.status == 404 else "Please ask at the desk")
        return _html(error_page(context.site, language, error.status, message), error.status)


def routes() -> list[web.AbstractRouteDef]:
    """All pages and their files."""
    return [
        web.get("/", index),
        web.get("/faq", index),
        web.get("/faq/{slug}", topic),
        web.get("/t/{token}", ticket),
        web.get("/counter", counter),
        web.get("/counter/", counter),
        web.static("/counter/static", COUNTER_PAGE),
        web.get("/static/theme.css", theme_css),
        web.static("/static", STATIC),
    ]
