"""Whether something can be had at all, looked at in the part of a problem that can matter for it."""
