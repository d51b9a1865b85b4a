"""How requests are sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict

import httpx

from .clock import SYSTEM_CLOCK, Clock
from .pacing import Limit
from .retries import RetryPolicy

ResponseHook = Callable[[httpx.Response], object]


class OptionChanges(TypedDict, total=False):
    """What `with_options` takes; see `Options` for what each means. Headers and query parameters are added."""

    timeout: float | httpx.Timeout | None
    retries: RetryPolicy
    limits: Sequence[Limit]
    limit_wait: float | None
    headers: Mapping[str, str]
    query: Mapping[str, str]
    on_response: ResponseHook | None


@dataclass(frozen=True)
class Options:
    """How requests are sent.

    Attributes:
        timeout: Seconds to wait for each part of an answer, or httpx's own description of that; None waits for ever.
        retries: What is sent again, and when.
        limits: What the pacer keeps; none of them switches it off.
        limit_wait: Most seconds that a call waits for them; None for as long as it takes.
        headers: Headers to send with every request, beside those that the httpx client has.
        query: Query parameters to send with every request.
        on_response: Called with every raw answer, also with one that is then retried or raised as an error.
        clock: What the time is read from.
    """

    timeout: float | httpx.Timeout | None
    retries: RetryPolicy
    limits: Sequence[Limit]
    limit_wait: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    query: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    on_response: ResponseHook | None = None
    clock: Clock = SYSTEM_CLOCK

    def changed(self, changes: OptionChanges) -> "Options":
        """These options with the changes made.

        Raises:
            TypeError: there is no such option.
        """
        if unknown := changes.keys() - OptionChanges.__annotations__:
            raise TypeError(f"with_options() got an unexpected keyword argument {min(unknown)!r}")
        headers, query = changes.get("headers", {}), changes.get("query", {})
        given: dict[str, Any] = {**changes, "headers": {**self.headers, **headers}, "query": {**self.query, **query}}
        return replace(self, **given)
