"""Writing new expiry dates: what is to be changed, what that means for each record, and what became of it."""
