"""A finding, again: as it was sent, as commands, as a program."""
