export const postgres: Readonly<Record<string, string>> = {
  "Queries and rows in your own PostgreSQL database, wherever it runs.":
    "Consultas y filas en su propia base de datos PostgreSQL, esté donde esté.",
  "Host, database, user and password of a PostgreSQL server (also Neon, Supabase, Amazon RDS and the like).":
    "Servidor, base de datos, usuario y contraseña de un servidor PostgreSQL (también Neon, Supabase, Amazon RDS y similares).",
  "Tests against a real PostgreSQL server": "Pruebas con un servidor PostgreSQL real",
  "Expressions in a query become values, never SQL. Large numbers (bigint, numeric) come as text unless the connection says otherwise; times with a zone as ISO text in UTC.":
    "Las expresiones de una consulta pasan a ser valores, nunca SQL. Los números grandes (bigint, numeric) llegan como texto salvo que la conexión diga otra cosa; las horas con zona, como texto ISO en UTC.",
  "Runs a query or command in Postgres and gives its rows.": "Ejecuta una consulta u orden en Postgres y da sus filas.",
  "Reads rows of a table in Postgres.": "Lee filas de una tabla en Postgres.",
  "Adds a row to a table in Postgres.": "Añade una fila a una tabla en Postgres.",
  "Changes the row that has the same key in Postgres, or adds one.": "Cambia la fila que tiene la misma clave en Postgres, o añade una.",
  "Changes rows of a table in Postgres.": "Cambia filas de una tabla en Postgres.",
  "Deletes rows of a table in Postgres, or the table.": "Elimina filas de una tabla en Postgres, o la tabla.",
  "Runs several statements in Postgres: all of them happen, or none.": "Ejecuta varias órdenes en Postgres: ocurren todas o ninguna.",
};
