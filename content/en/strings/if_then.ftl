# Plans: when this happens, I do that.
plan-command-summary = Your if-then plans for hard moments
plan-title = Your plans
plan-what = A plan is one sentence: when this happens, I do that. It is made in a calm moment, so that it is there in a hard one. Want to make one?
plan-list = Your plans, for your eyes only:
plan-sentence = When { $when }, { $then }.
plan-when = When { $when } …
plan-look-placeholder = Look at a plan

plan-new-button = New plan
plan-all-button = My plans
plan-own-button = In my own words
plan-change-button = Change it
plan-drop-button = Drop it
plan-save-button = Keep it
plan-make-button = Make a plan for it

plan-choose-when = Which moment is it for?
plan-when-fits-placeholder = Moments like this one
plan-when-person-placeholder = Something said or done
plan-when-around-placeholder = Something around me
plan-when-mind-placeholder = Something on my mind
plan-choose-then = And what would you like to do then?
plan-then-self-placeholder = For me
plan-then-between-placeholder = Between us
plan-then-care-placeholder = Giving care, and letting it in

plan-own-form-title = A plan of my own
plan-own-when-label = When …
plan-own-when-hint = A moment you would notice: they go quiet on a call
plan-own-then-label = Then I …
plan-own-then-hint = One small thing you can do: I ask one open question
plan-missing = One part is still empty. A plan needs the moment, what you do then, what sets it off, and your first reaction. Here are your words.
plan-long = Each part holds { $longest } characters. Here are your words, so that none is lost.

plan-kept = It is kept, locked with your own key. When a check-in tells of such a moment, it comes up.
plan-dropped = It is gone.
plan-gone = I cannot find this plan among yours. Nothing was changed.
plan-beside = You have a plan for moments like this:
plan-did-it-help = Your plan for moments like this. Did it help the last time?
plan-outcome-helped-button = It helped
plan-outcome-little-button = A little
plan-outcome-not-button = Not this time
plan-helped-thanks = Good to know. It stays as it is.
plan-little-thanks = Good to know. A little counts too.
plan-not-thanks = Thank you for telling. Not every plan fits every moment.
plan-doubted = It has not been of help lately. Would you like to change it? A smaller step often fits better.
plan-so-far =
    { $count ->
        [1] You told once how it went.
       *[other] You told { $count } times how it went; { $helped ->
            [0] it has not helped yet
            [1] it helped once
           *[other] it helped { $helped } times
        }.
    }
plan-comes-back = This moment has come up before. A small plan can be ready for the next time, if you like.
