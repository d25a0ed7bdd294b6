"""The pages for visitors' phones, as pure functions from a site to HTML.

They ask of the server: /static/theme.css as `assets.theme.css_variables` makes it, the files of server/web/static
at /static, the FAQ at /faq and /faq/<slug>, the live ticket at /ws/follow/<token>.
No script or style stands inside a page, so CONTENT_SECURITY_POLICY holds for all of them.
"""

from server.web.pages.errors import error_page
from server.web.pages.faq import faq_index, faq_page
from server.web.pages.follow import follow_page

# ws: and wss: because older Safari does not count them to 'self'.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

__all__ = ["CONTENT_SECURITY_POLICY", "error_page", "faq_index", "faq_page", "follow_page"]
