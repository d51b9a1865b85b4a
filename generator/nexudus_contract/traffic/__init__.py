"""Real traffic held against the contract, as it was recorded or as it goes by: what breaks it, and what it lacks."""

from nexudus_contract.traffic.check import check, write_json
from nexudus_contract.traffic.entry import Entry, TrafficError
from nexudus_contract.traffic.findings import Finding, Findings
from nexudus_contract.traffic.proxy import Proxy, proxying, serve
from nexudus_contract.traffic.upstream import Upstream

__all__ = [
    "Entry",
    "Finding",
    "Findings",
    "Proxy",
    "TrafficError",
    "Upstream",
    "check",
    "proxying",
    "serve",
    "write_json",
]
