import type { TypedCommandFlagParameters } from "@stricli/core";
import type { Context } from "../context.ts";
import { switchFlag, textFlag } from "./kinds.ts";

/** What `doctor` can be told. */
export type DoctorFlags = {
  readonly profile?: string;
  readonly offline?: boolean;
  readonly json?: boolean;
};

/** The options of `doctor`. */
export const doctorParameters: TypedCommandFlagParameters<
  DoctorFlags,
  Context
> = {
  flags: {
    profile: textFlag("ask the authority of this profile", "name"),
    offline: switchFlag("leave the network alone"),
    json: switchFlag("as JSON"),
  },
  aliases: { p: "profile" },
};
