"""A refusal is normal life: the command cannot take effect now, and leaves no trace."""


class Refusal(Exception):
    """Why not. `code` is stable and for programs, the text for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
