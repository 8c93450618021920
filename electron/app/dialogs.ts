import { dialog } from "electron";
import type { Dialogs } from "./ports.ts";

export const dialogs: Dialogs = {
  async ask({ title, detail, answers }) {
    const last = answers.length - 1;
    const { response } = await dialog.showMessageBox({
      type: "warning",
      title: "Infinite Matrix",
      message: title,
      detail,
      buttons: [...answers],
      defaultId: 0,
      cancelId: last,
      noLink: true,
    });
    return response;
  },
};
