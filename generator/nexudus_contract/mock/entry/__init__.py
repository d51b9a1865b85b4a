"""Who may come in, how often, and what they may do."""
