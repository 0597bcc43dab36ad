"""What is wrong with a file somebody sent."""


class Unfit(Exception):
    """A file that cannot be taken, and a sentence why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
