import { Notification } from "electron";
import type { Notifications } from "./ports.ts";

/** The system's own notifications; a click leads to the screen. */
export function createNotifications(show: (route: string) => void): Notifications {
  const shown = new Set<Notification>();
  return {
    show({ title, body, route }) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      // Held while it can be clicked: a collected notification does nothing.
      shown.add(notification);
      notification.on("click", () => {
        shown.delete(notification);
        show(route);
      });
      notification.on("close", () => shown.delete(notification));
      notification.show();
    },
  };
}
