/** The theme's colours, read off properties that a painted canvas's style sheet sets for this. */
export interface Colors {
  /** `color`, `caret-color`, `outline-color`, `text-decoration-color`. */
  plain: string;
  carried: string;
  error: string;
  selected: string;
}

export interface Brush {
  context: CanvasRenderingContext2D;
  colors: Colors;
  /** Empties the canvas and sets it to the size and the view `[x, y, zoom]`. */
  clear: (width: number, height: number, view: readonly [number, number, number]) => void;
}

const COLORS_KEPT_MS = 1000;

/** Paints at most once a frame, when something asked for it. */
export function paintOn(canvas: HTMLCanvasElement, paint: (brush: Brush) => void): { soon: () => void; stop: () => void } {
  const context = canvas.getContext("2d");
  let frame = 0;
  let colors: Colors | undefined;
  let readAt = 0;

  const clear: Brush["clear"] = (width, height, [x, y, zoom]) => {
    if (!context) return;
    const [w, h] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (canvas.width !== w) canvas.width = w;
    if (canvas.height !== h) canvas.height = h;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, w, h);
    const scale = zoom * devicePixelRatio;
    context.setTransform(scale, 0, 0, scale, x * devicePixelRatio, y * devicePixelRatio);
  };
  const now = (): void => {
    frame = 0;
    if (!context) return;
    // Asking for a style makes the browser work out all of them: not at every frame.
    if (!colors || performance.now() - readAt > COLORS_KEPT_MS) {
      const { color, caretColor, outlineColor, textDecorationColor } = getComputedStyle(canvas);
      colors = { plain: color, carried: caretColor, error: outlineColor, selected: textDecorationColor };
      readAt = performance.now();
    }
    paint({ context, colors, clear });
  };
  return {
    soon() {
      frame ||= requestAnimationFrame(now);
    },
    stop: () => cancelAnimationFrame(frame),
  };
}
