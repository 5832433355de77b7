"""What rules and returns need to know of a learner beside their way: attendance, attainment, needs, protection."""
