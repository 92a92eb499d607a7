# Lo que muestra Discord: dentro de los formularios, y donde no se pueden abrir.
discord-time-placeholder = Por ejemplo 19:30
discord-date-placeholder = Por ejemplo 2027-03-21
discord-search-placeholder = Escribe un nombre
discord-no-form = Esta vez Discord no me dejó abrir el formulario. Prueba otra vez.
