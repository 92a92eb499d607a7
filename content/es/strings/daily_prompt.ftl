# La pregunta del día, sus botones y lo que responden.
daily-today-summary = Mira ahora la pregunta de hoy, en privado
daily-summary = Tu pregunta de hoy está aquí
daily-ready = Tu pregunta de hoy está aquí. Se abre cuando pulses.
daily-heading-label = Tu pregunta de hoy
daily-theme = Tema: { $theme }

# Encima de una pregunta, cuando el ritmo cede por sí solo.
daily-bent-third = Desde ahora escribo cada tres días, para que esto no pese. { $rhythm } lo cambia.
daily-bent-weekly = Desde ahora escribo una vez por semana. { $rhythm } lo cambia, y { $today } trae una pregunta a cualquier hora.
daily-bent-last = Te dejo esta, y después guardo silencio hasta que escribas. Basta { $today } o cualquier palabra tuya.
daily-bent-back = Tus preguntas han vuelto, a tu hora. { $rhythm } lo cambia.

daily-open-button = Abrir la pregunta
daily-reflect-button = Responder
daily-another-button = Otra
daily-not-theme-button = Este tema no
daily-later-button = Más tarde
daily-less-button = Menos veces o parar
daily-today-button = La pregunta de hoy
daily-tip-button = Muéstrame una práctica corta
daily-themes-button = Volver a elegir temas
daily-save-button = Guardar
help-now-button = Necesito ayuda ahora

daily-reflect-form-title = Tu respuesta
daily-reflect-label = ¿Qué te viene?
daily-reflect-hint = Esto lo lees tú y nadie más. Con una palabra o dos es bastante.

daily-kept = Está guardado, cerrado con tu propia llave. Nadie más lo lee. Aquí está, tal como lo escribiste:
daily-kept-summary = Tu respuesta está guardada
daily-empty = Aún no había palabras, así que no se guardó nada. Con una o dos es bastante.
daily-long = Esta respuesta pasa de { $longest } caracteres y todavía no la pude guardar. Aquí están tus palabras, para que no se pierda ninguna.
daily-gone = Esta pregunta ya no está en la biblioteca. La de hoy sí está para ti.
daily-nothing-left = Has dejado de lado todos los temas, así que no hay pregunta que mostrar. Puedes traer uno de vuelta cuando quieras.
daily-last-theme = Este es el último tema que queda. También puedes descansar o parar, y volver cuando quieras.

daily-choose-placeholder = Elige lo que te venga bien
daily-later-ask = ¿Cuándo quieres que vuelva esta pregunta?
daily-less-ask = ¿Qué te haría bien? Todo se puede deshacer.
daily-hour-option = Dentro de una hora
daily-evening-option = Esta tarde
daily-tomorrow-option = Mañana, en lugar de la siguiente
daily-stop-option = Parar todo
daily-thrice-option = Tres días por semana
daily-weekly-option = Una vez por semana
daily-rest-option = Descansar una semana

daily-at-moment = Vuelve { $moment }.
daily-at-tomorrow = Vuelve a la hora de tu próxima pregunta, en su lugar.
daily-at-none = Ese momento ya pasó, o cae en las horas de silencio. La pregunta te espera aquí.
daily-stopped = Parado. No te llegará nada más de mi parte. Si un día quieres volver: { $start }.
daily-resting = Buen descanso. La próxima pregunta llega el { $until } o después. { $pause } lo cambia.
daily-thrice-done = Desde ahora: lunes, miércoles y viernes. Con { $rhythm } eliges los días.
daily-weekly-done = Desde ahora: una vez por semana, en este día. Con { $rhythm } eliges el día.
