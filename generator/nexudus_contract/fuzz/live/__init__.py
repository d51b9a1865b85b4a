"""Manners on a server that is not one's own: what may be sent there, how fast, and what is left behind."""
