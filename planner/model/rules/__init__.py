"""The rules for the solver, one small file a rule; `RULES` is the whole list.

`one-session`, `same-function`, `consent`, `together`, `apart`, `capacity`, the reach of `start` and `place`, and
`forbids` hold by the making of the candidates (`planner.model.joint`, `planner.grid`).
"""

from planner.model.rules import (
    available,
    budget,
    hours,
    no_overlap,
    one_session,
    pins,
    place,
    representation,
    seats,
    separate,
    standby,
)

RULES = (
    one_session.add,
    place.add,
    seats.add,
    standby.add,
    available.add,
    no_overlap.add,
    hours.add,
    separate.add,
    representation.add,
    pins.add,
    budget.add,
)
