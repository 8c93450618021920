/** Bytes of JSON that a run may return, however much memory it may use. */
const MOST_OUTPUT = 256 * 1024 * 1024;

/** What does not fit into the sandbox's memory at once does not leave it either. */
export const outputLimit = (bytes: number): number => Math.min(bytes, MOST_OUTPUT);
