"""What Chung Tay talks about: scenarios, plans, reports and faults. No solver, no input or output."""
