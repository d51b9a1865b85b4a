"""The records: what they hold, where they lie, and how they are asked for."""
