"""The young person's own record: the link that opens it, who looked, what they say is wrong or is so now."""
