# What only Slack shows: around modals, under topics, and to people of another workspace.

# The title of a modal that shows an answer; at most 24 characters.
slack-title = Ajar

# Closes a modal; at most 24 characters.
slack-close = Close

# Under a topic in a channel.
slack-answer-in-thread = Answers are welcome in the thread of this message.

# To someone who presses a button from a workspace without Ajar.
slack-elsewhere = Ajar is not part of your workspace, so it cannot answer you here.

# Where a form could not open because Slack waits three seconds only.
slack-too-late = That took me too long, so Slack did not let me open the form. Please try again.
