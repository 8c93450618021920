const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A name that nobody else will think of: 16 letters and digits, 82 bits. */
export const newId = (): string => Array.from(crypto.getRandomValues(new Uint32Array(16)), (n) => LETTERS[n % LETTERS.length]).join("");
