import type { Flow } from "./authority_differences.ts";
import type { Mistake } from "./authority_mistake.ts";
import {
  AUTHORIZE_MISTAKES,
  FRONT_CHANNEL_MISTAKES,
} from "./authority_mistakes_authorize.ts";
import { CLIENT_MISTAKES } from "./authority_mistakes_client.ts";
import { GRANT_MISTAKES } from "./authority_mistakes_grants.ts";
import {
  CERTIFICATE_MISTAKES,
  OBO_MISTAKES,
  PASSWORD_MISTAKES,
} from "./authority_mistakes_later.ts";

/** What both authorities refuse. */
export const MISTAKES: readonly Mistake[] = [
  ...CLIENT_MISTAKES,
  ...GRANT_MISTAKES,
  ...AUTHORIZE_MISTAKES,
];

/** What an authority refuses that serves the flow. */
export const MISTAKES_BY_FLOW: Readonly<Record<Flow, readonly Mistake[]>> = {
  "on-behalf-of": OBO_MISTAKES,
  password: PASSWORD_MISTAKES,
  "implicit and hybrid": FRONT_CHANNEL_MISTAKES,
  certificate: CERTIFICATE_MISTAKES,
};
