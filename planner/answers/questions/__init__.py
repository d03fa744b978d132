"""The questions that can be asked of a plan: what each says, whether it can be asked, and its answer.

kinds      the questions, each a type of its own
check      whether what a question names is there
asking     what a question is asked with: a plan, settings, where cases run
answering  from a question to its answer
found      the answers, with their JSON documents

`kinds` and `check` do without the solver's library, which takes a second to load.
"""
