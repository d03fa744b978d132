"""Other ways to solve the same instances, each a program of its own with its own libraries: ours use none of it.

Each file is run as a module in a virtual environment made for it (`environment`), knows of this folder only what
`protocol` and `sweep` say, and is written as those who know the library would write it.
"""
