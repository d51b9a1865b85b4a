"""What ends a command."""

OK, FOUND, CANNOT_RUN, INTERRUPTED, NO_READER = 0, 1, 2, 130, 141
"""Exit codes: all is well; something was found or not done; nothing could be done; Ctrl-C; nobody reads the output."""


class CannotRunError(Exception):
    """The command cannot do what it was asked for; the message says why, and what to do next."""
