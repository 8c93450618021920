export const mysql: Readonly<Record<string, string>> = {
  "Queries and rows in your own MySQL or MariaDB database, wherever it runs.":
    "Consultas y filas en su propia base de datos MySQL o MariaDB, esté donde esté.",
  "Host, database, user and password of a MySQL or MariaDB server.":
    "Servidor, base de datos, usuario y contraseña de un servidor MySQL o MariaDB.",
  "Tests against a real MariaDB server": "Pruebas con un servidor MariaDB real",
  "Expressions in a query become values, never SQL. Writing gives the number of rows and the new id: MySQL does not give changed rows back. Exact decimals come as text unless the connection says otherwise; times as text without a zone, as the server keeps them.":
    "Las expresiones de una consulta pasan a ser valores, nunca SQL. Al escribir se da el número de filas y el id nuevo: MySQL no devuelve las filas cambiadas. Los decimales exactos llegan como texto salvo que la conexión diga otra cosa; las horas, como texto sin zona, tal como las guarda el servidor.",
  "Runs a query or command in MySQL and gives its rows.": "Ejecuta una consulta u orden en MySQL y da sus filas.",
  "Reads rows of a table in MySQL.": "Lee filas de una tabla en MySQL.",
  "Adds a row to a table in MySQL.": "Añade una fila a una tabla en MySQL.",
  "Changes the row that has the same key in MySQL, or adds one.": "Cambia la fila que tiene la misma clave en MySQL, o añade una.",
  "Changes rows of a table in MySQL.": "Cambia filas de una tabla en MySQL.",
  "Deletes rows of a table in MySQL, or the table.": "Elimina filas de una tabla en MySQL, o la tabla.",
  "Runs several statements in MySQL: all of them happen, or none.": "Ejecuta varias órdenes en MySQL: ocurren todas o ninguna.",
};
