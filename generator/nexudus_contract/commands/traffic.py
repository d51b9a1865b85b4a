"""check-traffic and proxy: what goes by, held against the contract."""

import argparse
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from nexudus_contract.commands.parts import Subparsers, failed
from nexudus_contract.document import load

if TYPE_CHECKING:
    from nexudus_contract.traffic import Findings


def add(commands: Subparsers) -> None:
    """Add the commands."""
    check_traffic = commands.add_parser("check-traffic", help="hold recorded traffic against the contract")
    check_traffic.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a recording, in the HAR format")
    check_traffic.add_argument("--url", help="the server that matters (default: any that is asked for the API's paths)")
    check_traffic.add_argument("--json", type=Path, metavar="FILE", help="also write the findings as JSON")
    check_traffic.set_defaults(command=_check_traffic)

    proxy = commands.add_parser("proxy", help="pass requests on to a server, and hold each against the contract")
    proxy.add_argument("--to", required=True, metavar="URL", help="the server")
    proxy.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    proxy.add_argument("--port", type=int, default=8080, help="port to listen on, 0 for any free one (default: 8080)")
    proxy.add_argument("--har", type=Path, metavar="FILE", help="also record what goes by, without secrets")
    proxy.set_defaults(command=_proxy)


def _check_traffic(options: argparse.Namespace) -> int:
    from nexudus_contract.traffic import TrafficError, check, write_json

    contract = load(options.contract)
    try:
        findings = check(contract, options.files, options.url)
        if options.json is not None:
            write_json(findings, options.json)
    except TrafficError as error:
        return failed(str(error), 2)
    return _told(findings)


def _proxy(options: argparse.Namespace) -> int:
    from nexudus_calendars.runtime.environment import allows_http
    from nexudus_contract.traffic import TrafficError, Upstream, serve

    contract = load(options.contract)
    try:
        findings, troubles = serve(
            contract,
            Upstream(options.to, allow_http=allows_http(os.environ)),
            (options.host, options.port),
            options.har,
            partial(print, flush=True),
        )
    except (TrafficError, ValueError) as error:
        return failed(str(error), 2)
    found = _told(findings)
    for trouble in troubles:
        failed(trouble, 2)
    return found or (2 if troubles else 0)


def _told(findings: "Findings") -> int:
    """Say what was found; the exit code."""
    for finding in findings:
        print(finding)
    print(f"checked    {findings.summary}")
    return 1 if findings else 0
