import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { useMemo } from "react";
import { parseRoute, useHash } from "./bridge/index.ts";
import { Frame } from "./frame/frame.tsx";
import { Screen } from "./screen.tsx";
import { ToastProvider } from "./ui/index.ts";

export function App() {
  const hash = useHash();
  const route = useMemo(() => parseRoute(hash), [hash]);
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <ToastProvider>
          <Frame route={route}>
            <Screen route={route} />
          </Frame>
        </ToastProvider>
      </Tooltip.Provider>
    </CSPProvider>
  );
}
