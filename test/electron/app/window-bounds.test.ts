import { describe, expect, it } from "vitest";
import { placeWindow } from "../../../electron/app/window-bounds.ts";

const left = { x: 0, y: 25, width: 1920, height: 1055 };
const right = { x: 1920, y: 0, width: 2560, height: 1400 };
const state = { width: 1280, height: 820, maximized: false };

describe("where a window opens", () => {
  it("is where it was, if that is on a screen", () => {
    expect(placeWindow({ ...state, x: 2000, y: 100 }, [left, right])).toEqual({ ...state, x: 2000, y: 100 });
  });

  it("is the first screen's middle, without a place or with one on a screen that is gone", () => {
    const middle = { ...state, x: 320, y: 143 };
    expect(placeWindow(state, [left])).toEqual(middle);
    expect(placeWindow({ ...state, x: 2000, y: 100 }, [left])).toEqual(middle);
    expect(placeWindow({ ...state, x: -5000, y: -5000 }, [left, right])).toEqual(middle);
  });

  it("is wholly on the screen that shows most of it", () => {
    expect(placeWindow({ ...state, x: 1800, y: 1200 }, [left, right])).toEqual({ ...state, x: 1920, y: 580 });
    expect(placeWindow({ ...state, x: -600, y: 0 }, [left, right])).toEqual({ ...state, x: 0, y: 25 });
  });

  it("is never larger than its screen, nor smaller than it can be used", () => {
    const small = { x: 0, y: 0, width: 1000, height: 600 };
    expect(placeWindow({ ...state, x: 10, y: 10 }, [small])).toMatchObject({ x: 0, y: 0, width: 1000, height: 600 });
    expect(placeWindow({ width: 320, height: 240, maximized: false }, [left])).toMatchObject({ width: 1024, height: 640 });
  });

  it("keeps that it was maximized", () => {
    expect(placeWindow({ ...state, maximized: true }, [left]).maximized).toBe(true);
  });
});
