import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { type ReactNode, useCallback, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";
import { StatusDot } from "./status-dot.tsx";
import styles from "./toast.module.css";
import type { Tone } from "./tone.ts";

export interface ToastSpec {
  /** What happened, in one line. */
  title: string;
  detail?: string | undefined;
  tone?: Tone;
  /** The next thing to press: undo, open, try again. */
  action?: { label: string; onPress: () => void };
}

interface ToastData {
  tone: Tone;
  action: ToastSpec["action"];
}

/** Room to read: a toast with something to press stays longer. Errors stay until they are put away. */
const READ_MS = 5000;
const ACT_MS = 12_000;

/** Says in passing what happened. F6 moves the focus there. */
export function useToast(): (spec: ToastSpec) => void {
  const { add } = Base.useToastManager<ToastData>();
  // The manager is a new object with each toast; callers may keep this function.
  const current = useRef(add);
  current.current = add;
  return useCallback(({ title, detail, tone = "neutral", action }) => {
    const timeout = tone === "danger" ? 0 : action ? ACT_MS : READ_MS;
    current.current({ title, description: detail, timeout, priority: tone === "danger" ? "high" : "low", data: { tone, action } });
  }, []);
}

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts() {
  const { t } = useTranslation();
  const { toasts, close } = Base.useToastManager<ToastData>();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={styles.toast} swipeDirection={["right", "down"]}>
      <Base.Content className={styles.content}>
        <span className={styles.dot}>
          <StatusDot tone={toast.data?.tone ?? "neutral"} />
        </span>
        <div className={styles.words}>
          <Base.Title className={styles.title} />
          <Base.Description className={styles.detail} />
        </div>
        {toast.data?.action ? (
          <Button
            size="sm"
            onClick={() => {
              toast.data?.action?.onPress();
              close(toast.id);
            }}
          >
            {toast.data.action.label}
          </Button>
        ) : null}
        <Base.Close render={<IconButton label={t("ui.dismiss")} icon={X} size="sm" />} />
      </Base.Content>
    </Base.Root>
  ));
}
