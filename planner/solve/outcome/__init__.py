"""From indices to the plan file, with reasons for what it lacks."""
