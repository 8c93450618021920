import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LoginItem } from "./ports.ts";

/** An autostart entry by the XDG specification; `config` is the user's configuration folder. */
export function linuxAutostart(config: string, program: string, flag: string): LoginItem {
  const folder = join(config, "autostart");
  const file = join(folder, "infinite-matrix.desktop");
  // In an Exec line " \ $ ` are escaped inside quotes, and % is doubled.
  const quoted = `"${program.replace(/["\\$`]/g, "\\$&").replaceAll("%", "%%")}"`;
  return {
    enabled: () => existsSync(file),
    set(enabled) {
      if (!enabled) return rmSync(file, { force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, `[Desktop Entry]\nType=Application\nName=Infinite Matrix\nExec=${quoted} ${flag}\nTerminal=false\n`);
    },
  };
}
