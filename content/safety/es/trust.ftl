# «Alguien de confianza»: comienzos de un mensaje, para copiar y cambiar. Ajar no envía ni guarda nada.
safety-trust-title = Alguien de confianza
safety-trust-intro = Empezar suele ser lo más difícil. Aquí tienes comienzos para copiar y cambiar:
safety-trust-self-1 = Hola. No estoy bien y no quiero pasarlo en soledad. ¿Me puedes llamar hoy?
safety-trust-self-2 = No sé cómo decir esto. Necesito a alguien conmigo ahora. ¿Puedes venir, o quedarte al teléfono?
safety-trust-self-3 = No tienes que arreglar nada. ¿Me escucharías un rato?
safety-trust-other-1 = Me preocupa alguien a quien los dos queremos. ¿Podemos hablar hoy?
safety-trust-other-2 = Pienso en ti y me preocupa cómo estás. Estoy aquí. ¿Te puedo llamar ahora?
safety-trust-other-3 = Alguien a quien quiero puede estar en peligro y no quiero afrontarlo en soledad. ¿Me ayudas?
safety-trust-violence-1 = En casa no me siento a salvo. Por favor, no respondas aquí. Llámame solo cuando yo te lo diga.
safety-trust-violence-2 = Está pasando algo que me da miedo. ¿Puedo ir a tu casa si lo necesito?
safety-trust-violence-3 = Si te mando una palabra que acordemos, ¿pedirías ayuda?
safety-trust-yourself = Lo envías tú, a tu manera. Yo no envío ni guardo nada.
