/** What a colour says; never the only thing that says it. */
export type Tone = "neutral" | "accent" | "success" | "warning" | "danger" | "info";
