# What Ajar answers when words sound like danger: to the writer alone, in six lines at most.
# No number stands here: numbers come from helplines.csv and emergency.csv alone. No method, no detail, no promise.
safety-summary = A few words from Ajar

safety-heavy-self = This sounds very heavy. It is good that you put it into words.
safety-heavy-other = Being afraid for someone is a lot to carry. If you can do so safely, stay with them until help is there.
safety-heavy-violence = What you describe sounds frightening, and it is not your fault.
safety-device = First: is this device safe to use? If someone may look at it, press Close this and use another one.
safety-program = I am an automated program and no one is reading this. Please reach out to a person, now if you can.

# The country is always named before its numbers.
safety-emergency-any = If you are in { $country }: if danger is near, call { $number }.
safety-emergency-both = If you are in { $country }: if danger is near, call { $ambulance } for an ambulance, or { $police } for the police.
safety-emergency-ambulance = If you are in { $country }: if danger is near, call { $number } for an ambulance, or your local emergency number.
safety-emergency-police = If you are in { $country }: if danger is near, call { $number } for the police, or your local emergency number.
safety-emergency-none = If you are in { $country }: if danger is near, call your local emergency number.
safety-emergency-local = If danger is near, call your local emergency number.
safety-line = { $name }: { $reach } ({ $hours })
safety-directory = Lines in most countries, by phone, text or chat: { $address }

# Two lines, where nothing is sure, or where the whole answer was shown within the hour.
safety-soft-self-1 = That sounds hard to carry. I am a program and no one reads this, but you do not have to be alone with it.
safety-soft-self-2 = If it helps, here is where people listen, and a few small ways through this moment.
safety-soft-other-1 = It shows how much this person matters to you. I am a program and no one reads this.
safety-soft-other-2 = You do not have to carry it alone. Here is where people listen, to them and to you.
safety-soft-violence-1 = What happens to you matters, and it is not your fault. I am a program and no one reads this.
safety-soft-violence-2 = If this device is safe to use, here is where people can help.

# A check-in was low more than once. No alarm.
safety-offer-low-1 = It has been heavy more than once now. Thank you for coming back to it here.
safety-offer-low-2 = If you would like company with it, here are a few ways. All of them can wait.
safety-offer-away-1 = Being turned away again and again can wear anyone down. That is no fault of yours.
safety-offer-away-2 = Some people find it good to talk it over with a counselor. It is a thought, for when you like.

safety-now-button = Where help is
safety-trust-button = Someone I trust
safety-practice-button = A quiet practice
safety-notes-button = My safety notes
safety-not-meant-button = That's not what I meant
safety-close-button = Close this
safety-closed = All right. Nothing of this is kept. I am here whenever you like.

# Around what the member was doing.
safety-go-on = What you began is still there: { $command }.
safety-late = I am still keeping what you wrote. In case that does not work, here are your words, so that none is lost:
safety-words-back = Here are your words, so that none is lost:
safety-not-public = I did not bring this to the group. Only you can see it. You can put it in other words. Here are yours, so that none is lost:

# One small practice, for languages that have no others yet.
safety-practice-title = One quiet minute
safety-practice-1 = Put both feet on the floor and feel what carries you.
safety-practice-2 = Breathe out slowly, a little longer than in. Do that five times.
safety-practice-3 = Look around and name five things you can see.
safety-practice-avoid = If breathing makes it harder, leave it out and stay with what you see.
