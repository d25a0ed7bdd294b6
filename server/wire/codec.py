"""Bytes from a stranger → a message, or a `Garbled` that says what is wrong with them."""

from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")

# Longer than any message of the published language but the kiosk's site; what is longer is not read.
MAX_BYTES = 64 * 1024
MAX_VIEW_BYTES = 4 * 1024 * 1024


class Garbled(ValueError):
    """What came is no message of the published language. `code`: "malformed", "unknown_type" or "invalid"."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Decoder(Generic[T]):
    """Reads one union of messages. `limit` is the most bytes it looks at."""

    def __init__(self, union: object, limit: int = MAX_BYTES) -> None:
        self._decoder = msgspec.json.Decoder(union)
        self._limit = limit

    def __call__(self, raw: bytes | str) -> T:
        """The message in `raw`; raises `Garbled`."""
        if len(raw) > self._limit:
            raise Garbled("malformed", f"a message has at most {self._limit} bytes, this one has {len(raw)}")
        try:
            return self._decoder.decode(raw)  # type: ignore[no-any-return]
        except msgspec.ValidationError as error:
            text = str(error)
            unknown = ("Invalid value" in text and ".type" in text) or "missing required field `type`" in text
            raise Garbled("unknown_type" if unknown else "invalid", text) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Garbled("malformed", f"not JSON: {error}") from error
