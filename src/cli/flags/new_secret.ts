import { parsedFlag, parseWhole, switchFlag } from "./kinds.ts";

/** How a new client secret is made, and kept. */
export type NewSecretFlags = {
  readonly newSecret?: boolean;
  readonly days?: number;
  readonly showSecret?: boolean;
  readonly secretStore?: "keyring" | "vault";
};

/** The options by which Graph makes a client secret. */
export const newSecretFlags = {
  newSecret: switchFlag("make a client secret for it, and keep it sealed"),
  days: parsedFlag((text) => parseWhole(text, { from: 1, to: 730 }), {
    brief: "how long the new secret lives (180)",
    placeholder: "days",
  }),
  showSecret: switchFlag("show the new secret once on the terminal"),
} as const;
