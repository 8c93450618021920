import type { LucideIcon } from "lucide-react";
import { useEffect, useId, useMemo } from "react";
import { create } from "zustand";

/** Something that a person can do now, from the palette or by its keys. */
export interface Command {
  id: string;
  title: string;
  /** Heading under which the shortcuts sheet lists it. */
  group: string;
  icon?: LucideIcon;
  /** One chord, `["mod", "k"]`, or keys one after the other, `["g", "w"]`. Chords have a modifier in front. */
  keys?: readonly string[];
  /** The same by another chord, for hands that know it from elsewhere. */
  alsoKeys?: readonly string[];
  /** More words to find it by. */
  words?: string;
  run: () => void;
}

type Place = "screen" | "frame";

interface Registry {
  /** By the component that brought them. */
  bySource: ReadonlyMap<string, { place: Place; commands: readonly Command[] }>;
}

const useRegistry = create<Registry>(() => ({ bySource: new Map() }));

/** Offers commands while the component is there. Keep the list stable with `useMemo`. */
export function useCommands(commands: readonly Command[], place: Place = "screen"): void {
  const source = useId();
  useEffect(() => {
    useRegistry.setState(({ bySource }) => ({ bySource: new Map(bySource).set(source, { place, commands }) }));
    return () =>
      useRegistry.setState(({ bySource }) => {
        const next = new Map(bySource);
        next.delete(source);
        return { bySource: next };
      });
  }, [source, commands, place]);
}

/** All commands there are now; those of the screen come before those of the frame, and stand for them where an id is the same. */
export function useCommandList(): readonly Command[] {
  const bySource = useRegistry((state) => state.bySource);
  return useMemo(() => {
    const all = [...bySource.values()];
    const of = (wanted: Place) => all.filter(({ place }) => place === wanted).flatMap(({ commands }) => commands);
    const byId = new Map<string, Command>();
    for (const command of [...of("screen"), ...of("frame")]) if (!byId.has(command.id)) byId.set(command.id, command);
    return [...byId.values()];
  }, [bySource]);
}
