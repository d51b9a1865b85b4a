"""Moments in their order, however many digits of a second a server writes."""


def instant(moment: str) -> str:
    """A text that sorts as the moment does, and is the same for the same one.

    As they are written, `29Z` sorts behind `29.5Z`, and `29.5Z` behind `29.51Z`.
    """
    whole, _, digits = moment.removesuffix("Z").partition(".")
    return f"{whole}.{digits.rstrip('0')}"
