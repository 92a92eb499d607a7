# La anotación: cinco campos y una respuesta amable.
checkin-summary = Un momento privado: cómo estás y qué lo desató
checkin-summary-line = Tu anotación
checkin-button = Anotar cómo estoy
checkin-again-button = Anotar otra vez
checkin-save-button = Guardar

checkin-form-title = ¿Cómo estás ahora?
checkin-mood-label = ¿Cómo estás?
checkin-mood-5-option = Muy bien
checkin-mood-4-option = Bien
checkin-mood-3-option = Regular
checkin-mood-2-option = Mal
checkin-mood-1-option = Muy mal
checkin-feelings-label = ¿Qué palabras se acercan?
checkin-trigger-label = ¿Qué lo desató?
checkin-trigger-person-option = Algo que dijeron o hicieron
checkin-trigger-around-option = Algo a mi alrededor
checkin-trigger-mind-option = Algo que ya traía en la cabeza
checkin-trigger-unknown-option = No lo sé
checkin-reaction-label = ¿Qué me dieron ganas de hacer?
checkin-reaction-closer-option = Acercarme
checkin-reaction-away-option = Alejarme
checkin-reaction-judge-option = Juzgar
checkin-reaction-defend-option = Defenderme
checkin-reaction-quiet-option = Callar
checkin-reaction-other-option = Otra cosa
checkin-note-label = Algo que quieras guardar
checkin-note-hint = Para tus ojos y los de nadie más. Puede quedar en blanco.
checkin-mood-needed = Falta una cosa: cómo estás. Todo lo demás puede quedar en blanco.
checkin-note-long = Esta nota pasa de { $longest } caracteres y todavía no la pude guardar. Aquí están tus palabras, para que no se pierda ninguna.

checkin-kept-very-low-1 = Eso suena muy pesado. Gracias por soltarlo aquí un momento.
checkin-kept-very-low-2 = Un momento duro, y aun así lo miraste. Eso cuesta.
checkin-kept-very-low-3 = Siento que sea tan difícil ahora. Queda guardado, así no lo cargas todo en la cabeza.
checkin-kept-low-1 = No es fácil. Gracias por notarlo tal como es.
checkin-kept-low-2 = No hace falta que sea distinto ahora para que este lugar sea tuyo.
checkin-kept-low-3 = Le pusiste nombre a un momento difícil. Eso puede hacerlo un poco más chico.
checkin-kept-between-1 = Regular también es un lugar. Queda guardado.
checkin-kept-between-2 = Un poco de cada cosa, entonces. Gracias por mirar.
checkin-kept-between-3 = Ni aquí ni allá. Está bien haberlo visto.
checkin-kept-good-1 = Qué gusto. Los momentos así también vale la pena guardarlos.
checkin-kept-good-2 = Me alegra oírlo. Te lo guardo.
checkin-kept-good-3 = Qué bien. Que se quede un poco contigo.
checkin-closer-kept = Una palabra más cercana, entonces. Ya está.

checkin-after-closer = Querer acercarse cuando duele es muy humano. ¿Qué sería cercanía ahora, aunque fuera contigo y con nadie más?
checkin-after-away = Querer irse puede ser una forma de protegerse. Puedes tomar la distancia que necesites.
checkin-after-judge = Juzgar suele montar guardia delante de algo que duele. ¿Qué habrá detrás, si miras con suavidad?
checkin-after-defend = Defenderte dice que algo en ti importa. ¿Qué fue lo que se sintió atacado?
checkin-after-quiet = Callar puede ser un descanso o un muro. Tú sabes mejor cuál fue. Puedes salir de ahí a tu tiempo.
checkin-after-other = Sea lo que fuera, ahora lo miras desde un poco más lejos.
checkin-set-off-person = Lo que alguien dice o hace puede llegar hondo. Lo hondo que llegó es real.
checkin-set-off-around = Lo que nos rodea nos alcanza más de lo que notamos. Esta vez lo viste.
checkin-set-off-mind = Lo que ya traes en la cabeza tiñe lo que llega de fuera. Ayuda saber que ya estaba ahí.
checkin-set-off-unknown = No saber es una respuesta honesta. A veces la causa aparece después, y a veces no hace falta.

checkin-closer-placeholder = Una palabra más cercana
checkin-private = Esto lo ves tú y nadie más. Puedes anotar cuantas veces quieras.
checkin-gone = No encuentro esta anotación entre las tuyas. No cambió nada.

# Un recordatorio por la tarde, para quien lo quiera.
checkin-evening-button = Unas palabras por la noche
checkin-evening-ask = ¿Quieres unas palabras por la noche, en los días sin anotación? ¿A qué hora?
checkin-evening-now = Te escribo a las { $time }, en los días sin anotación. ¿Quieres cambiarlo?
checkin-evening-placeholder = Elige una hora
checkin-evening-none-option = No, gracias
checkin-evening-set = De acuerdo: a las { $time }, y en los días sin anotación.
checkin-evening-off = De acuerdo: sin palabras por la noche.
checkin-evening = El día ya casi termina. Si quieres, mira un momento cómo estás. También puede quedar sin mirar.
checkin-evening-summary-line = Un momento tranquilo, si quieres
checkin-evening-open-button = Mirar un momento
checkin-evening-change-button = Cambiar o quitar esto
