# Lo que Ajar responde cuando las palabras suenan a peligro: solo a quien escribe, en seis líneas como mucho.
# Aquí no hay números: vienen solo de helplines.csv y emergency.csv. Sin método, sin detalle, sin promesas.
safety-summary = Unas palabras de Ajar

safety-heavy-self = Esto suena muy duro. Está bien que lo hayas puesto en palabras.
safety-heavy-other = Temer por alguien pesa mucho. Si puedes hacerlo sin peligro, quédate a su lado hasta que llegue ayuda.
safety-heavy-violence = Lo que cuentas da miedo, y no es culpa tuya.
safety-device = Primero: ¿es seguro usar este dispositivo? Si alguien puede mirarlo, pulsa Cerrar esto y usa otro.
safety-program = Soy un programa automático y nadie está leyendo esto. Habla con una persona, ahora si puedes.

# El país se nombra siempre antes de sus números.
safety-emergency-any = Si estás en { $country }: ante un peligro, llama al { $number }.
safety-emergency-both = Si estás en { $country }: ante un peligro, llama al { $ambulance } para una ambulancia o al { $police } para la policía.
safety-emergency-ambulance = Si estás en { $country }: ante un peligro, llama al { $number } para una ambulancia, o al número de emergencias de tu zona.
safety-emergency-police = Si estás en { $country }: ante un peligro, llama al { $number } para la policía, o al número de emergencias de tu zona.
safety-emergency-none = Si estás en { $country }: ante un peligro, llama al número de emergencias de tu zona.
safety-emergency-local = Ante un peligro, llama al número de emergencias de tu zona.
safety-line = { $name }: { $reach } ({ $hours })
safety-directory = Líneas de ayuda en casi todos los países, por teléfono, mensaje o chat: { $address }

# Dos líneas, cuando nada es seguro o la respuesta entera ya salió hace menos de una hora.
safety-soft-self-1 = Suena difícil de llevar. Soy un programa y nadie lee esto, pero no tienes que cargarlo en soledad.
safety-soft-self-2 = Por si te sirve: aquí hay personas que escuchan, y algunas maneras pequeñas de pasar este momento.
safety-soft-other-1 = Se nota cuánto te importa esta persona. Soy un programa y nadie lee esto.
safety-soft-other-2 = No tienes que cargarlo en soledad. Aquí hay quien escucha, a esa persona y a ti.
safety-soft-violence-1 = Lo que te pasa importa, y no es culpa tuya. Soy un programa y nadie lee esto.
safety-soft-violence-2 = Si es seguro usar este dispositivo, aquí hay personas que pueden ayudar.

# Varias veces bajo. Sin alarma.
safety-offer-low-1 = Ya van varias veces que pesa. Gracias por volver a mirarlo aquí.
safety-offer-low-2 = Si te apetece compañía, aquí tienes algunas maneras. Todas pueden esperar.
safety-offer-away-1 = Que te aparten una y otra vez desgasta a cualquiera. No es un fallo tuyo.
safety-offer-away-2 = A algunas personas les ayuda hablarlo en una consulta. Es solo una idea, para cuando quieras.

safety-now-button = Dónde hay ayuda
safety-trust-button = Alguien de confianza
safety-practice-button = Una práctica tranquila
safety-notes-button = Mis notas de seguridad
safety-not-meant-button = No quería decir eso
safety-close-button = Cerrar esto
safety-closed = De acuerdo. De esto no se guarda nada. Aquí estoy cuando quieras.

# Alrededor de lo que la persona estaba haciendo.
safety-go-on = Lo que empezaste sigue ahí: { $command }.
safety-late = Todavía estoy guardando lo que escribiste. Por si no sale bien, aquí están tus palabras, para que no se pierda ninguna:
safety-words-back = Aquí están tus palabras, para que no se pierda ninguna:
safety-not-public = No lo he llevado al grupo. Solo tú puedes verlo. Puedes decirlo de otra manera. Aquí están tus palabras, para que no se pierda ninguna:

# Una práctica pequeña, para idiomas que aún no tienen otras.
safety-practice-title = Un minuto tranquilo
safety-practice-1 = Apoya los dos pies en el suelo y siente lo que te sostiene.
safety-practice-2 = Suelta el aire despacio, un poco más largo que al tomarlo. Cinco veces.
safety-practice-3 = Mira a tu alrededor y nombra cinco cosas que ves.
safety-practice-avoid = Si respirar así lo hace más difícil, déjalo y quédate con lo que ves.
