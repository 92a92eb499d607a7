# La página de pruebas, alrededor de lo que dice Ajar. { $name }, { $count } y { $option } los rellena la página.
playground-title = Ajar, el patio de pruebas
playground-skip = Ir al cuadro de mensaje
playground-menu = Canales y personas
playground-close = Cerrar
playground-rehearsal = Un ensayo en tu propia máquina. De aquí no sale nada.

# Quién y dónde.
playground-you = Eres
playground-moderator = moderación
playground-channels = Canales
playground-direct = Mensajes directos
playground-bot = Ajar
playground-badge = bot
playground-unread = sin leer: { $count }
playground-new = Nuevo
playground-about-channel = Esto lo puede leer toda la comunidad.
playground-about-forum = Cada publicación tiene aquí su propio hilo.
playground-about-private = Para quienes moderan.
playground-about-direct = Entre Ajar y tú.
playground-kind-channel = Canal
playground-kind-forum = Foro
playground-kind-thread = Hilo
playground-empty = Aquí todavía no se ha dicho nada.
playground-empty-direct = Todavía no hay nada. Escribe / para ver qué sabe hacer Ajar.
playground-empty-forum = Todavía no hay publicaciones. Lo que escribas abajo abre una.
playground-today = Hoy
playground-yesterday = Ayer

# Mensajes.
playground-messages = Mensajes en { $name }
playground-private = Esto lo ves tú y nadie más
playground-thread-by = Un hilo que abrió { $name }
playground-thread-close = Cerrar el hilo
playground-answers = { $count ->
    [0] Abrir el hilo
    [one] { $count } respuesta
   *[other] { $count } respuestas
}
playground-opens-elsewhere = se abre en otra pestaña
playground-choose = Elegir
playground-done = Listo
playground-nothing-found = No se encontró nada
playground-suggestions = Sugerencias: { $count }
playground-no-suggestions = Sin sugerencias

# El cuadro de mensaje.
playground-message-box = Mensaje a { $name }
playground-write = Escribe a { $name }, o / para los comandos
playground-write-direct = Escribe a Ajar, o / para los comandos
playground-write-thread = Responde aquí, o escribe / para los comandos
playground-write-forum = Abre una publicación, o escribe / para los comandos
playground-send = Enviar
playground-required = hace falta

# Formularios.
playground-needed = Esto hace falta.
playground-optional = opcional
playground-cancel = Cancelar
playground-failed = Eso no llegó. Tus palabras siguen aquí, así que puedes probar otra vez.
playground-offline = El patio de pruebas no está en marcha ahora. Esta página vuelve sola cuando lo esté.

# El reloj.
playground-clock = Reloj
playground-hour = +1 h
playground-morning = La mañana siguiente
playground-week = +1 semana
playground-moving = Pasa el tiempo
