# Conversaciones que abren quienes moderan.
topic-summary = Abrir una conversación con el grupo
topic-post-summary = Elegir o escribir un tema, mirarlo y publicarlo ahora o después
topic-list-summary = Lo que está previsto
topic-cancel-summary = Retirar un tema previsto
topic-weekly-summary = Un tema cada semana, siempre con el visto bueno de moderación
topic-topic-summary = Buscar en la biblioteca por una palabra
topic-title = Temas

topic-choose = ¿Qué tema quieres abrir? Primero lo ves tú, como lo verá el grupo. Todavía no se publica nada.
topic-pick-placeholder = Elige o busca un tema
topic-theme-placeholder = Ver los temas de un asunto
topic-own-button = Escribir uno mío
topic-own-form-title = Tu propio tema
topic-own-title-label = Título
topic-own-title-hint = Pocas palabras; dan nombre al hilo
topic-own-question-label = Pregunta para empezar
topic-own-question-hint = Algo que se pueda responder sin contar más de lo que se quiere
topic-preview-button = Ver cómo queda
topic-own-title-length = Hace falta un título, de hasta { $longest } caracteres.
topic-own-question-length = Hace falta una pregunta, de hasta { $longest } caracteres.
topic-not-kept = Así todavía no cabía y no se guardó nada. Aquí están tus palabras, para que no se pierda ninguna.

topic-preview = Así lo verá el grupo. Todavía no se publica nada.
topic-note = Antes, una cosa: { $note }
topic-follow-ups = Algunas maneras de entrar:
topic-checkin-button = Anotar en privado
topic-now-button = Publicar aquí ahora
topic-when-button = Elegir lugar y hora
topic-edit-button = Escribirlo a mi manera
topic-drop-button = Retirarlo
topic-again-button = Elegir un tema
topic-gone = Este tema ya no está. No cambió nada.
topic-posted-already = Ya está en su canal, o va camino de él. No cambió nada.
topic-on-its-way = Va de camino y estará allí en un momento.
topic-dropped = Retirado. No se publicará.

topic-when-form-title = Lugar y hora
topic-channel-label = Canal, hilo o foro
topic-place-label = De qué forma
topic-place-thread-option = Con un hilo propio
topic-place-channel-option = Como mensaje en el canal
topic-date-label = Fecha
topic-date-hint = Por ejemplo 2027-01-15; vacío es hoy
topic-time-label = Hora del día
topic-time-hint = Por ejemplo 18:30, en { $zone }; vacío es ahora mismo
topic-plan-button = Dejarlo previsto
topic-channel-needed = Elige un canal o foro donde yo pueda escribir.
topic-date-unclear = No entendí esta fecha. Algo como 2027-01-15 sirve.
topic-date-far = Eso queda demasiado lejos. Sirve hasta { $days } días.
topic-time-unclear = No entendí esta hora. Algo como 18:30 sirve.
topic-time-needed = Para otro día hace falta una hora. Algo como 18:30 sirve.
topic-time-past = Esa hora ya pasó, o no existe ese día. Una posterior sirve.
topic-not-planned = Todavía no pude dejarlo previsto, y no cambió nada.
topic-planned = Previsto. Se abre { $moment }.

topic-none-planned = No hay nada previsto. { $post } abre un tema.
topic-list = { $count ->
    [one] Hay un tema previsto:
   *[other] Hay { $count } temas previstos:
}
topic-entry-agreed = { $title }, { $moment }
topic-entry-proposed = { $title }, { $moment }, si moderación da el visto bueno

topic-weekly-needs-channel = El tema semanal llega primero a quienes moderan. Di cuál es su canal con { $community }.
topic-weekly-form-title = Un tema cada semana
topic-weekly-about = El día antes llega una tarjeta al canal de moderación. Se publica si alguien de ustedes da el visto bueno, y si no, no.
topic-weekly-day-label = En qué día se abre
topic-weekly-none-option = Sin tema semanal
topic-weekly-save-button = Guardar
topic-weekly-button = Preparar el tema semanal
topic-weekly-ended = Ya no hay tema semanal.
topic-weekly-set = De acuerdo. El primero se abre { $first }. Su tarjeta llega un día antes.

topic-card-summary = El tema de mañana espera a moderación
topic-card = Este tema podría abrirse { $moment }. Se publica si moderación da el visto bueno, y si no, no.
topic-approve-button = Dar el visto bueno
topic-other-button = Otro tema
topic-not-this-week-button = Esta semana no
topic-card-approved = Con visto bueno. Se abre { $moment }.
topic-card-decided = Sobre esta tarjeta ya se decidió, o ya pasó su hora. No cambió nada.
topic-card-changed = El tema de esta tarjeta cambió hace un momento, así que no recibió el visto bueno. Así está ahora.
topic-card-declined = Esta semana no se publicará nada.
topic-card-lapsed = Nadie dio el visto bueno a este tema a tiempo, así que no se publicó.
