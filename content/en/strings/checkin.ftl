# The check-in: five fields, one kind answer.
checkin-summary = A private moment: how are you, and what set it off?
checkin-summary-line = Your check-in
checkin-button = Check in
checkin-again-button = Check in again
checkin-save-button = Keep it

checkin-form-title = How are you right now?
checkin-mood-label = How are you?
checkin-mood-5-option = Very good
checkin-mood-4-option = Good
checkin-mood-3-option = In between
checkin-mood-2-option = Low
checkin-mood-1-option = Very low
checkin-feelings-label = Which words come close?
checkin-trigger-label = What set it off?
checkin-trigger-person-option = Something said or done
checkin-trigger-around-option = Something around me
checkin-trigger-mind-option = Something on my mind
checkin-trigger-unknown-option = I don't know
checkin-reaction-label = What did I want to do?
checkin-reaction-closer-option = Move closer
checkin-reaction-away-option = Move away
checkin-reaction-judge-option = Judge
checkin-reaction-defend-option = Defend myself
checkin-reaction-quiet-option = Go quiet
checkin-reaction-other-option = Something else
checkin-note-label = Anything you want to keep
checkin-note-hint = Only for you. It can stay empty.
checkin-mood-needed = One thing is missing: how you are. All the rest can stay empty.
checkin-note-long = This note is longer than { $longest } characters, so I could not keep it yet. Here are your words, so that none is lost.

checkin-kept-very-low-1 = That sounds very heavy. Thank you for putting it down here for a moment.
checkin-kept-very-low-2 = A hard moment, and you looked at it all the same. That took something.
checkin-kept-very-low-3 = I am sorry it is this hard right now. It is kept, so you do not have to hold it all in your head.
checkin-kept-low-1 = Not an easy one. Thank you for noticing it, as it is.
checkin-kept-low-2 = It does not have to be different right now for you to be welcome here.
checkin-kept-low-3 = You gave a hard moment a name. That can make it a little less wide.
checkin-kept-between-1 = In between is a place too. It is kept.
checkin-kept-between-2 = Some of each, then. Thank you for looking.
checkin-kept-between-3 = Not here, not there. It is good to have that seen.
checkin-kept-good-1 = Good to hear. Moments like this are worth keeping too.
checkin-kept-good-2 = Good to hear. I am keeping it for you.
checkin-kept-good-3 = How nice. May a little of it stay with you.
checkin-closer-kept = A closer word, then. It is added.

checkin-after-closer = Wanting to move closer when it hurts is a very human pull. What would closeness be right now, if only between you and yourself?
checkin-after-away = Wanting to get away can be a way to stay safe. You may take the distance you need.
checkin-after-judge = Judging often stands guard over something that hurts. What might be behind it, if you look gently?
checkin-after-defend = Defending yourself says that something in you matters. What was it that felt attacked?
checkin-after-quiet = Going quiet can be a rest, or a wall. You know best which it was. You can come out of it in your own time.
checkin-after-other = Whatever you wanted to do, you are looking at it now, from a little further away.
checkin-set-off-person = What someone says or does can go deep. How deep it went is real.
checkin-set-off-around = Things around us reach us more than we notice. Now you have caught one of them.
checkin-set-off-mind = What is on your mind colors what comes in from outside. It helps to know it was already there.
checkin-set-off-unknown = Not knowing is an honest answer. Sometimes the cause shows up later, sometimes it does not need to.

checkin-closer-placeholder = A closer word
checkin-private = Only you can see this. You can check in as often as you like.
checkin-gone = I cannot find this entry among yours. Nothing was changed.

# An evening reminder, for those who want one.
checkin-evening-button = A word in the evening
checkin-evening-ask = Would you like a word in the evening, on days without a check-in? When?
checkin-evening-now = A word comes at { $time }, on days without a check-in. Would you like to change that?
checkin-evening-placeholder = Choose an hour
checkin-evening-none-option = None, please
checkin-evening-set = All right: at { $time }, and only on days without a check-in.
checkin-evening-off = All right: no word in the evening.
checkin-evening = The day is nearly over. If you like, look for a moment at how you are. It can also stay unlooked at.
checkin-evening-summary-line = A quiet moment, if you like
checkin-evening-open-button = Look for a moment
checkin-evening-change-button = Change or stop this
