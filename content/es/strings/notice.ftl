# El aviso de privacidad: `ajar privacy-notice`, y el botón de la tarjeta de consentimiento. Qué líneas lleva depende de los ajustes.
notice-title = Qué se guarda de ti, y quién lo guarda
notice-operator = Quien me tiene en marcha aquí: { $operator }. Responde por tus datos y puede ayudar donde yo no puedo.
notice-nobody = Quien me tiene en marcha aquí no me ha dicho quién es. En moderación sabrán a quién preguntar.
notice-kept = Algunas cosas se guardan a la vista, para que te lleguen los mensajes. Son el identificador de tu cuenta, tus comunidades y tu zona horaria. También tu hora, tus días, tu país y tu idioma. Y qué preguntas se te mostraron, y cuándo dijiste que sí y estuviste aquí por última vez. También por dónde vas en un recorrido, y cuántas anotaciones y respuestas has hecho.
notice-sealed = Lo que se cierra con una llave tuya: todo lo que escribes o marcas. Lo abro cuando lo pides, y lo vuelvo a cerrar.
notice-on-machine = Está en un archivo de la máquina en la que corro.
notice-on-server = Está en una base de datos PostgreSQL que cuida quien me tiene en marcha.
notice-keys-beside = Las llaves están en un segundo archivo, al lado.
notice-keys-apart = Las llaves están en una base de datos aparte.
notice-master-file = La llave de todas las llaves es un archivo de esa máquina. Quien la tenga, junto con la base de datos, puede leerlo todo: elige lo que escribes.
notice-master-given = La llave de todas las llaves se me da al empezar. Quien la tenga, junto con la base de datos, puede leerlo todo: elige lo que escribes.
notice-on-discord = Discord lleva lo que te escribo por mensaje y lo guarda según sus reglas. Lo que escribes en un formulario pasa por Discord camino de mí.
notice-on-slack = Slack lleva lo que te escribo por mensaje y lo guarda según sus reglas. Tu empresa quizá pueda obtener mensajes y archivos. Lo que escribes en un formulario pasa por Slack camino de mí. Un archivo que pidas está en nuestros mensajes 24 horas como mucho.
notice-not = Lo que no pasa: nadie lo vende, ni aprende de ello, ni lo envía a otra parte. No lo ve quien modera ni ningún otro miembro. No queda en ningún registro.
notice-danger = Unas reglas en esta máquina buscan señales de peligro en lo que escribes. De eso te enteras tú y nadie más. Lo que encuentran no se guarda; se cuenta un número al día para todos los miembros juntos.
notice-time = Cuánto tiempo: lo que escribes se va a los 90 días, o a los 7, 30 o 365 si así lo eliges. Tus notas de seguridad se quedan hasta que las borres. Lo que se te envió se cuenta y se quita a los 35 días. A los 30 días de dejar tu última comunidad aquí, se va todo.
notice-rights = Puedes verlo todo con { $mydata }. Puedes borrarlo todo con { $forget }: al momento ya no se puede leer. En las copias de las llaves, tampoco a los 7 días. { $stop } termina los mensajes y retira tu sí. También puedes acudir a la autoridad de protección de datos de tu país.
