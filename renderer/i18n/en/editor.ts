/** The workflow editor. */
export const editor = {
  title: "Editor",
};
