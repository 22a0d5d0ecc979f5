import type { TokenSourceFlags } from "./verify.ts";

/** What `inspect` can be told. */
export type InspectFlags = TokenSourceFlags & {
  readonly output?: "pretty" | "json" | "yaml";
  readonly json?: boolean;
  readonly header?: boolean;
  readonly claims?: boolean;
  readonly id?: boolean;
};
