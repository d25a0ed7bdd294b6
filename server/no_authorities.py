"""Imports aiohttp without this computer's certificate authorities; to be imported before whatever else imports it.

aiohttp reads them all when it is imported, for clients, which is a fifteenth of the server's start. The server dials
displays on its own network and nobody over TLS; who ever needs that passes its own `ssl.create_default_context()`.
"""

import os

_WHERE = ("SSL_CERT_FILE", "SSL_CERT_DIR")

_before = {name: os.environ.get(name) for name in _WHERE}
os.environ.update(dict.fromkeys(_WHERE, os.devnull))
try:
    import aiohttp  # noqa: F401
finally:
    for _name, _value in _before.items():
        if _value is None:
            del os.environ[_name]
        else:
            os.environ[_name] = _value
