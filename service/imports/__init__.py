"""A file somebody submitted: its rows, its problems, its receipt."""
