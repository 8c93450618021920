import { expect, it } from "vitest";
import { catalog } from "../../../connectors/registry.ts";
import { hasPicture } from "../../../renderer/features/editor/canvas/step-icon.tsx";

const named = catalog().flatMap((tool) =>
  [...tool.actions, ...tool.triggers].flatMap(({ type, icon }) => (icon ? [[type, icon] as const] : [])),
);

it.each(named)("%s has the picture that it names: %s", (_, icon) => {
  expect(hasPicture(icon)).toBe(true);
});
