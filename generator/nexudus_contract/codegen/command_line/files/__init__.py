"""Exports: records in a file, the same ones in each of two formats."""
