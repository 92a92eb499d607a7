# Cuándo llegan las preguntas y cuándo descansan.
rhythm-summary = Tu hora, tus días, tu zona horaria y tus temas
rhythm-title = Tu ritmo
rhythm-form-title = Tu ritmo
rhythm-hour-label = A qué hora del día
rhythm-days-label = En qué días
rhythm-zone-label = Tu ciudad o zona horaria
rhythm-discreet-label = Cómo se ve el mensaje desde fuera
rhythm-themes-label = Temas que te van bien
rhythm-themes-hint = Deja un tema sin marcar para apartarlo. Márcalo otra vez para que vuelva.
rhythm-save-button = Guardar
rhythm-again-button = Abrir otra vez el formulario

rhythm-next = De acuerdo. Tu próxima pregunta llega { $moment }.
rhythm-resting = Ahora no hay ninguna pregunta en camino. { $start } empieza de nuevo.
rhythm-none = Todavía no tienes una pregunta diaria. { $start } la empieza.
rhythm-unclear = Aún no pude tomarlo así, y no cambió nada.
rhythm-hour-unclear = No entendí esta hora. Algo como 18:30 sirve.
rhythm-zone-unclear = No conozco este lugar. Sirve una ciudad grande cerca de ti.
rhythm-days-none = Elige un día o más. Para no tener ninguno, descansa o para.
rhythm-themes-none = Deja un tema o más. Para no tener ninguno, descansa o para.

pause-summary = Descansar de las preguntas hasta una fecha
pause-until-summary = El día en que pueden volver, por ejemplo 2027-01-15
pause-placeholder = Cuánto tiempo
pause-ask = ¿Cuánto quieres descansar? Lo que está esperando no llegará.
pause-days-option = Tres días
pause-week-option = Una semana
pause-fortnight-option = Dos semanas
pause-month-option = Un mes
pause-end-option = Sin descanso: empezar otra vez
pause-unclear = No entendí esta fecha. Algo como 2027-01-15 sirve. No cambió nada.
pause-range = Esa fecha no sirve: ha de estar por delante, hasta el { $latest }. No cambió nada.
