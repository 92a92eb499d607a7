# What a member noticed over time: totals that only grow, and pictures. Nothing here is a score or a cause.
progress-summary = Your own pictures of how it has been, in private
progress-title = My progress
progress-opening = This is what you have made so far. It only grows.
progress-nothing = There is nothing to draw yet. After a check-in or two there will be, and nobody sees it but you.
progress-made-checkin = { $made ->
    [one] { $made } check-in
   *[other] { $made } check-ins
}
progress-made-reflection = { $made ->
    [one] { $made } answer to a question
   *[other] { $made } answers to questions
}
progress-made-journey-answer = { $made ->
    [one] { $made } answer on a journey
   *[other] { $made } answers on journeys
}
progress-made-plan = { $made ->
    [one] { $made } plan
   *[other] { $made } plans
}
progress-made-tip-outcome = { $made ->
    [one] { $made } time you said how a practice went
   *[other] { $made } times you said how a practice went
}
progress-weeks-button = The last weeks
progress-year-button = A year in colors
progress-together-button = What goes with what
progress-helped-button = What helped
progress-picture-button = As a picture
progress-dark-button = On dark
progress-light-button = On light
progress-weeks-note = Each dot is a day with a check-in. Where there is none, the line waits.
progress-year-note = Each square is a day. Its color is how you were, from violet up to yellow. It reaches as far back as I keep your words: { $mydata }.
progress-together-note = These came together in your check-ins. Which came from which, it cannot say.
progress-helped-note = How often you said that it helped, of all the times you told.
progress-weeks-not-yet = There is no check-in in these weeks to draw.
progress-year-not-yet = There is no check-in in this year to draw.
progress-together-not-yet = This needs a few more check-ins, { $enough } in all, so that chance does not draw it.
progress-helped-not-yet = When you say of a practice that it helped, it will stand here.
progress-weeks-alt = A line of how you were on the days with a check-in. { $moods }
progress-year-alt = A year of small squares, colored by how you were. { $months }
progress-together-alt = Bars of what came together. { $pairs }
progress-helped-alt = Bars of what helped. { $tips }
progress-legend = ▁ { $lowest } · █ { $highest }
progress-times = { $times } times
progress-of = { $helped } of { $tried }
