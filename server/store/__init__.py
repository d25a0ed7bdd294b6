"""The only SQL: event log, answers, projections, machines and people, in one SQLite file."""

import sys

# sqlite-utils loads numpy where it finds it, for data frames. That costs the server a third of its start and 20 MB, and
# numpy is there for the forecast's own process only.
if "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import sqlite_utils  # noqa: F401

    del sys.modules["numpy"]
