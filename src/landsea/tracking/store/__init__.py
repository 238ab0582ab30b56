"""The read model of tracking: tables, what fills them, what is read from them."""
