/** How a login of n8n becomes one of ours: which way to connect, and where each of its fields goes. */
export interface CredentialMapping {
  /** Id of our auth kind. */
  auth: string;
  fields: readonly { from: string; to: string }[];
  /** Fields of ours that follow from the type alone. */
  fixed: Readonly<Record<string, string>>;
}

const DATABASE: CredentialMapping = {
  auth: "login",
  fields: [
    { from: "host", to: "host" },
    { from: "port", to: "port" },
    { from: "database", to: "database" },
    { from: "user", to: "user" },
    { from: "password", to: "password" },
    { from: "ssl", to: "tls" },
  ],
  fixed: {},
};

const MAPPINGS: Readonly<Record<string, CredentialMapping>> = {
  httpBasicAuth: {
    auth: "basic",
    fields: [
      { from: "user", to: "username" },
      { from: "password", to: "password" },
    ],
    fixed: {},
  },
  httpHeaderAuth: {
    auth: "apiKey",
    fields: [
      { from: "name", to: "name" },
      { from: "value", to: "key" },
    ],
    fixed: { place: "header" },
  },
  httpQueryAuth: {
    auth: "apiKey",
    fields: [
      { from: "name", to: "name" },
      { from: "value", to: "key" },
    ],
    fixed: { place: "query" },
  },
  postgres: DATABASE,
  mySql: DATABASE,
  redis: {
    auth: "login",
    fields: [
      { from: "host", to: "host" },
      { from: "port", to: "port" },
      { from: "user", to: "user" },
      { from: "password", to: "password" },
      { from: "database", to: "database" },
      { from: "ssl", to: "tls" },
    ],
    fixed: {},
  },
  smtp: {
    auth: "smtp",
    fields: [
      { from: "user", to: "user" },
      { from: "password", to: "password" },
      { from: "host", to: "host" },
      { from: "port", to: "port" },
      { from: "secure", to: "security" },
    ],
    fixed: {},
  },
  telegramApi: { auth: "botToken", fields: [{ from: "accessToken", to: "token" }], fixed: {} },
  jwtAuth: {
    auth: "signingKey",
    fields: ["secret", "privateKey", "publicKey", "algorithm"].map((name) => ({ from: name, to: name })),
    fixed: {},
  },
  totpApi: { auth: "oneTimeSecret", fields: ["secret", "label"].map((name) => ({ from: name, to: name })), fixed: {} },
  httpBearerAuth: { auth: "bearer", fields: [{ from: "token", to: "token" }], fixed: {} },
};

export const authForCredential = (type: string): CredentialMapping | undefined =>
  Object.hasOwn(MAPPINGS, type) ? MAPPINGS[type] : undefined;
