# Lo que muestra Slack.
slack-title = Ajar
slack-close = Cerrar
slack-answer-in-thread = Las respuestas son bienvenidas en el hilo de este mensaje.
slack-elsewhere = Ajar no está en tu espacio de trabajo, así que no puede responderte aquí.
slack-too-late = Tardé demasiado y Slack no me dejó abrir el formulario. Prueba otra vez.
