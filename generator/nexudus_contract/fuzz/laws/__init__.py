"""What a server must do, checked in conversations with each record type."""
