# Small ways to cope.
tip-summary = A small way to cope
tip-category-summary = What kind: breathing, music, talking to someone and so on
tip-title = A small practice
tip-another-button = Another
tip-helped-button = It helped
tip-not-for-me-button = Not for me
tip-minutes = { $category } · { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
tip-evidence = { $note } ({ $reference })
tip-helped = Good to know. I keep it for you, in private. { $tip } has more.
tip-not-for-me = Thank you for saying so. This one will stay away. { $tip } has others.
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
