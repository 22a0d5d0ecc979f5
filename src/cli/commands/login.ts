import type { AcquiredToken } from "../../engine/client.ts";
import type { FlowEvent, WarningEvent } from "../../engine/events.ts";
import { formatDuration } from "../../engine/jwt/duration.ts";
import { sanitizeText } from "../../engine/text.ts";
import { acquireToken } from "../call/acquire_token.ts";
import { type Call, resolveCall } from "../call/call.ts";
import { noteOverrides } from "../call/note_overrides.ts";
import type { Context } from "../context.ts";
import { StorageError } from "../errors.ts";
import type { LoginFlags } from "../flags/kept.ts";
import { toJson } from "../output/json.ts";
import { viewToken } from "../output/token_view.ts";
import { openStorage } from "../kept/storage.ts";

/** A sign-in that ends with this call is of no use. */
async function requireStore(
  { settings }: Call,
  { flags, context }: { readonly flags: LoginFlags; readonly context: Context },
): Promise<void> {
  const { protection } = await openStorage({ context, flags, settings });
  // Asks for the passphrase before anybody signs in for nothing.
  await protection.holder?.obtain(context.io.signal);
  if (protection.name !== "memory") return;
  const isAsked = settings.tokenStore?.value === "memory";
  throw new StorageError(
    isAsked
      ? "Cannot keep a sign-in in memory: it would end with this call"
      : `Cannot keep a sign-in: ${protection.reason}`,
    "Use --token-store vault to seal it by a passphrase, or see entrada doctor",
  );
}

function tell(
  token: AcquiredToken,
  { flags, context, profile }: {
    readonly flags: LoginFlags;
    readonly context: Context;
    readonly profile: string | undefined;
  },
): void {
  const { io, messages } = context;
  const now = io.clock.now();
  if (flags.json) {
    const { access_token: _token, id_token: _id, ...view } = viewToken(token, {
      now,
      ...(profile === undefined ? {} : { profile }),
    });
    return io.stdout.write(toJson(view));
  }
  const whose = token.account === null
    ? "the application's token"
    : `the token of ${
      sanitizeText(token.account.username ?? token.account.oid)
    }`;
  const more = token.refreshToken === undefined
    ? ""
    : "; it is renewed without another sign-in";
  messages.note(
    `Kept ${whose}, valid for ${formatDuration(token.expiresAt - now)}${more}`,
  );
}

/** Signs in and keeps the token. */
export default async function login(
  this: Context,
  flags: LoginFlags,
): Promise<void> {
  const asked = { ...flags, warnExpiry: 0, cache: true, interaction: true };
  const call = await resolveCall(asked, this.io);
  noteOverrides(call, this);
  await requireStore(call, { flags, context: this });
  const failures: WarningEvent[] = [];
  const token = await acquireToken({
    call,
    flags: asked,
    context: this,
    isSignIn: true,
    onEvent: (event: FlowEvent) => {
      if (event.type !== "warning" || event.code !== "storage_failed") return;
      failures.push(event);
    },
  });
  const [failure] = failures;
  if (failure !== undefined) {
    throw new StorageError(
      "The sign-in worked, and its token could not be kept",
      failure.hint ?? "See entrada doctor",
    );
  }
  tell(token, { flags, context: this, profile: call.profile });
}
