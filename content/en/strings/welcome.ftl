# First contact: honest about what this is before anything is stored.
welcome-start-summary = Begin: choose your hour and say yes
welcome-stop-summary = End everything at once
welcome-zone-summary = Your city or time zone
welcome-title = Ajar

welcome-what = I am Ajar: a program, not a person, and no one reads along. When someone pushes you away, it hurts. I can bring you one question a day, small ways to cope, and a private place to notice what set things off.
welcome-keeps = What I keep: your account's id and community, your time zone, hour and country. Also which questions you saw, where you are on a journey, how much you made, and when you were last here. What you write or tick is locked with a key of your own, and goes after 90 days, or when you choose. { $mydata } shows it all, and { $forget } erases it all.
welcome-who = Who could see it: whoever runs this machine holds the keys. What I write to you by message also lies with the platform. On Slack, your employer may be able to obtain messages and files.
welcome-danger = I am not therapy and not for emergencies. Rules look at what you write for signs of danger, and answer you alone with where help is. They can miss it, and no person learns of it. The help button is always there.
welcome-leaving = You can pause or stop at any time. If you leave the community, messages end with the first one that cannot reach you, or within a week. 30 days later, all of it is erased.

welcome-choose = When suits you? Pick where you are, the hour, and how the message looks from outside.
welcome-zone-placeholder = Your city or time zone
welcome-discreet-option = Discreet: the question opens when you press
welcome-open-option = Open: the question stands in the message
welcome-discreet = discreet
welcome-open = open
welcome-ask = So: one question a day at { $hour }, { $zone }, { $discreet }. If you say yes, I keep what stands below, and open a direct message with you now.

welcome-go-on-button = Choose my hour
welcome-yes-button = Yes, I agree, and I am 16 or older
welcome-no-button = No, thank you
welcome-notice-button = The whole privacy notice
welcome-back-button = Back
welcome-declined = That is fine. Nothing new was kept. If you change your mind: { $start }.
welcome-changed = What I do and keep has changed since you said yes, so I ask you again. No further question comes until you agree, and nothing you wrote is lost.
welcome-agreed = Thank you. Your questions go on as before. { $rhythm } changes when they come.
welcome-already = You are set up already. { $rhythm } changes your hour and days, { $stop } ends everything.
welcome-done = You are all set. Your question comes every day at { $hour }. { $rhythm } changes that, { $stop } ends it.
welcome-stopped = Stopped. Nothing more will come from me, and what was waiting is cancelled. What you wrote is still locked away for you, and { $forget } erases it. If you want to come back one day: { $start }.
welcome-hello-summary = Ajar is here
welcome-hello = Hello. This is where your question will be each day. I am a program and no one reads along. { $help } shows what I can do, { $stop } ends it all.
