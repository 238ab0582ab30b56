"""Foreign standards, pure translation both ways."""
