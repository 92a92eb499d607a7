# De l'aide maintenant. Aucun numéro ici : ils viennent seulement de helplines.csv et emergency.csv.
help-now-summary = Où trouver de l'aide, tout de suite
help-now-country-summary = Le pays où tu es
help-now-title = Où trouver de l'aide
help-now-country-placeholder = Choisir un autre pays
help-now-own-country-placeholder = Choisir ton pays
help-now-directory-button = Trouver une ligne près de toi
help-now-practice-button = Une pratique calme

help-now-heavy = C'est bien que tu cherches de l'aide. Tu n'as pas à porter cela sans aide.
help-now-country = Si tu es dans ce pays ({ $country }) :
help-now-local = En cas de danger, appelle ton numéro d'urgence local.
help-now-emergency-any = En cas de danger, appelle le { $number }.
help-now-emergency-ambulance = Si quelqu'un est blessé, appelle le { $number } pour une ambulance.
help-now-emergency-police = Si quelqu'un peut te faire du mal, appelle le { $number } pour la police.
help-now-line-suicide = Pour parler à quelqu'un maintenant : { $name }, { $reach } ({ $hours }).
help-now-line-violence = Si quelqu'un te fait du mal ou te contrôle : { $name }, { $reach } ({ $hours }).
help-now-line-child = Pour les jeunes : { $name }, { $reach } ({ $hours }).
help-now-line-general = Pour toute difficulté : { $name }, { $reach } ({ $hours }).
help-now-directory = Des lignes d'écoute dans la plupart des pays, par téléphone, message ou chat : { $address }.
help-now-program = Je suis un programme et personne ne lit ceci : parle à quelqu'un là-bas. Pour un autre pays : { $command } et son nom.
