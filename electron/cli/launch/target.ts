/** What Vite builds, each with its own config. */
export type Target = "main" | "preload" | "renderer";
