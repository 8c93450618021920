type Document = Record<string, unknown>;

/** One step up of the workflow document: from format `to - 1` to format `to`. Never edited once released. */
export interface Migration {
  to: number;
  /** Pure; returns the whole document, `format` is set by the runner. */
  migrate: (document: Document) => Document;
  example: { before: Document; after: Document };
}

/** In order and without a gap, from 2 up to FORMAT. Format 1 is the first. */
export const migrations: readonly Migration[] = [];
