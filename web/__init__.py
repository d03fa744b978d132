"""The pages: parse, call the desk, render. Vietnamese is the language they are written in, English a click away.

app        the pages as an app, and how they are put beside the API
doors      who reads, who asks: cookies, language, theme, the token against forged forms
errors     what went wrong, as pages
words      two languages: catalogues, dates, money, numbers
forms      what a form asks for, as the desk takes it
render     templates, each with the one typed context that it reads
assets     files that pages load, under addresses that change with their content
fields     the lists of a scenario as tables, and what their fields are called
rows       rows of tables: found and put back; cells: shown to people; inputs and typed: asked for and read
changes    the types of change that may be tried, as forms; cases: said in words
live       what happens to a job, as server-sent events
library    scenarios and plans, read once
routes/    a file for each kind of page: its contexts and its routes
"""
