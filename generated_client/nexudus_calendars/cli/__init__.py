"""The command line `nexudus-calendars`, which the extra `cli` brings what it needs for.

Nothing of the client imports it. Its modules are emitted into the client package as they are, but for `record_types`,
which is made from the contract.
"""
