"""Celery tasks that renew Google channels: one task finds what expires, and one renews each.

    make mock                                      # in one terminal; in another:
    curl -s -X POST -H 'Content-Type: application/json' -d '{"records": 10}' http://127.0.0.1:8000/_mock/seed
    export NEXUDUS_BASE_URL=http://127.0.0.1:8000 NEXUDUS_USERNAME=admin@example.com NEXUDUS_PASSWORD=admin
    .venv/bin/python examples/celery_tasks.py

That carries out the tasks at once, without a broker, and prints how many expire within two days. In production:

    CELERY_BROKER_URL=redis://localhost celery --workdir examples -A celery_tasks worker --beat --concurrency 1

One process, since a client's limits are its own, and two would overrun what Nexudus allows the user. If you need
more, give each its share: `from_env(limits=...)`.
"""

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from celery import Celery, Task
from celery.signals import worker_process_shutdown

from nexudus_calendars import NO_RETRIES, NexudusClient, NexudusError, NotFoundError, StaleRecordError, ThrottledError
from providers import GoogleStandIn, ProviderError
from renew_expiring import renew_google

SOON = timedelta(hours=48)
app = Celery("celery_tasks")
app.conf.update(
    beat_schedule={"renew": {"task": "find_expiring", "schedule": timedelta(hours=1)}},
    # A task whose worker died is carried out again, which these can bear.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
)
google = GoogleStandIn()


@cache
def nexudus() -> NexudusClient:
    """The client of this process, made when the first task wants it: after the fork, since connections bear none.

    It sends nothing again by itself: a task that waits in the queue holds up no worker.
    """
    return NexudusClient.from_env(retries=NO_RETRIES)


@worker_process_shutdown.connect
def close(**_: Any) -> None:
    """Close the client."""
    if nexudus.cache_info().currsize:
        nexudus().close()


def try_later(task: "Task[Any, Any]", error: NexudusError | ProviderError) -> Exception:
    """Have the task carried out again, when the server wants it or after a wait that doubles; or let it fail."""
    if isinstance(error, NexudusError) and not (error.passing or isinstance(error, StaleRecordError)):
        return error
    asked = error.retry_after if isinstance(error, ThrottledError) else None
    # A little more than asked, so that the tasks that were refused together do not come back together.
    wait = (asked or 2**task.request.retries) * random.uniform(1, 1.5)
    return task.retry(exc=error, countdown=wait, max_retries=8)


@app.task(name="find_expiring", bind=True)
def find_expiring(self: "Task[Any, Any]") -> int:
    """Start a task for each connection that expires soon; answers how many."""
    soon = datetime.now(UTC) + SOON
    try:
        ids = [row.id for row in nexudus().coworker_google_calendars.list(subscription_expire_date_before=soon)]
    except NexudusError as error:
        raise try_later(self, error) from error
    for id_ in ids:
        renew.delay(id_)
    return len(ids)


@app.task(name="renew", bind=True)
def renew(self: "Task[Any, Any]", id_: int) -> str:
    """Renew one connection. Twice does no harm: what was renewed meanwhile is left alone."""
    try:
        record = nexudus().coworker_google_calendars.get(id_)
        if record.subscription_expire_date > datetime.now(UTC) + SOON:
            return "not due"
        return f"renewed until {renew_google(nexudus(), google, record):%Y-%m-%d %H:%M} UTC"
    except NotFoundError:
        return "was deleted"
    except (NexudusError, ProviderError) as error:
        raise try_later(self, error) from error


if __name__ == "__main__":
    app.conf.task_always_eager = True
    with nexudus():
        print(find_expiring.delay().get(), "were expiring")
