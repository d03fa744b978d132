"""What the office keeps: scenarios and their versions, plans, jobs, people and rights, consent, an audit trail.

`api` and `web` call this and nothing below it.
"""
