# Lo que se ve con el tiempo: totales que crecen y dibujos. Nada de esto es una nota ni una causa.
progress-summary = Tus propios dibujos de cómo ha ido, en privado
progress-title = Mi camino
progress-opening = Esto es lo que has hecho hasta ahora. Va en aumento y no se pierde.
progress-nothing = Todavía no hay nada que dibujar. Tras una anotación o dos lo habrá, y lo verás tú y nadie más.
progress-made-checkin = { $made ->
    [one] { $made } anotación
   *[other] { $made } anotaciones
}
progress-made-reflection = { $made ->
    [one] { $made } respuesta a una pregunta
   *[other] { $made } respuestas a preguntas
}
progress-made-journey-answer = { $made ->
    [one] { $made } respuesta en un recorrido
   *[other] { $made } respuestas en recorridos
}
progress-made-plan = { $made ->
    [one] { $made } plan
   *[other] { $made } planes
}
progress-made-tip-outcome = { $made ->
    [one] { $made } vez contaste cómo te fue una práctica
   *[other] { $made } veces contaste cómo te fue una práctica
}
progress-weeks-button = Las últimas semanas
progress-year-button = Un año en colores
progress-together-button = Qué va con qué
progress-helped-button = Lo que ayudó
progress-picture-button = Como imagen
progress-dark-button = Sobre oscuro
progress-light-button = Sobre claro
progress-weeks-note = Cada punto es un día con anotación. Donde no hay ninguna, la línea espera.
progress-year-note = Cada cuadro es un día. El color dice cómo estabas, del violeta al amarillo. Llega tan atrás como guardo tus palabras: { $mydata }.
progress-together-note = Esto apareció junto en tus anotaciones. Qué vino de qué, no puede decirlo.
progress-helped-note = Cuántas veces dijiste que ayudó, de todas las que contaste.
progress-weeks-not-yet = En estas semanas no hay anotaciones que dibujar.
progress-year-not-yet = En este año no hay anotaciones que dibujar.
progress-together-not-yet = Para esto hacen falta más anotaciones, { $enough } en total, para que no lo dibuje el azar.
progress-helped-not-yet = Cuando digas de una práctica que te ayudó, estará aquí.
progress-weeks-alt = Una línea de cómo estabas en los días con anotación. { $moods }
progress-year-alt = Un año de cuadros pequeños, con el color de cómo estabas. { $months }
progress-together-alt = Barras de lo que apareció junto. { $pairs }
progress-helped-alt = Barras de lo que ayudó. { $tips }
progress-legend = ▁ { $lowest } · █ { $highest }
progress-times = { $times } veces
progress-of = { $helped } de { $tried }
