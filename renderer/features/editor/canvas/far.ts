import { createContext, useContext } from "react";

/**
 * Whether the view is so far away that no word can be read. A context, so that a thousand steps and wires need not each
 * look at the view at every frame that it moves.
 */
export const FarContext = createContext(false);
export const useFar = (): boolean => useContext(FarContext);
