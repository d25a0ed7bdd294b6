"""What a kiosk remembers between two starts: the office it belongs to, its key, its printer."""

import contextlib
import os
import tempfile
from pathlib import Path

import msgspec
from platformdirs import user_config_path


class NotAMember(Exception):
    """This kiosk cannot start as it is; the text says what a person does about it."""


class Membership(msgspec.Struct, frozen=True):
    """`machine` and `secret` are this kiosk's own; `server` is the office's id, `url` where it was last reached
    ("http://host:port"); `fixed`: the address was given by a person and is not replaced by what mDNS says.
    """

    machine: str
    secret: str
    server: str
    url: str
    office: str = ""
    name: str = ""
    printer: str = ""
    fixed: bool = False


def default_path() -> Path:
    """Where a kiosk keeps its membership unless told otherwise."""
    return user_config_path("lotse") / "kiosk.json"


def load(path: Path) -> Membership:
    """The membership kept at `path`. Raises NotAMember."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Membership)
    except FileNotFoundError:
        raise NotAMember(
            "this kiosk does not belong to an office yet; "
            "join with the token that the server printed at its first start: lotse kiosk --join TOKEN"
        ) from None
    except OSError as why:
        raise NotAMember(f"cannot read {path}: {why.strerror}; run as the user who joined, or join again") from why
    except msgspec.MsgspecError as why:
        raise NotAMember(f"{path} is damaged ({why}); remove it and join again: lotse kiosk --join TOKEN") from why


def save(path: Path, membership: Membership) -> None:
    """Keep it, readable by this user alone, whole or not at all. Raises NotAMember."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # made with mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(membership), indent=2))
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(draft)
            raise
    except OSError as why:
        raise NotAMember(f"cannot write {path}: {why.strerror}; choose another file with --config") from why
