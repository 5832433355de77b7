"""Files handed to others: what each may hold by which agreement, and the making of them."""
