"""What is given to a solver, and the only readers of what it answers: CP-SAT, HiGHS, tiers over a program."""
