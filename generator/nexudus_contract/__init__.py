"""What reads the contract and makes things from it: checks, the client, the mock, fuzz tests."""
