"""The ways that the stages take, each put together from the programs and searches of the other folders."""
