"""What the owner of a mock controls: time, faults, the request log, and the pages and operations for all of it."""
