export { matchesChord } from "./chord.ts";
export { useCommandKeys } from "./keys.ts";
export { type Command, useCommandList, useCommands } from "./registry.ts";
