"""The Youth Opportunity Guarantee: whichever agency meets somebody again, the same way back, a dated place, a clock."""
