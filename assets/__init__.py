"""Pictures, sounds, interface languages, the theme and the model site: files, and the way to find them."""

from pathlib import Path

_ROOM = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Where the asset `name` ("theme.toml", "sounds/chime.wav") lies, in a checkout and in an installed wheel alike.

    Raises FileNotFoundError when there is no such file or folder, and ValueError when `name` leads out of the room.
    """
    found = (_ROOM / name).resolve()
    if not found.is_relative_to(_ROOM):
        raise ValueError(f"{name!r} is not inside the assets")
    if not found.exists():
        raise FileNotFoundError(f"there is no asset {name!r}; the installation is incomplete")
    return found
