"""Changes of a declaration that would let refused records in: found, tried on what is kept, and written."""
