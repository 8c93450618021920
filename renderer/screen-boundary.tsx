import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "./bridge/index.ts";
import { Banner, Button } from "./ui/index.ts";

interface State {
  error: Error | null;
}

/** A screen that can't be drawn takes nothing else down, and says what to do. */
export class ScreenBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? <Broken error={error} onAgain={() => this.setState({ error: null })} /> : this.props.children;
  }
}

function Broken({ error, onAgain }: { error: Error; onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <Banner
      tone="danger"
      urgent
      title={t("frame.screenBroke")}
      action={
        <>
          <Button size="sm" onClick={() => void copyText(`${error.message}\n${error.stack ?? ""}`)}>
            {t("frame.copyDetails")}
          </Button>
          <Button size="sm" onClick={onAgain}>
            {t("frame.reload")}
          </Button>
        </>
      }
    >
      {t("frame.screenBrokeDetail")}
    </Banner>
  );
}
