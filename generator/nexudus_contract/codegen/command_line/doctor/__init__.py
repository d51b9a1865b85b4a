"""What stands between an operator and Nexudus, looked at in the order in which one thing needs the other."""
