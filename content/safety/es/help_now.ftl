# Ayuda ahora. Aquí no hay números: vienen solo de helplines.csv y emergency.csv.
help-now-summary = Dónde hay ayuda, ahora mismo
help-now-country-summary = El país en el que estás
help-now-title = Dónde hay ayuda
help-now-country-placeholder = Elegir otro país
help-now-own-country-placeholder = Elegir tu país
help-now-directory-button = Buscar una línea cerca de ti
help-now-practice-button = Una práctica tranquila

help-now-heavy = Qué bien que busques ayuda. No tienes que cargarlo en soledad.
help-now-country = Si estás en { $country }:
help-now-local = Ante un peligro, llama al número de emergencias de tu zona.
help-now-emergency-any = Ante un peligro, llama al { $number }.
help-now-emergency-ambulance = Si alguien está herido, llama al { $number } para una ambulancia.
help-now-emergency-police = Si alguien puede hacerte daño, llama al { $number } para la policía.
help-now-line-suicide = Para hablar con alguien ahora: { $name }, { $reach } ({ $hours }).
help-now-line-violence = Si alguien te hace daño o te controla: { $name }, { $reach } ({ $hours }).
help-now-line-child = Para jóvenes: { $name }, { $reach } ({ $hours }).
help-now-line-general = Para cualquier problema: { $name }, { $reach } ({ $hours }).
help-now-directory = Líneas de ayuda en casi todos los países, por teléfono, mensaje o chat: { $address }.
help-now-program = Soy un programa y nadie está leyendo esto: habla allí con una persona. Para otro país: { $command } y su nombre.
