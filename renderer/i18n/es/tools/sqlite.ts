export const sqlite: Readonly<Record<string, string>> = {
  "SQLite file": "Archivo SQLite",
  "Queries and rows in a SQLite database file on this computer.": "Consultas y filas en un archivo de base de datos SQLite de este equipo.",
  "A file in a folder that this workflow may use; it is made when it is first written to.":
    "Un archivo de una carpeta que este flujo puede usar; se crea al escribir en él por primera vez.",
  "Tests against real database files": "Pruebas con archivos de base de datos reales",
  "200,000 rows at once. Waits 5 seconds for another program's lock.":
    "200.000 filas a la vez. Espera 5 segundos si otro programa lo tiene bloqueado.",
  "Expressions in a query become values, never SQL. ATTACH, DETACH, VACUUM and PRAGMA are refused: they would reach other files. Whole numbers beyond 15 digits come as text, bytes as base64.":
    "Las expresiones de una consulta pasan a ser valores, nunca SQL. ATTACH, DETACH, VACUUM y PRAGMA se rechazan: llegarían a otros archivos. Los números enteros de más de 15 cifras llegan como texto; los bytes, como base64.",
  "Database file": "Archivo de base de datos",
  "A file in the workspace's own folder, or in one that the settings grant.":
    "Un archivo de la carpeta del espacio de trabajo, o de una que permitan los ajustes.",
  "jobs.db": "trabajos.db",
  "Runs a query or command in the SQLite file and gives its rows.": "Ejecuta una consulta u orden en el archivo SQLite y da sus filas.",
  "Reads rows of a table in the SQLite file.": "Lee filas de una tabla del archivo SQLite.",
  "Adds a row to a table in the SQLite file.": "Añade una fila a una tabla del archivo SQLite.",
  "Changes the row that has the same key in the SQLite file, or adds one.":
    "Cambia la fila que tiene la misma clave en el archivo SQLite, o añade una.",
  "Changes rows of a table in the SQLite file.": "Cambia filas de una tabla del archivo SQLite.",
  "Deletes rows of a table in the SQLite file, or the table.": "Elimina filas de una tabla del archivo SQLite, o la tabla.",
  "Runs several statements in the SQLite file: all of them happen, or none.":
    "Ejecuta varias órdenes en el archivo SQLite: ocurren todas o ninguna.",
};
