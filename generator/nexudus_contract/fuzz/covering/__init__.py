"""What a run exercised of the contract."""
