# Small ways to cope.
tip-summary = A small way to cope
tip-category-summary = What kind: breathing, music, talking to someone and so on
tip-title = A small practice
tip-another-button = Another
tip-helped-button = It helped
tip-not-now-button = Not this time
tip-not-for-me-button = Not for me
tip-how-button = How I choose
tip-guided-button = A step at a time
tip-breathe-button = Breathe along
tip-still-button = A still picture
tip-steps-button = The steps in words
tip-step-back-button = Back
tip-step-on-button = Next
tip-learn-button = Choose by what helped me
tip-chance-button = Leave it all to chance
tip-minutes = { $category } · { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
tip-evidence = { $note } ({ $reference })
tip-helped = Good to know. I keep it for you, in private. { $tip } has more.
tip-not-now = Good to know. Some things help on one day and not on another. { $tip } has more.
tip-not-for-me = Thank you for saying so. This one will stay away. { $tip } has others.
tip-why-helped = This helped you { $helped } of { $tried } times.
tip-why-helped-once = This has helped you before.
tip-why-category = Something of this kind has helped you before.
tip-why-chance = Picked by chance, so that you meet new ones too.
tip-step = Step { $number } of { $count }
tip-step-done = That was the last step. Stay with it as long as you like.
tip-breath = Grow with the circle for { $inward }, and let it sink for { $outward }. Any breath that is easy is right.
tip-breath-alt = A soft circle that grows while you count to { $inward } and sinks while you count to { $outward }, with the count beneath.
tip-how-learned = Most times I choose by what you told me: what helped you, and what is like it. Three times in ten I leave it to chance, so that you meet new ones. Only your own answers count, and nobody sees them.
tip-how-chance = I choose by chance alone now, those you have not seen yet first. What you tell me is still kept for you.
tip-what-helped = What helped you so far:
tip-best = { $title }: { $helped } of { $tried } times
tip-gone = This practice has left the library. { $tip } has others.
tip-breathing-option = Breathing
tip-meditation-option = Meditation
tip-lists-option = Writing lists
tip-journaling-option = Journaling
tip-talking-option = Talking to someone
tip-exercise-option = Moving
tip-music-option = Music
tip-breaks-option = Taking breaks
tip-grounding-option = Grounding
tip-self-kindness-option = Being kind to myself
