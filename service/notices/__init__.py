"""What agencies are told about learners they know, for their people to read."""
