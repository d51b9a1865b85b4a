"""Asks a running server, by reads only, what Nexudus' documentation leaves open."""

from nexudus_contract.probe.answer import Answer, Confidence, Finding, Line, ProbeError, Verdict
from nexudus_contract.probe.asker import LARGEST_PACE, Probe
from nexudus_contract.probe.report import Report, changes, read
from nexudus_contract.probe.run import run

__all__ = [
    "LARGEST_PACE",
    "Answer",
    "Confidence",
    "Finding",
    "Line",
    "Probe",
    "ProbeError",
    "Report",
    "Verdict",
    "changes",
    "read",
    "run",
]
