import { userError } from "#shared/model/failure.ts";
import { decoderOf, detect } from "./encoding.ts";

export interface TextOptions {
  /** `auto` or any name that `decoderOf` takes. */
  encoding: string;
  mark: "drop" | "keep";
}

/** A file as text. Throws a user error where it is not of the encoding that is named. */
export function toText(bytes: Buffer, { encoding, mark }: TextOptions, name = "The file"): string {
  const decode = (as: string): string => decoderOf(as, { fatal: true, ignoreBOM: mark === "keep" }).decode(bytes);
  const auto = encoding === "auto";
  try {
    return decode(auto ? detect(bytes) : encoding);
  } catch (error) {
    // Looked at from its beginning it was UTF-8.
    if (auto) return decode("latin1");
    if (!(error instanceof TypeError)) throw error;
    throw userError(`${name} is not ${encoding} text throughout.`, {
      field: "encoding",
      fix: "Choose another encoding (files from older Windows programs are mostly latin1), or auto.",
    });
  }
}
