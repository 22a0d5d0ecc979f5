import type { AcquireOptions, Client } from "../../engine/client.ts";
import { flowInfo, type FlowName } from "../../engine/flows/flow_names.ts";
import type { Merged } from "../../settings/merge.ts";
import type { CallSettings } from "../call/call_settings.ts";
import type { Context } from "../context.ts";
import { confirm } from "../terminal/confirm.ts";
import { doubtfulAuthority, signInRefused } from "./project_guard.ts";

/** A sign-in that a project may have arranged. */
export interface DoubtfulSignIn {
  /** The settings of the call. */
  readonly settings: Merged<CallSettings>;
  /** The flow that is to run. */
  readonly flow: FlowName;
  /** The terminal. */
  readonly context: Pick<Context, "io">;
}

/** Whoever said yes is not asked again for the same call. */
const AGREED = new WeakSet<object>();

/**
 * Asks before a person signs in at an authority that is not Microsoft's, and
 * that only a project file names.
 *
 * @param signIn The sign-in.
 * @throws {ConfigurationError} If the answer is no, or nobody can be asked.
 */
export async function requireConsent(
  { settings, flow, context }: DoubtfulSignIn,
): Promise<void> {
  const { place } = settings;
  const named = doubtfulAuthority(settings);
  if (place === undefined || named === undefined) return;
  if (!flowInfo(flow).interactive || AGREED.has(place)) return;
  const { stdin, stderr } = context.io;
  const agrees = stdin.isTerminal && stderr.isTerminal && await confirm(
    `Sign in at ${named.authority}, which is not Microsoft's and which only ${named.file} names`,
    context,
  );
  if (!agrees) throw signInRefused(named);
  AGREED.add(place);
}

/**
 * Asks before even the endpoints of such an authority are asked for. Where a
 * token is kept, somebody has agreed already.
 *
 * @param signIn The sign-in.
 * @param options What may be kept, and what is asked for.
 * @throws {ConfigurationError} As {@linkcode requireConsent}.
 */
export async function requireConsentFirst(
  signIn: DoubtfulSignIn,
  { client, scopes, wish }: {
    readonly client: Pick<Client, "find">;
    readonly scopes: readonly string[];
    readonly wish: AcquireOptions;
  },
): Promise<void> {
  const isSettled = doubtfulAuthority(signIn.settings) === undefined ||
    wish.noInteraction === true;
  if (isSettled) return;
  const kept = await client.find(scopes, { ...wish, flow: signIn.flow })
    .catch(() => undefined);
  if (kept === undefined) await requireConsent(signIn);
}
