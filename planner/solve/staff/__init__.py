"""Places and people for a chosen timetable: crews of alike people, then names."""
