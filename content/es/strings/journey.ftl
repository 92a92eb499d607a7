# Recorridos: una serie guiada, paso a paso.
journey-command-summary = Recorridos guiados, paso a paso y a tu ritmo
journey-title = Recorridos
journey-summary = Tu próximo paso está aquí
journey-ready = Tu próximo paso está aquí. Se abre cuando pulses.
journey-what = Un recorrido es una fila de pasos pequeños: algo para leer, una pregunta, una práctica corta. Un paso puede venir en lugar de la pregunta del día. Te espera lo que quieras.
journey-choose-placeholder = Mirar un recorrido

journey-standing-new = { $count } pasos.
journey-standing-going = Vas de camino: ahora viene el paso { $number } de { $count }.
journey-standing-paused = Descansa. El paso { $number } de { $count } te espera.
journey-standing-stopped = Lo dejaste antes del paso { $number } de { $count }. Está ahí para cuando lo quieras.
journey-standing-done = Los { $count } pasos quedaron atrás.

journey-start-button = Empezar por el primer paso
journey-now-button = El próximo paso ahora
journey-every-other-button = Un paso cada dos días
journey-every-day-button = Un paso cada día
journey-pause-button = Dejarlo descansar
journey-resume-button = Seguir
journey-stop-button = Dejar este recorrido
journey-again-button = Empezar de nuevo
journey-look-button = Volver a mis respuestas
journey-more-button = Pasar la página
journey-all-button = Todos los recorridos
journey-open-button = Abrir el paso
journey-answer-button = Responder
journey-skip-button = Pasar de largo
journey-card-button = Este recorrido
journey-tip-button = Una práctica que va bien

journey-place = { $title }: paso { $number } de { $count }
journey-practice = Una práctica corta: { $practice }
journey-step-option = { $number }. { $title }
journey-reread-placeholder = Releer un paso
journey-own = Lo que escribiste entonces, para tus ojos y los de nadie más:

journey-kept = Está guardado, cerrado con tu propia llave. Nadie más lo lee.
journey-skipped = Pasaste de largo. Puedes releerlo cuando quieras.
journey-next =
    { $every ->
        [1] El próximo paso llega mañana, en lugar de la pregunta. O tómalo ahora.
       *[other] El próximo paso llega pasado mañana, en lugar de la pregunta. O tómalo ahora.
    }
journey-next-waits = El próximo paso te espera.
journey-pause-done = Descansa. Hasta que sigas, llega la pregunta del día.
journey-resume-done = Qué bueno que vuelves. El próximo paso llega en lugar de la pregunta.
journey-stop-done = Lo dejaste. Lo que escribiste sigue siendo tuyo, y puedes volver.
journey-every-day-done = Un paso cada día, entonces.
journey-every-other-done = Un paso cada dos días, entonces, con una pregunta en medio.

journey-look = Tus propias palabras, desde el primer paso. Esto lo ves tú y nadie más.
journey-look-empty = No hay respuestas tuyas a las que volver. Los pasos siguen ahí para leerlos.
journey-gone = Este paso ya no está en la biblioteca. Aquí están los recorridos que hay.
