"""Reading one command's bytes."""

from dataclasses import dataclass


class MoreNeeded(Exception):
    """The command is not complete yet."""


class NotKnown(Exception):
    """The command, of `length` bytes as far as they belong together, is not known."""

    def __init__(self, length: int) -> None:
        self.length = length


@dataclass(slots=True)
class Reader:
    """A cursor in the bytes of one command."""

    stream: bytes
    at: int = 0

    def byte(self) -> int:
        """The next byte."""
        return self.take(1)[0]

    def word(self) -> int:
        """The next two bytes, low byte first."""
        low, high = self.take(2)
        return low | high << 8

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        if self.at + count > len(self.stream):
            raise MoreNeeded
        self.at += count
        return self.stream[self.at - count : self.at]

    def until_zero(self) -> bytes:
        """The bytes before the next NUL, which is passed over."""
        end = self.stream.find(0, self.at)
        if end < 0:
            raise MoreNeeded
        found, self.at = self.stream[self.at : end], end + 1
        return found

    def refuse(self) -> NotKnown:
        """The error for what has been read so far."""
        return NotKnown(self.at)
