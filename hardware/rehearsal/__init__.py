"""A remote hand and eye for demo and tests: touches a real window and looks at it, over a unix socket.

Off unless a process is started with `--rehearse SOCKET`. `stage` is the window's side, `client` the other;
one JSON object a line each way. Importing this package loads no Kivy.
"""

from hardware.rehearsal.client import BlockingRehearsalClient, RehearsalClient, RehearsalError, Seen

__all__ = ["BlockingRehearsalClient", "RehearsalClient", "RehearsalError", "Seen"]
