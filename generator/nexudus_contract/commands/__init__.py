"""The commands of the command line. Each module adds those of some rooms, and imports a room only when it runs."""
