# Primer contacto: con franqueza sobre lo que es esto, antes de guardar nada.
welcome-start-summary = Empezar: elige tu hora y di que sí
welcome-stop-summary = Terminarlo todo de una vez
welcome-zone-summary = Tu ciudad o zona horaria
welcome-title = Ajar

welcome-what = Soy Ajar: un programa, no una persona, y nadie lee esto. Cuando alguien te aparta, duele. Puedo traerte una pregunta al día, maneras pequeñas de llevarlo, y un lugar privado para ver qué desató las cosas.
welcome-keeps = Lo que guardo: el identificador de tu cuenta y tu comunidad, tu zona horaria, tu hora y tu país. También qué preguntas viste, por dónde vas en un recorrido, cuánto has hecho, y cuándo estuviste aquí por última vez. Lo que escribes o marcas se cierra con una llave tuya, y se va a los 90 días o cuando elijas. { $mydata } lo muestra todo y { $forget } lo borra todo.
welcome-who = Quién podría verlo: quien tiene en marcha esta máquina tiene las llaves. Lo que te escribo por mensaje queda también en la plataforma. En Slack, tu empresa quizá pueda obtener mensajes y archivos.
welcome-danger = No soy terapia ni para emergencias. Unas reglas buscan señales de peligro en lo que escribes. Te responden a ti y a nadie más con dónde hay ayuda. Se les puede escapar, y ninguna persona se entera. El botón de ayuda está siempre ahí.
welcome-leaving = Puedes descansar o parar cuando quieras. Si dejas la comunidad, los mensajes terminan con el primero que no te llegue, o en una semana. A los 30 días se borra todo.

welcome-choose = ¿Cuándo te viene bien? Elige dónde estás, la hora, y cómo se ve el mensaje desde fuera.
welcome-zone-placeholder = Tu ciudad o zona horaria
welcome-discreet-option = Discreto: la pregunta se abre cuando pulsas
welcome-open-option = Abierto: la pregunta está en el mensaje
welcome-discreet = discreto
welcome-open = abierto
welcome-ask = Entonces: una pregunta al día a las { $hour }, { $zone }, { $discreet }. Si dices que sí, guardo lo que está abajo y abro ahora un mensaje directo contigo.

welcome-go-on-button = Elegir mi hora
welcome-yes-button = Sí, de acuerdo, y tengo 16 años o más
welcome-no-button = No, gracias
welcome-notice-button = El aviso de privacidad entero
welcome-back-button = Atrás
welcome-declined = Está bien. No se guardó nada nuevo. Si cambias de idea: { $start }.
welcome-changed = Lo que hago y guardo ha cambiado desde que dijiste que sí, así que te pregunto otra vez. No llega ninguna pregunta más hasta que aceptes, y nada de lo que escribiste se pierde.
welcome-agreed = Gracias. Tus preguntas siguen como antes. { $rhythm } cambia cuándo llegan.
welcome-already = Ya está todo listo. { $rhythm } cambia tu hora y tus días, { $stop } lo termina todo.
welcome-done = Todo listo. Tu pregunta llega cada día a las { $hour }. { $rhythm } lo cambia, { $stop } lo termina.
welcome-stopped = Parado. No te llegará nada más de mi parte, y lo que esperaba queda anulado. Lo que escribiste sigue cerrado con llave para ti, y { $forget } lo borra. Si un día quieres volver: { $start }.
welcome-hello-summary = Ajar está aquí
welcome-hello = Hola. Aquí estará tu pregunta cada día. Soy un programa y nadie lee esto. { $help } muestra lo que sé hacer, { $stop } lo termina todo.
