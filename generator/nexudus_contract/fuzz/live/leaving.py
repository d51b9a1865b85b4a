"""Why a conversation with somebody's server, or the whole run, is left off."""


class LeftError(BaseException):
    """A reason to leave off. No error that a law should catch on its way up; the message says why."""


class StoppedError(LeftError):
    """Nothing more may be sent, or nothing but what cleans up."""


class DeniedError(LeftError):
    """The run's own user may not do this, though the token is good."""


class SpentError(LeftError):
    """The writes are used up, but for those that delete the run's own records."""


class LostError(LeftError):
    """A write got no answer, or the server's failure for one: what came of it nobody knows."""


class WithheldError(LeftError):
    """A request that must not be sent was about to be."""
