# Lo que dice el armazón.
core-title = Ajar
core-unavailable = Ahora no llego a mi memoria, así que no se guardó nada. Prueba otra vez en un minuto.
core-went-wrong = Algo falló de mi lado y no se guardó nada. Prueba otra vez en un minuto.
core-unknown = Este botón es de otro tiempo y ya no lo conozco. No cambió nada.
core-words-kept-back = Esto no se pudo guardar y no cambió nada. Tus palabras siguen siendo tuyas.
core-in-community = Esto es para una comunidad. Úsalo allí, en un canal.
core-not-moderator = Esto es para quienes moderan aquí. Si quieres que se abra un tema, les alegrará oír tu idea.
core-was-unreachable = Por un tiempo no pude escribirte: los mensajes directos estaban cerrados para mí. Todo sigue guardado, y tus preguntas vuelven.
core-back = Qué bueno verte. Aquí no hay nada que recuperar.
core-program = Te lo repito, porque ha pasado un tiempo: soy un programa automático y nadie lee esto.
core-moment = el { $day } a las { $time }
