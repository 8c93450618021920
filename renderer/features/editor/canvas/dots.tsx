import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { GRID } from "../graph/geometry.ts";
import styles from "./canvas.module.css";

/** Dots closer together than this many pixels of the screen are a haze: then every fifth is drawn. */
const CLOSEST = 9;

/** The grid behind the steps. Set on the element itself: it changes at every frame of a pan. */
export function Dots() {
  const flow = useStoreApi();
  const dots = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = ([x, y, zoom]: readonly [number, number, number]): void => {
      if (!dots.current) return;
      const gap = GRID * zoom < CLOSEST ? GRID * zoom * 5 : GRID * zoom;
      dots.current.style.backgroundSize = `${gap}px ${gap}px`;
      dots.current.style.backgroundPosition = `${x}px ${y}px`;
    };
    place(flow.getState().transform);
    return flow.subscribe((now, before) => now.transform !== before.transform && place(now.transform));
  }, [flow]);
  return <div ref={dots} className={styles.dots} />;
}
