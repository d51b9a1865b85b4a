"""What every test relies on, wherever the tests are started."""

import signal


def pytest_configure() -> None:
    """Let Ctrl-C be heard. A shell that starts the tests in the background (`make test &`) has them ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
