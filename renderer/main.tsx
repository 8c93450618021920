import "./bridge/index.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./ui/base.css";
import { App } from "./app.tsx";
import { readPreference, startBridge, systemLanguages } from "./bridge/index.ts";
import { applyTheme } from "./frame/appearance.ts";
import { createI18n, LANGUAGES, systemLanguage } from "./i18n/i18n.ts";

// As it was last time, until the engine has said what is set: nothing flashes.
applyTheme(readPreference("theme"));
const remembered = readPreference("language");
const i18n = createI18n(LANGUAGES.find((language) => language === remembered) ?? systemLanguage(systemLanguages()));
startBridge();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <App />
      </I18nextProvider>
    </StrictMode>,
  );
}
