export { matchesChord, useCommandKeys } from "./keys.ts";
export { type Command, useCommandList, useCommands } from "./registry.ts";
