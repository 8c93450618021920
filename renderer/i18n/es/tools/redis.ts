export const redis: Readonly<Record<string, string>> = {
  "Values, counters, lists and messages in your own Redis or Valkey.":
    "Valores, contadores, listas y mensajes en su propio Redis o Valkey.",
  "Host, port and password of a Redis or Valkey server.": "Servidor, puerto y contraseña de un servidor Redis o Valkey.",
  "Tests against a real Redis server": "Pruebas con un servidor Redis real",
  "100,000 keys at once. Up to 5 connections, given back after 5 seconds without use. No cluster with several masters.":
    "100.000 claves a la vez. Hasta 5 conexiones, que se devuelven tras 5 segundos sin uso. Sin clústeres de varios servidores principales.",
  "Counting, pushing, popping and publishing can't be repeated without harm: where an answer was lost, they are asked about.":
    "Contar, añadir a una lista, sacar de ella y publicar no se pueden repetir sin daño: si se perdió la respuesta, se le pregunta a usted.",
  "Redis login": "Acceso a Redis",
  "Your provider shows these beside the database, often as rediss://user:password@host:port.":
    "Su proveedor los muestra junto a la base de datos, a menudo como rediss://user:password@host:port.",
  "Empty where there is only a password.": "Vacío si solo hay contraseña.",
  "Number of the database": "Número de la base de datos",
  "Get value": "Leer un valor",
  "Reads what stands under a key: text, fields, a list or a set.": "Lee lo que hay bajo una clave: texto, campos, una lista o un conjunto.",
  "Field for the answer": "Campo para la respuesta",
  "a.b makes nested fields.": "a.b hace campos anidados.",
  "Fields (hash)": "Campos (hash)",
  List: "Lista",
  Set: "Conjunto",
  "Dots in the field's name make nested fields": "Los puntos en el nombre del campo hacen campos anidados",
  "Set value": "Guardar un valor",
  "Keeps a value under a key. The item goes on as it is.": "Guarda un valor bajo una clave. El elemento sigue como está.",
  "An object becomes fields, a list a list, unless the kind says otherwise.":
    "Un objeto pasa a ser campos y una lista, una lista, salvo que el tipo diga otra cosa.",
  "Kept as": "Se guarda como",
  "By the value": "Según el valor",
  "Forget after (seconds)": "Olvidar tras (segundos)",
  "0 = keep it.": "0 = conservarlo.",
  "Only where there is nothing yet": "Solo si aún no hay nada",
  "For text. The item then says in `stored` whether it was.": "Para texto. El elemento dice después en `stored` si se guardó.",
  "Delete key": "Eliminar una clave",
  "Forgets a key and what stands under it. The item goes on as it is.":
    "Olvida una clave y lo que hay bajo ella. El elemento sigue como está.",
  "Adds to the number under a key and gives the new one.": "Suma al número que hay bajo una clave y da el nuevo.",
  "Find keys": "Buscar claves",
  "Finds keys by a pattern and gives them, with their values, as fields of one item.":
    "Busca claves por un patrón y las da, con sus valores, como campos de un elemento.",
  Pattern: "Patrón",
  "* = anything, ? = one character.": "* = cualquier texto, ? = un carácter.",
  "With their values": "Con sus valores",
  "Add to a list": "Añadir a una lista",
  "Puts a value at the beginning or end of a list. The item goes on as it is.":
    "Pone un valor al principio o al final de una lista. El elemento sigue como está.",
  queue: "cola",
  "At its end": "Al final",
  "Off = at its beginning.": "Apagado = al principio.",
  "Take from a list": "Sacar de una lista",
  "Takes the first or last entry out of a list.": "Saca de una lista su primera o última entrada.",
  "Empty = the entry's own fields.": "Vacío = los campos de la propia entrada.",
  "Length of a list": "Longitud de una lista",
  "Counts the entries of a list.": "Cuenta las entradas de una lista.",
  Publish: "Publicar",
  "Sends a message to all who listen to a channel. The item goes on as it is.":
    "Envía un mensaje a todos los que escuchan un canal. El elemento sigue como está.",
  Channel: "Canal",
  "Add to a stream": "Añadir a un stream",
  "Appends an entry to a stream and gives its id.": "Añade una entrada al final de un stream y da su id.",
  "Server's state": "Estado del servidor",
  "Reads what the server says about itself: version, memory, clients, keys.":
    "Lee lo que el servidor dice de sí mismo: versión, memoria, clientes, claves.",
};
