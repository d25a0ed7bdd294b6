"""A site's Markdown -> HTML that cannot harm a visitor: no raw HTML, no pictures from elsewhere, safe links only."""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

_SCHEMES = frozenset({"", "https", "http", "mailto", "tel"})
_BREAKS = re.compile(r"(?<=\d) (?=€)|(?<=§) (?=\d)")


def to_html(markdown: str) -> str:
    """The HTML of CommonMark with tables. A first-level heading becomes a second-level one: the title has the first."""
    return str(_renderer().render(kept_together(markdown)))


def ready() -> None:
    """Make what the first page would wait for, in whatever thread."""
    _renderer()


def kept_together(text: str) -> str:
    """`text` with no line break inside "100 €" and "§ 18"."""
    return _BREAKS.sub("\u00a0", text)


@cache
def _renderer() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # no page is asked for while the server starts

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.validateLink = _is_safe  # type: ignore[method-assign]  # the library's own way to restrict links
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("heading_close", _heading)
    parser.add_render_rule("link_open", _link_open)
    return parser


def _is_safe(url: str) -> bool:
    try:
        return urlsplit(url.strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False


# A wide table scrolls by itself on a narrow phone; whoever uses a keyboard can reach it.
def _table_open(*_: Any) -> str:
    return '<div class="wide" tabindex="0"><table>'


def _table_close(*_: Any) -> str:
    return "</table></div>\n"


def _heading(
    self: "RendererHTML", tokens: Sequence["Token"], index: int, options: "OptionsDict", environment: "EnvType"
) -> str:
    token = tokens[index]
    if token.tag == "h1":
        token.tag = "h2"
    return self.renderToken(tokens, index, options, environment)


def _link_open(
    self: "RendererHTML", tokens: Sequence["Token"], index: int, options: "OptionsDict", environment: "EnvType"
) -> str:
    if str(tokens[index].attrGet("href") or "").startswith("http"):
        tokens[index].attrSet("rel", "noopener noreferrer")
    return self.renderToken(tokens, index, options, environment)
