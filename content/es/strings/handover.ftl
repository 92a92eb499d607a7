# Archivos en los mensajes directos, donde las respuestas privadas no los llevan (Slack): antes un aviso, un día como mucho, y una forma de borrarlos al momento.
handover-title = Un archivo para ti
handover-warning = Aquí te lo puedo dar solo como archivo en nuestros mensajes directos. Quien lleva tu espacio de trabajo puede pedir que le entreguen sus mensajes y archivos, como cualquier otro.
handover-kept = Se va por sí solo a las 24 horas, y puedes borrarlo antes.
handover-yes-button = Ponerlo ahí
handover-back-button = Atrás
handover-on-its-way = En un momento estará en nuestros mensajes directos.
handover-note = Aquí está. Se va por sí solo en 24 horas.
handover-delete-button = Borrar ahora
handover-deleted = Se está borrando. Tarda unos segundos.
handover-gone = Ya no está.
handover-failed = Esta vez no se pudo poner el archivo aquí. No se perdió nada; pídelo otra vez cuando quieras.
