"""Which activities meet at which place, where no staff is needed: facility location."""
