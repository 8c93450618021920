/** One step up. There is no way down: an older program refuses the database by name. */
export interface Migration {
  /** Grows in tens; becomes the database's `user_version` in the same transaction as the change. */
  version: number;
  /** As its file is called. */
  name: string;
  sql: string;
}
