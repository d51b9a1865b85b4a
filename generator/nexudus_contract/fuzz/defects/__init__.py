"""Planted defects: what a server can do wrong, each as a function around a server that does it right.

They are written over the contract, for every record type it has, and meet the mock through its public interface alone:
one function from a request to an answer.
"""

from nexudus_contract.fuzz.defects.access import ACCESS
from nexudus_contract.fuzz.defects.answers import PROTOCOLS, RESULTS, SHAPES
from nexudus_contract.fuzz.defects.attacks import ATTACKS
from nexudus_contract.fuzz.defects.edges import ACCEPTS, CRASHES, REFUSES
from nexudus_contract.fuzz.defects.lists import LEAKS, LISTS
from nexudus_contract.fuzz.defects.pace import CONCURRENCY, SLOWNESS, THROTTLES
from nexudus_contract.fuzz.defects.plant import Defect, Family, Plot
from nexudus_contract.fuzz.defects.states import STATES
from nexudus_contract.fuzz.defects.writes import MOMENTS, NUMBERS, TEXTS, UPDATES

__all__ = ["CATALOGUE", "Defect", "Family", "Plot"]

CATALOGUE: tuple[Defect, ...] = (
    *CRASHES,
    *SHAPES,
    *PROTOCOLS,
    *ACCEPTS,
    *REFUSES,
    *ACCESS,
    *STATES,
    *UPDATES,
    *TEXTS,
    *MOMENTS,
    *NUMBERS,
    *RESULTS,
    *LISTS,
    *LEAKS,
    *CONCURRENCY,
    *THROTTLES,
    *SLOWNESS,
    *ATTACKS,
)
