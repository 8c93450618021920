export { useCommandKeys, useMenuCommands } from "./keys.ts";
export { type Command, useCommandList, useCommands } from "./registry.ts";
