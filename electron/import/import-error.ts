/** A file that can't be read as a workflow. Says what is wrong with it, where, and what to do. */
export class ImportError extends Error {
  readonly fix: string;
  /** Dotted path into the file, where the fault is at a place. */
  readonly path: string | undefined;

  constructor(message: string, fix: string, path?: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "ImportError";
    this.fix = fix;
    this.path = path;
  }
}
