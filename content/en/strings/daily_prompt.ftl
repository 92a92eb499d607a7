# The daily question, its buttons and what they answer.
daily-today-summary = See today's question now, in private
daily-summary = Your question for today is here
daily-ready = Your question for today is here. It opens when you press.
daily-heading-label = Your question for today
daily-theme = About: { $theme }

# Above a question, when the rhythm bends by itself.
daily-bent-third = From here on I write every third day, so that this stays light. { $rhythm } changes that.
daily-bent-weekly = From here on I write once a week. { $rhythm } changes that, and { $today } brings a question at any hour.
daily-bent-last = I leave you this one, and then I stay quiet until you write. { $today } or any word from you is enough.
daily-bent-back = Your questions are back, at your own hour. { $rhythm } changes that.

daily-open-button = Open the question
daily-reflect-button = Reflect
daily-another-button = Another
daily-not-theme-button = Not this theme
daily-later-button = Later
daily-less-button = Less often or stop
daily-today-button = Today's question
daily-tip-button = Show me a small practice
daily-themes-button = Choose themes again
daily-save-button = Keep it
help-now-button = Need help now

daily-reflect-form-title = Your answer
daily-reflect-label = What comes to you?
daily-reflect-hint = Only you can read this. A word or two is plenty.

daily-kept = It is kept, locked with your own key. Nobody else reads it. Here it is, as you wrote it:
daily-kept-summary = Your answer is kept
daily-empty = There were no words in it yet, so nothing was kept. A word or two is plenty.
daily-long = This answer is longer than { $longest } characters, so I could not keep it yet. Here are your words, so that none is lost.
daily-gone = This question has left the library. Today's question is here for you.
daily-nothing-left = You have set every theme aside, so there is no question to show. You can bring one back whenever you like.
daily-last-theme = This is the last theme that is left. You can pause or stop instead, and come back to it when you like.

daily-choose-placeholder = Choose what suits you
daily-later-ask = When would you like this question back?
daily-less-ask = What would feel better? All of it can be undone.
daily-hour-option = In an hour
daily-evening-option = This evening
daily-tomorrow-option = Tomorrow, in place of the next one
daily-stop-option = Stop everything
daily-thrice-option = Three days a week
daily-weekly-option = Once a week
daily-rest-option = Rest for a week

daily-at-moment = It comes back { $moment }.
daily-at-tomorrow = It comes back with your next question's hour, in its place.
daily-at-none = That moment has gone by, or lies in the quiet hours. The question stays here for you.
daily-stopped = Stopped. Nothing more will come from me. If you want to come back one day: { $start }.
daily-resting = Rest well. The next question comes on { $until } or after. { $pause } changes that.
daily-thrice-done = From now on: Monday, Wednesday and Friday. { $rhythm } lets you pick the days.
daily-weekly-done = From now on: once a week, on this weekday. { $rhythm } lets you pick the day.
