"""Monthly frozen snapshots, disclosure control, and the charts and tables the board sees."""
