import { z } from "zod";
import { defineTrigger } from "#kit/trigger.ts";

export const manualTrigger = defineTrigger({
  kind: "manual",
  id: "manual",
  title: "Start by hand",
  description: "Starts when you press Run, or by `imx run`.",
  example: "A click on Run starts it, to try a workflow or to use it now and then.",
  input: z.object({}),
  sample: [{}],
  keywords: ["button", "test", "click", "on demand"],
  icon: "play",
  describe: () => "When started by hand",
});
