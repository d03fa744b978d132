"""What a scenario says that could be otherwise, input by input: the members of which conflicts consist.

Not among them, and so never to blame: that a person is in one place at a time, how many seats an attendance takes,
who the people are, how long an activity lasts, and that a session has one function and one area.
"""

from __future__ import annotations

from planner.answers.inputs.input import Input, relaxed
from planner.answers.inputs.meetings import of_activities, of_places
from planner.answers.inputs.needs import of_functions, of_own_roles, of_the_whole
from planner.answers.inputs.people import of_organisations, of_people, of_wishes
from planner.answers.inputs.words import Names
from planner.domain.scenario import Scenario

__all__ = ["Input", "inputs", "relaxed"]


def inputs(scenario: Scenario) -> tuple[Input, ...]:
    """Return every input that can be taken back; pointers are those of the scenario's lists as given."""
    names = Names(scenario)
    return (
        *of_people(scenario, names),
        *of_organisations(scenario),
        *of_places(scenario, names),
        *of_functions(scenario, names),
        *of_activities(scenario, names),
        *of_own_roles(scenario, names),
        *of_wishes(scenario, names),
        *of_the_whole(scenario),
    )
