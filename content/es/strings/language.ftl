# El idioma en que escribe Ajar.
language-summary = Elegir el idioma en que te escribo
language-option-summary = Por ejemplo español o English; déjalo vacío para elegir de una lista
language-title = Idioma
language-placeholder = Elige un idioma
language-ask = ¿En qué idioma quieres que te escriba? Lo que tú escribiste queda como lo escribiste.
language-done = Desde ahora escribo en { $language }. { $again } lo cambia otra vez.
