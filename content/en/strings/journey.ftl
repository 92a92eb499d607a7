# Journeys: a guided series, one step at a time.
journey-command-summary = Guided journeys, a step at a time and at your pace
journey-title = Journeys
journey-summary = Your next step is here
journey-ready = Your next step is here. It opens when you press.
journey-what = A journey is a row of small steps: something to read, a question, a small practice. A step can come in place of the daily question. It waits for you as long as you like.
journey-choose-placeholder = Look at a journey

journey-standing-new = { $count } steps.
journey-standing-going = You are on your way: step { $number } of { $count } comes next.
journey-standing-paused = It rests. Step { $number } of { $count } waits for you.
journey-standing-stopped = You left it before step { $number } of { $count }. It is there when you want it.
journey-standing-done = All { $count } steps are behind you.

journey-start-button = Begin with the first step
journey-now-button = Next step now
journey-every-other-button = A step every other day
journey-every-day-button = A step every day
journey-pause-button = Let it rest
journey-resume-button = Go on
journey-stop-button = Leave this journey
journey-again-button = Begin anew
journey-look-button = Look back at my answers
journey-more-button = Turn the page
journey-all-button = All journeys
journey-open-button = Open the step
journey-answer-button = Answer
journey-skip-button = Pass over
journey-card-button = This journey
journey-tip-button = A practice that fits

journey-place = { $title }: step { $number } of { $count }
journey-practice = A small practice: { $practice }
journey-step-option = { $number }. { $title }
journey-reread-placeholder = Read a step again
journey-own = What you wrote then, for your eyes only:

journey-kept = It is kept, locked with your own key. Nobody else reads it.
journey-skipped = Passed over. You can read it again whenever you like.
journey-next =
    { $every ->
        [1] The next step comes tomorrow, in place of the question. Or take it now.
       *[other] The next step comes the day after tomorrow, in place of the question. Or take it now.
    }
journey-next-waits = The next step waits for you.
journey-pause-done = It rests. Until you go on, the daily question comes instead.
journey-resume-done = Welcome back to it. The next step comes in place of the question.
journey-stop-done = You have left it. What you wrote stays yours, and you can come back.
journey-every-day-done = A step every day, then.
journey-every-other-done = A step every other day, then, with a question in between.

journey-look = Your own words, from the first step on. Only you can see this.
journey-look-empty = There are no answers of yours to look back at. The steps are still there to read.
journey-gone = This step is no longer in the library. Here are the journeys there are.
