/** Others get the thread for a moment. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Milliseconds at a stretch that nobody notices. */
const STRETCH = 10;

/** For long loops: to be awaited where it gives something, which is whenever the loop has held the thread for a while. */
export function pace(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < STRETCH) return undefined;
    return turn().then(() => {
      since = performance.now();
    });
  };
}
