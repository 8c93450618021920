export const smtpImap: Readonly<Record<string, string>> = {
  "E-mail (SMTP)": "Correo (SMTP)",
  "Sends mail through the mail server of your provider or your own.": "Envía correo con el servidor de su proveedor o uno propio.",
  "Your provider's SMTP server, a user and a password (with Gmail, iCloud and Yahoo an app password).":
    "El servidor SMTP de su proveedor, un usuario y una contraseña (en Gmail, iCloud y Yahoo, una contraseña de aplicación).",
  "Tests against a real SMTP server on this machine": "Pruebas con un servidor SMTP real en este equipo",
  "Gmail 500 mails a day; Microsoft 365 30 a minute; hosting companies often 100 to 500 an hour. Attachments mostly 20 MB in all.":
    "Gmail, 500 correos al día; Microsoft 365, 30 por minuto; las empresas de alojamiento, a menudo de 100 a 500 por hora. Archivos adjuntos: casi siempre 20 MB en total.",
  "As your provider has it": "Lo que cobre su proveedor",
  "Sends only; mail is not read yet. Servers keep no key against doubling: a mail whose receipt was never confirmed is asked about, not sent again. Microsoft 365 switches passwords for SMTP off by the end of 2026.":
    "Solo envía; aún no se lee el correo. Los servidores no tienen ninguna clave contra los envíos dobles: si nunca se confirmó la recepción de un correo, se le pregunta a usted y no se envía otra vez. Microsoft 365 deja de admitir contraseñas en SMTP a finales de 2026.",
  "Mail server login": "Acceso al servidor de correo",
  "Gmail: smtp.gmail.com, port 465. Microsoft 365: smtp.office365.com, port 587. iCloud: smtp.mail.me.com, port 587. Yahoo: smtp.mail.yahoo.com, port 465. Gmail, iCloud and Yahoo want an app password, made in the account's security settings.":
    "Gmail: smtp.gmail.com, puerto 465. Microsoft 365: smtp.office365.com, puerto 587. iCloud: smtp.mail.me.com, puerto 587. Yahoo: smtp.mail.yahoo.com, puerto 465. Gmail, iCloud y Yahoo piden una contraseña de aplicación, que se crea en los ajustes de seguridad de la cuenta.",
  "By the port": "Según el puerto",
  "From the start (port 465)": "Desde el principio (puerto 465)",
  "After the greeting (port 587)": "Después del saludo (puerto 587)",
  "Empty where the server asks for none.": "Vacío si el servidor no pide ninguno.",
  "Only for a server of your own (PEM).": "Solo para un servidor propio (PEM).",
  "Send mail": "Enviar un correo",
  "Sends a mail with text, HTML and files.": "Envía un correo con texto, HTML y archivos.",
  "Acme <office@example.com>": "Reformas Sol <oficina@example.com>",
  "Several are separated by commas.": "Varias se separan con comas.",
  Subject: "Asunto",
  Both: "Ambos",
  Attachments: "Archivos adjuntos",
  "Names of the item's files, separated by commas, for example data.":
    "Nombres de los archivos del elemento, separados por comas, por ejemplo data.",
  "Copy to": "Copia a",
  "Hidden copy to": "Copia oculta a",
  "Answers go to": "Las respuestas van a",
  "Answers the mail": "Responde al correo",
  "Its Message-ID.": "Su Message-ID.",
};
