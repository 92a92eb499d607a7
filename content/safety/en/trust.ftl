# "Someone I trust": beginnings of a message, to copy and change. Ajar sends nothing and keeps nothing.
safety-trust-title = Someone I trust
safety-trust-intro = Beginning is often the hardest part. Here are beginnings to copy and change:
safety-trust-self-1 = Hi. I am not doing well, and I do not want to be alone with it. Can you call me today?
safety-trust-self-2 = I do not know how to say this. I need someone with me right now. Can you come, or stay on the phone?
safety-trust-self-3 = You do not have to fix anything. Would you listen to me for a while?
safety-trust-other-1 = I am worried about someone we both care about. Can we talk, today?
safety-trust-other-2 = I am thinking of you, and I am worried. I am here. May I call you now?
safety-trust-other-3 = Someone I love may be in danger, and I do not want to face this alone. Can you help me?
safety-trust-violence-1 = I do not feel safe at home. Please do not answer here. Call me only when I say so.
safety-trust-violence-2 = Something is happening that frightens me. Can I come to you if I need to?
safety-trust-violence-3 = If I send you one word we agree on, would you call for help?
safety-trust-yourself = You send it yourself, in your own way. I send nothing and keep nothing.
