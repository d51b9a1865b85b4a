"""A typed client for Nexudus' calendar connections.

Made from openapi.yaml by `make generate`; edit that file instead of this package.
"""

from .nexudus import DEFAULT_BASE_URL, AsyncNexudusClient, NexudusClient
from .runtime.answers import WriteResult
from .runtime.errors import (
    ActionFailedError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ConnectionFailedError,
    FieldFailure,
    NexudusError,
    NotFoundError,
    RequestTimeoutError,
    ServerError,
    StatusError,
    ThrottledError,
    UnreadableAnswerError,
)

__all__ = [
    "DEFAULT_BASE_URL",
    "ActionFailedError",
    "AsyncNexudusClient",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "ConnectionFailedError",
    "FieldFailure",
    "NexudusClient",
    "NexudusError",
    "NotFoundError",
    "RequestTimeoutError",
    "ServerError",
    "StatusError",
    "ThrottledError",
    "UnreadableAnswerError",
    "WriteResult",
]
