"""A small FastAPI service in front of Nexudus: what expires soon, and renewing it.

    make mock                                      # in one terminal; in another:
    export NEXUDUS_BASE_URL=http://127.0.0.1:8000 NEXUDUS_USERNAME=admin@example.com NEXUDUS_PASSWORD=admin
    .venv/bin/uvicorn --app-dir examples --port 8080 fastapi_app:app

Then http://127.0.0.1:8080/expiring?hours=48 answers the connections, and http://127.0.0.1:8080/docs shows the rest. Add
an authentication of your own before others can reach it: whoever calls it acts in the name of your Nexudus user.
"""

import math
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from nexudus_calendars import (
    AsyncNexudusClient,
    LimitReachedError,
    NexudusError,
    NotFoundError,
    RetryPolicy,
    StaleRecordError,
    ThrottledError,
)
from providers import Google, GoogleStandIn, ProviderError
from renew_expiring import stop


class Connection(BaseModel):
    """A connection, as this service shows it."""

    id: int
    name: str
    expires: datetime


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """One client while the process lives, for it keeps connections and limits. It gives up soon, as callers do."""
    retries = RetryPolicy(retries=1, deadline=5)
    async with AsyncNexudusClient.from_env(timeout=10, retries=retries, limit_wait=5) as client:
        app.state.client, app.state.google = client, GoogleStandIn()
        yield


def the_client(request: Request) -> AsyncNexudusClient:
    """The process' client. Tests put another into `app.dependency_overrides`."""
    client: AsyncNexudusClient = request.app.state.client
    return client


def the_google(request: Request) -> Google:
    """The way to Google."""
    google: Google = request.app.state.google
    return google


app = FastAPI(title="Calendar connections", lifespan=lifespan)
Client = Annotated[AsyncNexudusClient, Depends(the_client)]


@app.get("/expiring")
async def expiring(client: Client, hours: Annotated[int, Query(ge=1, le=720)] = 24) -> list[Connection]:
    """The connections that expire soon, the most urgent first."""
    soon = datetime.now(UTC) + timedelta(hours=hours)
    rows = client.coworker_google_calendars.list(subscription_expire_date_before=soon, hydrate=True)
    found = [Connection(id=row.id, name=row.name, expires=row.subscription_expire_date) async for row in rows]
    return sorted(found, key=lambda connection: connection.expires)


@app.post("/connections/{record_id}/renew")
async def renew(record_id: int, client: Client, google: Annotated[Google, Depends(the_google)]) -> Connection:
    """Open a new channel, write it into the record, and stop the old one; in this order, so that none is missed."""
    record = await client.coworker_google_calendars.get(record_id)
    # Google's own library blocks, so not in the loop.
    channel = await run_in_threadpool(google.watch, record.calendar_id)
    try:
        await client.coworker_google_calendars.change(
            record_id,
            if_unchanged_since=record.updated_on,
            subscription_id=channel.id,
            watch_resource_id=channel.resource_id,
            subscription_expire_date=channel.expires,
        )
    except NexudusError as error:
        if not error.uncertain:
            await run_in_threadpool(stop, google, channel.id, channel.resource_id)
        raise
    await run_in_threadpool(stop, google, record.subscription_id, record.watch_resource_id)
    return Connection(id=record_id, name=record.name, expires=channel.expires)


@app.exception_handler(NexudusError)
@app.exception_handler(ProviderError)
async def failed(_request: Request, error: Exception) -> JSONResponse:
    """What went wrong, in this service's words: the error's own may hold addresses and names."""
    match error:
        case ThrottledError(retry_after=seconds) | LimitReachedError(retry_after=seconds):
            wait = str(math.ceil(seconds or 60))
            return JSONResponse({"detail": "Nexudus is busy"}, 503, {"Retry-After": wait})
        case NotFoundError():
            return JSONResponse({"detail": "there is no such connection"}, 404)
        case StaleRecordError():
            return JSONResponse({"detail": "somebody else changed it; try again"}, 409)
        case _:
            return JSONResponse({"detail": "Nexudus or Google did not do it"}, 502)
