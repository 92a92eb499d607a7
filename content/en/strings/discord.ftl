# What only Discord shows: inside forms, and where a form cannot open.

# Inside an empty field for a time of day; at most 100 characters.
discord-time-placeholder = For example 19:30

# Inside an empty field for a date; at most 100 characters.
discord-date-placeholder = For example 2027-03-21

# Inside an empty field where others would search; at most 100 characters.
discord-search-placeholder = Type a name

# Where a form could not open because Discord waits three seconds only, or because one was just sent.
discord-no-form = Discord did not let me open the form this time. Please try again.
