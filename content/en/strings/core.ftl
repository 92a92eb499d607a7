# What the frame itself says.
core-title = Ajar
core-unavailable = I cannot reach my memory right now, so nothing was kept. Please try again in a minute.
core-went-wrong = Something went wrong on my side, and nothing was kept. Please try again in a minute.
core-unknown = This button is from an earlier time, so I do not know it any more. Nothing was changed.
core-words-kept-back = This could not be kept, and nothing was changed. Your words are still yours.
core-in-community = This belongs in a community. Please use it there, in a channel.
core-not-moderator = This is for the moderators here. If you would like a topic opened, they will be glad to hear your idea.
core-was-unreachable = I could not write to you for a while: direct messages were closed to me. Everything is kept, and your questions begin again.
core-back = It is good to see you. There is nothing to catch up on here.
core-program = A word again, since it has been a while: I am an automated program, and no one reads along here.
core-moment = on { $day } at { $time }
