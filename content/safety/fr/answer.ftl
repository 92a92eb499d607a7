# Ce qu'Ajar répond quand les mots annoncent un danger : à la seule personne qui écrit, en six lignes au plus.
# Aucun numéro ici : ils viennent seulement de helplines.csv et emergency.csv. Ni méthode, ni détail, ni promesse.
safety-summary = Quelques mots d'Ajar

safety-heavy-self = Cela semble très lourd. C'est bien que tu l'aies mis en mots.
safety-heavy-other = Avoir peur pour quelqu'un, c'est lourd à porter. Si c'est sans danger pour toi, reste à ses côtés jusqu'à l'arrivée d'une aide.
safety-heavy-violence = Ce que tu décris fait peur, et ce n'est pas ta faute.
safety-device = D'abord : peux-tu utiliser cet appareil sans risque ? Si quelqu'un peut le regarder, appuie sur Fermer et prends-en un autre.
safety-program = Je suis un programme automatique et personne ne lit ceci. Parle à quelqu'un, maintenant si tu peux.

# Le pays est toujours nommé avant ses numéros.
safety-emergency-any = Si tu es dans ce pays ({ $country }) : en cas de danger, appelle le { $number }.
safety-emergency-both = Si tu es dans ce pays ({ $country }) : en cas de danger, appelle le { $ambulance } (ambulance) ou le { $police } (police).
safety-emergency-ambulance = Si tu es dans ce pays ({ $country }) : en cas de danger, appelle le { $number } pour une ambulance, ou ton numéro d'urgence local.
safety-emergency-police = Si tu es dans ce pays ({ $country }) : en cas de danger, appelle le { $number } pour la police, ou ton numéro d'urgence local.
safety-emergency-none = Si tu es dans ce pays ({ $country }) : en cas de danger, appelle ton numéro d'urgence local.
safety-emergency-local = En cas de danger, appelle ton numéro d'urgence local.
safety-line = { $name } : { $reach } ({ $hours })
safety-directory = Des lignes d'écoute dans la plupart des pays, par téléphone, message ou chat : { $address }

# Deux lignes, quand rien n'est sûr ou que la réponse entière date de moins d'une heure.
safety-soft-self-1 = Cela semble dur à porter. Je suis un programme et personne ne lit ceci, mais tu n'as pas à affronter cela sans aide.
safety-soft-self-2 = Si cela t'aide : voici où l'on écoute, et quelques petits moyens de passer ce moment.
safety-soft-other-1 = On sent combien cette personne compte pour toi. Je suis un programme et personne ne lit ceci.
safety-soft-other-2 = Tu n'as pas à porter cela sans aide. Voici où l'on écoute, cette personne et toi aussi.
safety-soft-violence-1 = Ce qui t'arrive compte, et ce n'est pas ta faute. Je suis un programme et personne ne lit ceci.
safety-soft-violence-2 = Si tu peux utiliser cet appareil sans risque, voici où l'on peut t'aider.

# Bas plusieurs fois de suite. Sans alarme.
safety-offer-low-1 = Cela fait plusieurs fois que c'est lourd. Merci d'y revenir ici.
safety-offer-low-2 = Si tu veux de la compagnie, voici quelques pistes. Toutes peuvent attendre.
safety-offer-away-1 = Se voir repousser encore et encore peut user n'importe qui. Ce n'est pas ta faute.
safety-offer-away-2 = Certaines personnes trouvent utile d'en parler en consultation. C'est une idée, pour quand tu voudras.

safety-now-button = Où trouver de l'aide
safety-trust-button = Une personne de confiance
safety-practice-button = Une pratique calme
safety-notes-button = Mes notes de sécurité
safety-not-meant-button = Ce n'est pas ce que je voulais dire
safety-close-button = Fermer
safety-closed = D'accord. Rien de ceci n'est gardé. Je suis là quand tu veux.

# Autour de ce que la personne était en train de faire.
safety-go-on = Ce que tu avais commencé est toujours là : { $command }.
safety-late = J'enregistre encore ce que tu as écrit. Au cas où cela échoue, voici tes mots, pour qu'aucun ne se perde :
safety-words-back = Voici tes mots, pour qu'aucun ne se perde :
safety-not-public = Je ne l'ai pas transmis au groupe. Personne d'autre ne le voit. Tu peux le dire autrement. Voici tes mots, pour qu'aucun ne se perde :

# Une petite pratique, pour les langues qui n'en ont pas encore d'autre.
safety-practice-title = Une minute calme
safety-practice-1 = Pose les deux pieds au sol et sens ce qui te porte.
safety-practice-2 = Expire lentement, un peu plus longtemps que tu n'inspires. Cinq fois.
safety-practice-3 = Regarde autour de toi et nomme cinq choses que tu vois.
safety-practice-avoid = Si respirer ainsi rend les choses plus dures, laisse et reste avec ce que tu vois.
