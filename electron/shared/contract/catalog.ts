import { z } from "zod";
import { PortInfo, ToolInfo } from "../model/catalog.ts";
import { base } from "./errors.ts";

const Ports = z.object({ inputs: z.array(PortInfo), outputs: z.array(PortInfo) });

export const catalog = {
  list: base.route({ method: "GET", path: "/catalog", summary: "All tools with their operations" }).output(z.array(ToolInfo)),
  ports: base
    .route({ method: "POST", path: "/catalog/ports", summary: "Ports of a node with these params" })
    .input(z.object({ type: z.string(), typeVersion: z.number().optional(), params: z.record(z.string(), z.unknown()) }))
    .output(Ports),
};
