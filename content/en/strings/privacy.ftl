# What is kept about a member: to see, to take along, to choose for how long, to erase.
mydata-summary = See all that I keep about you, and choose for how long
forget-summary = Erase all that I keep about you

privacy-title = What I keep about you
privacy-nothing = I keep nothing about you. { $start } begins, if you like.
privacy-what = This is yours, and only you can see it here. Look at it, take a copy, or choose how long I keep it.
privacy-count = { $count ->
    [0] You have written nothing that I keep.
    [one] There is one entry of yours, locked with your own key.
   *[other] There are { $count } entries of yours, locked with your own key.
}
privacy-kept = What you write goes after { $days } days. Your safety notes stay until you delete them.
privacy-retention-placeholder = Keep what I write for { $days } days
privacy-retention-option = { $days } days
privacy-retention-done = From now on, what you write goes after { $days } days.
privacy-retention-ask = { $count ->
    [one] With { $days } days, one entry goes now. It cannot be brought back.
   *[other] With { $days } days, { $count } entries go now. They cannot be brought back.
}
privacy-retention-yes-button = Yes, { $days } days
privacy-retention-no-button = Leave it as it is
privacy-look-button = Look at it here
privacy-files-button = Take a copy
privacy-erase-button = Erase it all
privacy-next-button = Next page
privacy-before-button = Page before
privacy-back-button = Back
privacy-page = Page { $number } of { $count }
privacy-files = Here is all of it, twice: as a page to read, and as a file for programs. Whoever can open these files can read your words, so keep them somewhere safe.
privacy-unreadable = This one does not open any more.

# /forget: one question, and what stays for how long.
forget-title = Erase it all
forget-ask = Shall I erase all that I keep about you? It cannot be brought back, by you or by me.
forget-goes = What goes at once: what you wrote and ticked, your safety notes, your hour and settings. No message that waits will come.
forget-stays = What stays for a while: older copies of this database. Your words in them cannot be read without your key. Copies of the keys go after 7 days at the latest. A mark says that this account was erased, so that an old copy never brings you back.
forget-platform = What I sent you stands in your messages until you delete it there. Topics in a channel stay too.
forget-leaving = The same happens by itself when you leave, 30 days after.
forget-copy-button = Take a copy first
forget-yes-button = Yes, erase it all
forget-no-button = No, keep it
forget-done = It is erased. I know nothing about you any more. If you want to begin anew one day: { $start }.
forget-begun = It has begun. Nothing will reach you and nobody can read it. The rest is erased by itself within the hour.
forget-kept = All right. Nothing was changed.

# The page to read. Where a name is missing here, the plain name of the field stands.
privacy-section-you = About you
privacy-section-accounts = Your accounts
privacy-section-memberships = Where you were seen
privacy-section-communities = Where you are named as a moderator
privacy-section-schedules = When questions come
privacy-section-muted-themes = Themes you set aside
privacy-section-shown = What you were shown
privacy-section-deliveries = What was sent to you
privacy-section-enrolments = Your journeys
privacy-section-tallies = How much you have made
privacy-section-files = Files in our messages
privacy-kind-checkin = Check-ins
privacy-kind-reflection = Answers to questions
privacy-kind-journey-answer = Answers on journeys
privacy-kind-plan = Plans
privacy-kind-safety-notes = My safety notes
privacy-kind-daily-prompt = Questions
privacy-kind-journey-step = Steps of a journey
privacy-kind-checkin-nudge = A word in the evening
privacy-kind-hello = The first message
privacy-kind-renewal = Asking for your yes again
privacy-kind-tip = Small practices
privacy-kind-tip-outcome = What you said about practices
privacy-field-zone = Time zone
privacy-field-locale = Language
privacy-field-country = Country
privacy-field-discreet = Discreet messages
privacy-field-consent-version = Version you agreed to
privacy-field-consent-at = You agreed
privacy-field-seen-at = You were last here
privacy-field-retention-days = Days your words are kept
privacy-field-erase-at = Erased, since you left
privacy-field-tips-by-chance = Practices by chance
privacy-field-platform = Platform
privacy-field-external-id = Your id there
privacy-field-direct-channel = Our direct message there
privacy-field-joined-at = First seen
privacy-field-time-of-day = Hour
privacy-field-next-due-at = The next one comes
privacy-field-paused-until = Resting until
privacy-field-last-date = The last one was for
privacy-field-contents = Shown
privacy-field-content = What it was
privacy-field-created-at = Written
privacy-field-due-at = It was to come
privacy-field-state = What became of it
privacy-field-mood = How you were
privacy-field-feelings = Feelings
privacy-field-trigger = What set it off
privacy-field-reaction = What you wanted to do
privacy-field-note = Your note
privacy-field-prompt = The question
privacy-field-text = Your answer
privacy-field-tip = The practice
privacy-field-outcome = What you said about it
privacy-field-journey = The journey
privacy-field-step = The step
privacy-field-made = So far
privacy-field-when = When
privacy-field-then = Then
privacy-field-own-when = When, in your words
privacy-field-own-then = Then, in your words
privacy-field-reactions = First reactions
privacy-field-outcomes = What you said afterward
privacy-field-laid-at = It was put there
privacy-field-goes-at = It goes
privacy-field-file = Its id there
privacy-yes = yes
privacy-no = no
