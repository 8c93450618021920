import { create } from "zustand";

interface FrameState {
  palette: boolean;
  shortcuts: boolean;
}

/** What lies over the screen. */
export const useFrameState = create<FrameState>(() => ({ palette: false, shortcuts: false }));

export const openPalette = (): void => useFrameState.setState({ palette: true });
