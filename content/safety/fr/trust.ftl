# « Une personne de confiance » : des débuts de message, à copier et à changer. Ajar n'envoie rien et ne garde rien.
safety-trust-title = Une personne de confiance
safety-trust-intro = Commencer est souvent le plus dur. Voici des débuts à copier et à changer :
safety-trust-self-1 = Salut. Je ne vais pas bien et j'ai besoin de parler à quelqu'un. Tu peux m'appeler aujourd'hui ?
safety-trust-self-2 = Je ne sais pas comment le dire. J'ai besoin de quelqu'un maintenant. Tu peux venir, ou rester au téléphone ?
safety-trust-self-3 = Tu n'as rien à réparer. Tu voudrais bien m'écouter un moment ?
safety-trust-other-1 = Je m'inquiète pour quelqu'un que nous aimons. On peut en parler aujourd'hui ?
safety-trust-other-2 = Je pense à toi et je m'inquiète. Je suis là. Je peux t'appeler maintenant ?
safety-trust-other-3 = Quelqu'un que j'aime est peut-être en danger et je ne veux pas affronter cela sans aide. Tu peux m'aider ?
safety-trust-violence-1 = Je ne me sens pas en sécurité chez moi. S'il te plaît, ne réponds pas ici. Appelle seulement quand je te le dis.
safety-trust-violence-2 = Il se passe quelque chose qui me fait peur. Je peux venir chez toi si j'en ai besoin ?
safety-trust-violence-3 = Si je t'envoie un mot convenu entre nous, tu appellerais de l'aide ?
safety-trust-yourself = C'est toi qui l'envoies, à ta façon. Je n'envoie rien et ne garde rien.
