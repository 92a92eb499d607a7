# The privacy notice: `ajar privacy-notice`, and the button on the consent card. Which lines stand in it follows the settings.
notice-title = What is kept about you, and by whom
notice-operator = Who runs me here: { $operator }. They answer for your data, and can help where I cannot.
notice-nobody = Who runs me here has not told me who they are. Your moderators will know whom to ask.
notice-kept = What is kept in plain, so that messages reach you: your account's id and communities, your time zone, hour, days and country. Then your language, which questions you were shown, and when you agreed and were last here. And where you are on a journey, and how many check-ins and answers you made.
notice-sealed = What is locked with a key of your own: everything you write or tick. I open it when you ask for it, and lock it again.
notice-on-machine = It lies in one file on the machine that runs me.
notice-on-server = It lies in a PostgreSQL database that the people who run me look after.
notice-keys-beside = The keys lie in a second file beside it.
notice-keys-apart = The keys lie in a database of their own.
notice-master-file = The key to all keys is a file on that machine. Who holds it and the database can read everything, so choose what you write.
notice-master-given = The key to all keys is given to me at the start. Who holds it and the database can read everything, so choose what you write.
notice-on-discord = Discord carries what I write to you by message, and keeps it by its own rules. What you write into a form passes through Discord on its way to me.
notice-on-slack = Slack carries what I write to you by message, and keeps it by its own rules. Your employer may be able to obtain messages and files. What you write into a form passes through Slack on its way to me. A file you ask for lies in our messages for 24 hours at most.
notice-not = What does not happen: nobody sells it, learns from it or sends it on. No moderator and no other member sees it. It does not stand in any log.
notice-danger = Rules on this machine look for signs of danger in what you write. Only you learn of it. What they found is not kept; one number a day is counted for all members together.
notice-time = How long: what you write goes after 90 days, or 7, 30 or 365 if you choose so. Your safety notes stay until you erase them. What was sent to you is counted and dropped after 35 days. 30 days after you leave your last community here, everything goes.
notice-rights = You can see it all with { $mydata }. You can erase it all with { $forget }: it is unreadable at once, and in copies of the keys after 7 days. { $stop } ends the messages and takes your yes back. You can also turn to your country's data protection office.
