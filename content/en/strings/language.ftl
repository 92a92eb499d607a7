# The language in which Ajar writes.
language-summary = Choose the language I write in
language-option-summary = Such as English or español; leave it out to choose from a list
language-title = Language
language-placeholder = Choose a language
language-ask = Which language would you like me to write in? What you wrote stays as you wrote it.
language-done = From now on I write in { $language }. { $again } changes it again.
