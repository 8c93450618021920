/** What is wrong, as a sentence, without the field's path that the engine's message begins with and the item it ends with. */
export function causeOf({ message, field }: { message: string; field?: string | undefined }): string {
  const paths = field ? [`'${field}': `, `${field}: `] : [];
  const path = paths.find((one) => message.startsWith(one)) ?? "";
  const text = message.slice(path.length).replace(/ \[item \d+\]$/, "");
  // A message that is left as it came is whole already.
  if (text === message) return message;
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?:…]$/.test(text) ? "" : ".");
}
