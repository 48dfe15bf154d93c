"""What a panel talks to."""
