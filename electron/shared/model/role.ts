import { z } from "zod";

export const Role = z.enum(["owner", "admin", "builder", "operator", "viewer"]);
export type Role = z.infer<typeof Role>;
