"""What planners ask of a plan, each answered by solving a changed scenario again."""
