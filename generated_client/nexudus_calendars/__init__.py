"""A typed client for Nexudus' calendar connections.

Made from openapi.yaml by `make generate`; edit that file instead of this package.
"""

from .nexudus import (
    DEFAULT_BASE_URL,
    DEFAULT_TIMEOUT,
    DOCUMENTED_LIMITS,
    NO_LIMITS,
    AsyncClientOptions,
    AsyncNexudusClient,
    ClientOptions,
    NexudusClient,
)
from .runtime.answers import WriteResult
from .runtime.bulk import BulkError, Outcome, Report, State
from .runtime.clock import Clock
from .runtime.credentials import BasicAuth, BearerAuth
from .runtime.dates import Instant
from .runtime.errors import (
    ActionFailedError,
    Answer,
    AnswerError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ConnectionFailedError,
    FieldFailure,
    NexudusError,
    NotFoundError,
    PermissionDeniedError,
    RequestTimeoutError,
    ServerError,
    StatusError,
    ThrottledError,
    UnreadableAnswerError,
)
from .runtime.grants import GrantAuth, Tokens
from .runtime.listing import AsyncListing, IncompleteListError, Listing
from .runtime.order import OrderError
from .runtime.pacing import Limit, LimitReachedError
from .runtime.pools import aiohttp_transport
from .runtime.progress import progress_bar
from .runtime.records import Batch, NotWrittenError, StaleRecordError
from .runtime.retries import NO_RETRIES, RetryPolicy

__all__ = [
    "DEFAULT_BASE_URL",
    "DEFAULT_TIMEOUT",
    "DOCUMENTED_LIMITS",
    "NO_LIMITS",
    "NO_RETRIES",
    "ActionFailedError",
    "Answer",
    "AnswerError",
    "AsyncClientOptions",
    "AsyncListing",
    "AsyncNexudusClient",
    "AuthenticationError",
    "BadRequestError",
    "BasicAuth",
    "Batch",
    "BearerAuth",
    "BulkError",
    "ClientOptions",
    "Clock",
    "ConflictError",
    "ConnectionFailedError",
    "FieldFailure",
    "GrantAuth",
    "IncompleteListError",
    "Instant",
    "Limit",
    "LimitReachedError",
    "Listing",
    "NexudusClient",
    "NexudusError",
    "NotFoundError",
    "NotWrittenError",
    "OrderError",
    "Outcome",
    "PermissionDeniedError",
    "Report",
    "RequestTimeoutError",
    "RetryPolicy",
    "ServerError",
    "StaleRecordError",
    "State",
    "StatusError",
    "ThrottledError",
    "Tokens",
    "UnreadableAnswerError",
    "WriteResult",
    "aiohttp_transport",
    "progress_bar",
]
