"""What is wrong with one cell."""


class CellError(ValueError):
    """A value that a cell refuses: what was typed, kept as it was, and a sentence why."""

    def __init__(self, typed: str, message: str) -> None:
        super().__init__(message)
        self.typed = typed
        self.message = message
