"""Lets requests in: who sent them, how often they call, and whether they may."""

from datetime import timedelta

from nexudus_contract.mock.entry.credentials import Credentials
from nexudus_contract.mock.entry.throttle import Throttle
from nexudus_contract.mock.entry.users import NOBODY, Account
from nexudus_contract.mock.envelopes import denied, throttled
from nexudus_contract.mock.errors import RefusedError
from nexudus_contract.mock.wire.message import Request
from nexudus_contract.terms import Operation


class Gate:
    """The way into the API."""

    def __init__(self, credentials: Credentials, throttle: Throttle, throttle_status: int) -> None:
        self._credentials = credentials
        self._throttle = throttle
        self._throttle_status = throttle_status

    def identify(self, request: Request) -> Account | None:
        """Who sent a request; None where that is not known."""
        authorization = request.headers.get(b"authorization")
        return None if authorization is None else self._credentials.account_of(authorization.decode("latin-1"))

    def admit(self, request: Request, account: Account | None, operation: Operation) -> Account:
        """Who a request is carried out for.

        Raises:
            RefusedError: they call too often, are not known, or may not do this.
        """
        if self._throttle:
            wait = self._throttle.let_in(account.id if account else request.host, request.method)
            if wait > timedelta():
                raise RefusedError(throttled(wait, self._throttle_status))
        if not operation.secured:
            return NOBODY
        if account is None or not account.may(operation.roles):
            raise RefusedError(denied())
        return account
