# The page of the playground, around what Ajar itself says. { $name }, { $count } and { $option } are filled in by the page.
playground-title = Ajar, the playground
playground-skip = Skip to the message box
playground-menu = Channels and people
playground-close = Close
playground-rehearsal = A rehearsal on your own machine. Nothing here leaves it.

# Who and where.
playground-you = You are
playground-moderator = moderator
playground-channels = Channels
playground-direct = Direct messages
playground-bot = Ajar
playground-badge = bot
playground-unread = unread: { $count }
playground-new = New
playground-about-channel = Everyone in the community can read this.
playground-about-forum = Each post here has a thread of its own.
playground-about-private = For the moderators.
playground-about-direct = Between you and Ajar.
playground-kind-channel = Channel
playground-kind-forum = Forum
playground-kind-thread = Thread
playground-empty = Nothing has been said here yet.
playground-empty-direct = Nothing here yet. Type / to see what Ajar can do.
playground-empty-forum = No posts yet. What you write below opens one.
playground-today = Today
playground-yesterday = Yesterday

# Messages.
playground-messages = Messages in { $name }
playground-private = Only you can see this
playground-thread-by = A thread that { $name } opened
playground-thread-close = Close the thread
playground-answers = { $count ->
    [0] Open the thread
    [one] { $count } answer
   *[other] { $count } answers
}
playground-opens-elsewhere = opens in a new tab
playground-choose = Choose
playground-done = Done
playground-nothing-found = Nothing found
playground-suggestions = Suggestions: { $count }
playground-no-suggestions = No suggestions

# The message box.
playground-message-box = Message to { $name }
playground-write = Write to { $name }, or type / for commands
playground-write-direct = Write to Ajar, or type / for commands
playground-write-thread = Answer here, or type / for commands
playground-write-forum = Open a post, or type / for commands
playground-send = Send
playground-required = needed

# Forms.
playground-needed = This one is needed.
playground-optional = optional
playground-cancel = Cancel
playground-failed = That did not arrive. Your words are still here, so you can try again.
playground-offline = The playground is not running right now. This page comes back by itself when it does.

# The clock.
playground-clock = Clock
playground-hour = +1 h
playground-morning = Next morning
playground-week = +1 week
playground-moving = Time is passing
