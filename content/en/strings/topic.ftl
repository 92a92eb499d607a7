# Discussions that moderators open.
topic-summary = Open a discussion with the group
topic-post-summary = Choose or write a topic, look at it, then post it now or later
topic-list-summary = What is planned
topic-cancel-summary = Take a planned topic back
topic-weekly-summary = A topic every week, approved by a moderator each time
topic-topic-summary = Search the library by a word
topic-title = Topics

topic-choose = Which topic would you like to open? You see it first, as the group will. Nothing is posted yet.
topic-pick-placeholder = Choose or search a topic
topic-theme-placeholder = Show the topics of one theme
topic-own-button = Write my own
topic-own-form-title = Your own topic
topic-own-title-label = Title
topic-own-title-hint = A few words; they name the thread
topic-own-question-label = Opening question
topic-own-question-hint = Something people can answer without telling more than they want to
topic-preview-button = Preview
topic-own-title-length = A title is needed, of up to { $longest } characters.
topic-own-question-length = A question is needed, of up to { $longest } characters.
topic-not-kept = This did not fit yet, so nothing was kept. Here are your words, so that none is lost.

topic-preview = This is how the group will see it. Nothing is posted yet.
topic-note = A word before: { $note }
topic-follow-ups = Some ways in:
topic-checkin-button = Check in privately
topic-now-button = Post here now
topic-when-button = Choose place and time
topic-edit-button = Write it my way
topic-drop-button = Take it back
topic-again-button = Choose a topic
topic-gone = This topic is not there any more. Nothing was changed.
topic-posted-already = It stands in its channel already, or is on its way there. Nothing was changed.
topic-on-its-way = It is on its way, and will stand there in a moment.
topic-dropped = Taken back. It will not be posted.

topic-when-form-title = Place and time
topic-channel-label = Channel, thread or forum
topic-place-label = As what
topic-place-thread-option = With a thread of its own
topic-place-channel-option = As a message in the channel
topic-date-label = Date
topic-date-hint = Such as 2027-01-15; empty for today
topic-time-label = Time of day
topic-time-hint = Such as 18:30, in { $zone }; empty to post at once
topic-plan-button = Plan it
topic-channel-needed = Please choose a channel or forum I may write in.
topic-date-unclear = I did not understand this date. Something like 2027-01-15 works.
topic-date-far = This is too far ahead. Up to { $days } days work.
topic-time-unclear = I did not understand this time. Something like 18:30 works.
topic-time-needed = For another day, a time is needed. Something like 18:30 works.
topic-time-past = This time has gone by already, or does not exist on that day. A later one works.
topic-not-planned = I could not plan it yet, and nothing was changed.
topic-planned = Planned. It opens { $moment }.

topic-none-planned = Nothing is planned. { $post } opens a topic.
topic-list = { $count ->
    [one] One topic is planned:
   *[other] { $count } topics are planned:
}
topic-entry-agreed = { $title }, { $moment }
topic-entry-proposed = { $title }, { $moment }, if a moderator approves it

topic-weekly-needs-channel = The weekly topic comes to the moderators first. Please name their channel with { $community }.
topic-weekly-form-title = A topic every week
topic-weekly-about = The day before, a card comes to the moderators' channel. It is posted only if one of you approves it.
topic-weekly-day-label = On which day it opens
topic-weekly-none-option = No weekly topic
topic-weekly-save-button = Keep
topic-weekly-button = Set up the weekly topic
topic-weekly-ended = There is no weekly topic any more.
topic-weekly-set = All right. The first one opens { $first }. Its card comes one day before.

topic-card-summary = Tomorrow's topic waits for a moderator
topic-card = This topic could open { $moment }. It is posted only if a moderator approves it.
topic-approve-button = Approve
topic-other-button = Another topic
topic-not-this-week-button = Not this week
topic-card-approved = Approved. It opens { $moment }.
topic-card-decided = This card has been decided already, or its time has gone by. Nothing was changed.
topic-card-changed = The topic of this card was changed a moment ago, so nothing was approved. This is how it stands now.
topic-card-declined = Nothing will be posted this week.
topic-card-lapsed = No one approved this topic before its time, so it was not posted.
