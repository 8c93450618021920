import { describe, expect, it } from "vitest";
import { matchesChord } from "../../../renderer/commands/chord.ts";

const press = (key: string, more: Partial<Parameters<typeof matchesChord>[0]> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe("chords", () => {
  it("takes Ctrl and Cmd alike", () => {
    expect(matchesChord(press("k", { ctrlKey: true }), ["mod", "k"])).toBe(true);
    expect(matchesChord(press("k", { metaKey: true }), ["mod", "k"])).toBe(true);
    expect(matchesChord(press("k"), ["mod", "k"])).toBe(false);
  });

  it("tells undo from redo", () => {
    expect(matchesChord(press("z", { ctrlKey: true }), ["mod", "z"])).toBe(true);
    expect(matchesChord(press("Z", { ctrlKey: true, shiftKey: true }), ["mod", "z"])).toBe(false);
    expect(matchesChord(press("Z", { ctrlKey: true, shiftKey: true }), ["mod", "shift", "z"])).toBe(true);
  });

  it("takes a sign whatever keys it needs on this keyboard", () => {
    expect(matchesChord(press("?", { shiftKey: true }), ["?"])).toBe(true);
    expect(matchesChord(press("?"), ["?"])).toBe(true);
    expect(matchesChord(press("/"), ["/"])).toBe(true);
  });

  it("leaves a letter with another modifier alone", () => {
    expect(matchesChord(press("n", { ctrlKey: true }), ["n"])).toBe(false);
    expect(matchesChord(press("n", { altKey: true }), ["n"])).toBe(false);
  });
});
