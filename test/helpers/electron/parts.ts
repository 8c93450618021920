import { EventEmitter } from "node:events";

// The rest of electron that the app uses: kept and recorded, so that tests can see and press it.

interface MenuItem {
  label?: string;
  role?: string;
  accelerator?: string;
  enabled?: boolean;
  checked?: boolean;
  submenu?: MenuItem[];
  click?: () => void;
}

export class Menu {
  static #application: Menu | null = null;
  readonly items: MenuItem[];
  constructor(items: MenuItem[] = []) {
    this.items = items;
  }
  static buildFromTemplate(template: MenuItem[]): Menu {
    return new Menu(template);
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
}

export class Tray extends EventEmitter {
  static readonly all: Tray[] = [];
  toolTip = "";
  menu: Menu | undefined;
  constructor() {
    super();
    Tray.all.push(this);
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: Menu): void {
    this.menu = menu;
  }
}

export class Notification extends EventEmitter {
  static readonly shown: Notification[] = [];
  readonly title: string;
  readonly body: string;
  constructor({ title, body }: { title: string; body: string }) {
    super();
    this.title = title;
    this.body = body;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    Notification.shown.push(this);
  }
}

export const shell = {
  opened: [] as string[],
  async openExternal(address: string): Promise<void> {
    shell.opened.push(address);
  },
  async openPath(path: string): Promise<string> {
    shell.opened.push(path);
    return "";
  },
};

interface Question {
  message: string;
  detail?: string;
  buttons?: string[];
}
const open: ((response: number) => void)[] = [];

export const dialog = {
  asked: [] as Question[],
  /** Presses a button of the dialog that opened last. */
  press: (response: number): void => open.pop()?.(response),
  showMessageBox(options: Question): Promise<{ response: number }> {
    dialog.asked.push(options);
    return new Promise((resolve) => open.push((response) => resolve({ response })));
  },
};

export const nativeTheme = Object.assign(new EventEmitter(), {
  themeSource: "system",
  get shouldUseDarkColors(): boolean {
    return this.themeSource === "dark";
  },
});
export const ipcMain = new EventEmitter();

const display = { workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
export const screen = Object.assign(new EventEmitter(), { getPrimaryDisplay: () => display, getAllDisplays: () => [display] });

export const nativeImage = { createFromPath: (path: string) => ({ path, setTemplateImage() {} }) };

/** No secret store stands behind it, and it says so: what the app does then is what is tested. */
export const safeStorage = {
  backend: "basic_text",
  getSelectedStorageBackend: (): string => safeStorage.backend,
  isAsyncEncryptionAvailable: async (): Promise<boolean> => true,
  encryptStringAsync: async (plain: string): Promise<Buffer> => Buffer.from(`stand-in:${plain}`),
  async decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const text = sealed.toString();
    if (!text.startsWith("stand-in:")) throw new Error("Error while decrypting the ciphertext provided to safeStorage.decryptString.");
    return { result: text.slice("stand-in:".length), shouldReEncrypt: false };
  },
};
