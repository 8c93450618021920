import { z } from "zod";
import type { AuthKind } from "#kit/connector.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";

export const databaseFile: AuthKind = {
  id: "file",
  title: "Database file",
  help: "A file in the workspace's own folder, or in one that the settings grant.",
  fields: z.object({
    path: field(z.string().trim().min(1, "The file's path is needed."), { title: "Path", placeholder: "jobs.db" }),
  }),
  secret: [],
  apply() {
    throw userError("A database file can't be used for web requests.", { fix: "Choose another connection." });
  },
};
