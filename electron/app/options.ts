import { resolve } from "node:path";

/** What a start may be given. Chromium's own switches pass by unread. */
export interface Options {
  /** One workspace's folder; else the default one of this user. */
  data: string | undefined;
  /** Another home for the app's own settings: two of them run side by side. */
  userData: string | undefined;
  /** Start without a window. */
  hidden: boolean;
}

export function readOptions(args: readonly string[], folder: string): Options {
  const given = (name: string): string | undefined => {
    const index = args.indexOf(name);
    const inline = args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
    const value = inline ?? (index === -1 ? undefined : args[index + 1]);
    return value === undefined || value === "" ? undefined : resolve(folder, value);
  };
  return { data: given("--data"), userData: given("--user-data"), hidden: args.includes("--hidden") };
}
