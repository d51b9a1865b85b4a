"""What a person calls: one module per resource, each for sync and async use."""
