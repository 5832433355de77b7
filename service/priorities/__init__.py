"""What employers ask for by sector, against what can be started; the board's priorities with the trail of decisions."""
