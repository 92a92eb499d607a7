# Lo que se guarda de un miembro: verlo, llevárselo, elegir por cuánto tiempo, borrarlo.
mydata-summary = Ver todo lo que guardo de ti y elegir por cuánto tiempo
forget-summary = Borrar todo lo que guardo de ti

privacy-title = Lo que guardo de ti
privacy-nothing = No guardo nada de ti. { $start } empieza, si quieres.
privacy-what = Esto es tuyo, y aquí lo ves tú y nadie más. Míralo, llévate una copia o elige cuánto tiempo lo guardo.
privacy-count = { $count ->
    [0] No has escrito nada que yo guarde.
    [one] Hay una cosa escrita por ti, cerrada con tu propia llave.
   *[other] Hay { $count } cosas escritas por ti, cerradas con tu propia llave.
}
privacy-kept = Lo que escribes se va a los { $days } días. Tus notas de seguridad se quedan hasta que las borres.
privacy-retention-placeholder = Guardar lo que escribo { $days } días
privacy-retention-option = { $days } días
privacy-retention-done = Desde ahora, lo que escribes se va a los { $days } días.
privacy-retention-ask = { $count ->
    [one] Con { $days } días, una cosa escrita se va ahora. No se puede traer de vuelta.
   *[other] Con { $days } días, { $count } cosas escritas se van ahora. No se pueden traer de vuelta.
}
privacy-retention-yes-button = Sí, { $days } días
privacy-retention-no-button = Dejarlo como está
privacy-look-button = Mirarlo aquí
privacy-files-button = Llevarme una copia
privacy-erase-button = Borrarlo todo
privacy-next-button = Página siguiente
privacy-before-button = Página anterior
privacy-back-button = Atrás
privacy-page = Página { $number } de { $count }
privacy-files = Aquí está todo, dos veces: como página para leer y como archivo para programas. Quien pueda abrir estos archivos puede leer tus palabras, así que guárdalos en un lugar seguro.
privacy-unreadable = Esto ya no se puede abrir.

# /forget: una pregunta, y qué se queda cuánto tiempo.
forget-title = Borrarlo todo
forget-ask = ¿Borro todo lo que guardo de ti? No se puede traer de vuelta, ni tú ni yo.
forget-goes = Lo que se va al momento: lo que escribiste y marcaste, tus notas de seguridad, tu hora y tus ajustes. No llegará ningún mensaje que estuviera esperando.
forget-stays = Lo que se queda un tiempo: copias antiguas de esta base de datos. En ellas tus palabras no se pueden leer sin tu llave. Las copias de las llaves se van a los 7 días como tarde. Una marca dice que esta cuenta se borró, para que una copia antigua nunca te traiga de vuelta.
forget-platform = Lo que te envié queda en tus mensajes hasta que lo borres allí. Los temas de un canal también se quedan.
forget-leaving = Lo mismo pasa por sí solo cuando te vas, 30 días después.
forget-copy-button = Llevarme antes una copia
forget-yes-button = Sí, borrarlo todo
forget-no-button = No, dejarlo
forget-done = Está borrado. Ya no sé nada de ti. Si un día quieres empezar de nuevo: { $start }.
forget-begun = Ha empezado. Nada te llegará y nadie puede leerlo. Lo demás se borra por sí solo en menos de una hora.
forget-kept = De acuerdo. No cambió nada.

# La página para leer. Donde falta un nombre, está el nombre simple del campo.
privacy-section-you = Sobre ti
privacy-section-accounts = Tus cuentas
privacy-section-memberships = Dónde se te vio
privacy-section-communities = Dónde constas en moderación
privacy-section-schedules = Cuándo llegan las preguntas
privacy-section-muted-themes = Temas que apartaste
privacy-section-shown = Lo que se te mostró
privacy-section-deliveries = Lo que se te envió
privacy-section-enrolments = Tus recorridos
privacy-section-tallies = Cuánto has hecho
privacy-section-files = Archivos en nuestros mensajes
privacy-kind-checkin = Anotaciones
privacy-kind-reflection = Respuestas a preguntas
privacy-kind-journey-answer = Respuestas en recorridos
privacy-kind-plan = Planes
privacy-kind-safety-notes = Mis notas de seguridad
privacy-kind-daily-prompt = Preguntas
privacy-kind-journey-step = Pasos de un recorrido
privacy-kind-checkin-nudge = Unas palabras por la noche
privacy-kind-hello = El primer mensaje
privacy-kind-renewal = Preguntar otra vez por tu sí
privacy-kind-tip = Prácticas cortas
privacy-kind-tip-outcome = Lo que dijiste de las prácticas
privacy-field-zone = Zona horaria
privacy-field-locale = Idioma
privacy-field-country = País
privacy-field-discreet = Mensajes discretos
privacy-field-consent-version = Versión que aceptaste
privacy-field-consent-at = Dijiste que sí
privacy-field-seen-at = Estuviste aquí por última vez
privacy-field-retention-days = Días que se guardan tus palabras
privacy-field-erase-at = Se borra, porque te fuiste
privacy-field-tips-by-chance = Prácticas al azar
privacy-field-platform = Plataforma
privacy-field-external-id = Tu identificador allí
privacy-field-direct-channel = Nuestro mensaje directo allí
privacy-field-joined-at = Visto por primera vez
privacy-field-time-of-day = Hora
privacy-field-next-due-at = La próxima llega
privacy-field-paused-until = Descanso hasta
privacy-field-last-date = La última fue para
privacy-field-contents = Mostrado
privacy-field-content = Qué era
privacy-field-created-at = Escrito
privacy-field-due-at = Tenía que llegar
privacy-field-state = Qué fue de ello
privacy-field-mood = Cómo estabas
privacy-field-feelings = Lo que sentías
privacy-field-trigger = Qué lo desató
privacy-field-reaction = Lo que te dieron ganas de hacer
privacy-field-note = Tu nota
privacy-field-prompt = La pregunta
privacy-field-text = Tu respuesta
privacy-field-tip = La práctica
privacy-field-outcome = Lo que dijiste de ella
privacy-field-journey = El recorrido
privacy-field-step = El paso
privacy-field-made = Hasta ahora
privacy-field-when = Cuando
privacy-field-then = Entonces
privacy-field-own-when = Cuando, con tus palabras
privacy-field-own-then = Entonces, con tus palabras
privacy-field-reactions = Primeras reacciones
privacy-field-outcomes = Lo que dijiste después
privacy-field-laid-at = Se puso ahí
privacy-field-goes-at = Se va
privacy-field-file = Su identificador allí
privacy-yes = sí
privacy-no = no
