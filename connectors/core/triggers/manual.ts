import { z } from "zod";
import { defineTrigger } from "#kit/trigger.ts";

export const manualTrigger = defineTrigger({
  kind: "manual",
  id: "manual",
  title: "Start by hand",
  description: "Starts when you press Run, or by `imx run`.",
  input: z.object({}),
  sample: [{}],
  keywords: ["button", "test", "click", "on demand"],
  icon: "play",
  describe: () => "When started by hand",
});
