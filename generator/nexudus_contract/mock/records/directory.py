"""The names behind references. The mock keeps no records but those of the contract's own types, so it makes them up."""

from itertools import product
from random import Random

_FIRST_NAMES = (
    *("Ada", "Amara", "Chen", "Elif", "Grace", "Ingrid"),
    *("José", "Katherine", "Mary", "Priya", "Tomasz", "Yuki"),
)
_LAST_NAMES = (
    *("Álvarez", "Hopper", "Johnson", "Kaya", "Lovelace", "Okafor"),
    *("Raman", "Seacole", "Sørensen", "Tanaka", "Wei", "Zieliński"),
)
_PLACES = (
    *("Aurora", "Birch", "Cedar", "Dune", "Ember", "Fjord"),
    *("Grove", "Harbour", "Iris", "Juniper", "Lagoon", "Meadow"),
)


class Directory:
    """People, and whatever else has a name, by the id that points at them. The same seed makes the same names."""

    def __init__(self, seed: int) -> None:
        self._people = [f"{first} {last}" for first, last in product(_FIRST_NAMES, _LAST_NAMES)]
        self._places = list(_PLACES)
        random = Random(seed)
        random.shuffle(self._people)
        random.shuffle(self._places)

    def person(self, reference: int) -> str:
        """The full name of a person."""
        return self._people[reference % len(self._people)]

    def name(self, shown_as: str, kind: str, reference: int) -> str:
        """The name of the record with the id `reference`, of a kind such as `Desk`, for the property `shown_as`."""
        if shown_as.endswith("FullName"):
            return self.person(reference)
        place, number = self._places[reference % len(self._places)], reference // len(self._places)
        return f"{kind} {place} {number}" if number else f"{kind} {place}"

    def retold(self, text: str, reference: int) -> str:
        """A text with somebody else's first name where it mentions one, as in `Ada's calendar`."""
        for first in _FIRST_NAMES:
            if first in text:
                return text.replace(first, self.person(reference).split()[0])
        return text
