# Planes: cuando pase esto, hago aquello.
plan-command-summary = Tus planes para los momentos difíciles
plan-title = Tus planes
plan-what = Un plan es una frase: cuando pase esto, hago aquello. Se hace en un momento tranquilo, para tenerlo en uno difícil. ¿Quieres hacer uno?
plan-list = Tus planes, para tus ojos y los de nadie más:
plan-sentence = Cuando { $when }, { $then }.
plan-when = Cuando { $when } …
plan-look-placeholder = Mirar un plan

plan-new-button = Plan nuevo
plan-all-button = Mis planes
plan-own-button = Con mis palabras
plan-change-button = Cambiarlo
plan-drop-button = Quitarlo
plan-save-button = Guardar
plan-make-button = Hacer un plan para esto

plan-choose-when = ¿Para qué momento es?
plan-when-fits-placeholder = Momentos como este
plan-when-person-placeholder = Algo que dijeron o hicieron
plan-when-around-placeholder = Algo a mi alrededor
plan-when-mind-placeholder = Algo que ya traía en la cabeza
plan-choose-then = ¿Y qué te gustaría hacer entonces?
plan-then-self-placeholder = Para mí
plan-then-between-placeholder = Entre los dos
plan-then-care-placeholder = Dar cariño y dejarlo entrar

plan-own-form-title = Un plan mío
plan-own-when-label = Cuando …
plan-own-when-hint = Un momento que notarías: se queda en silencio en una llamada
plan-own-then-label = Entonces …
plan-own-then-hint = Algo pequeño que puedes hacer: hago una pregunta abierta
plan-missing = Falta una parte. Un plan necesita el momento, lo que haces entonces, qué lo desata y tu primera reacción. Aquí están tus palabras.
plan-long = En cada parte caben { $longest } caracteres. Aquí están tus palabras, para que no se pierda ninguna.

plan-kept = Está guardado, cerrado con tu propia llave. Cuando anotes un momento así, aparecerá.
plan-dropped = Ya no está.
plan-gone = No encuentro este plan entre los tuyos. No cambió nada.
plan-beside = Tienes un plan para momentos como este:
plan-did-it-help = Tu plan para momentos como este. ¿Te ayudó la última vez?
plan-outcome-helped-button = Me ayudó
plan-outcome-little-button = Un poco
plan-outcome-not-button = Esta vez no
plan-helped-thanks = Bueno es saberlo. Se queda como está.
plan-little-thanks = Bueno es saberlo. Un poco también cuenta.
plan-not-thanks = Gracias por decirlo. No todo plan sirve para todo momento.
plan-doubted = Últimamente no te ha servido. ¿Quieres cambiarlo? A menudo va mejor un paso más pequeño.
plan-so-far =
    { $count ->
        [1] Contaste una vez cómo te fue.
       *[other] Contaste { $count } veces cómo te fue; { $helped ->
            [0] aún no te ha ayudado
            [1] te ayudó una vez
           *[other] te ayudó { $helped } veces
        }.
    }
plan-comes-back = Este momento ya ha vuelto varias veces. Si quieres, un plan pequeño puede estar listo para la próxima.
