"""What the client does beyond the generated code: dates, errors, answers, credentials.

These modules are emitted into the client package as they are, so they import nothing but the standard library, httpx,
and one another.
"""
