import { type Client, createClient } from "../engine/client.ts";
import { AuthError } from "../engine/errors.ts";
import { explainClaims } from "../engine/jwt/mod.ts";
import type { Ports } from "../engine/ports/mod.ts";
import type { Merged } from "../settings/merge.ts";
import type { Profile } from "../settings/profile.ts";
import type { AskPaste, ProfileSummary, TuiServices } from "../tui/open.tsx";
import { adviseError } from "./advise_error.ts";
import { clientOptions } from "./call.ts";
import {
  type CallSettings,
  credentialType,
  mergeCallSettings,
  profileLayer,
} from "./call_settings.ts";
import { environmentLayers } from "./environment_settings.ts";
import { flowOf } from "./flow_choice.ts";
import { flowOffers } from "./flow_offers.ts";
import type { Io } from "./io.ts";
import { loadProfiles, requireProfile } from "./profile_store.ts";
import { requestOptions } from "./request_options.ts";

function settingsOf(profile: Profile, io: Io): Merged<CallSettings> {
  return mergeCallSettings([
    ...environmentLayers(io.env),
    profileLayer(profile),
  ]);
}

function authorityName({ place }: Merged<CallSettings>): string {
  const value = place?.value;
  if (value === undefined) return "public cloud";
  if ("cloud" in value) return `${value.cloud} cloud`;
  return URL.parse(value.authority)?.host ?? value.authority;
}

/** An authority's address begins its path with the tenant. */
function tenantName({ tenant, place }: Merged<CallSettings>): string {
  if (tenant !== undefined) return tenant.value;
  if (place === undefined || "cloud" in place.value) return "";
  const path = URL.parse(place.value.authority)?.pathname ?? "";
  return path.split("/").find((part) => part !== "" && part !== "tfp") ?? "";
}

function summaryOf(profile: Profile, io: Io): ProfileSummary {
  const settings = settingsOf(profile, io);
  const auth = credentialType(settings);
  const { flow } = flowOf(settings, { auth, io });
  return {
    name: profile.name,
    tenant: tenantName(settings),
    clientId: settings.clientId?.value ?? "",
    flow,
    flows: flowOffers({
      usual: flow,
      hasCredential: auth !== "none",
      hasRedirectUri: settings.redirectUri !== undefined,
    }),
    scopes: settings.scopes?.value ?? [],
    authority: authorityName(settings),
  };
}

/** Terminals take a clipboard's content in base64. */
function osc52(text: string): string {
  return `\u001b]52;c;${new TextEncoder().encode(text).toBase64()}\u0007`;
}

async function openUrl(url: string, { browser }: Ports): Promise<void> {
  try {
    await browser.open(new URL(url));
  } catch (error) {
    // What a browser's adapter throws is a sentence for people.
    const reason = error instanceof Error ? error.message : String(error);
    throw new AuthError(
      "browser_unavailable",
      `No browser could be opened: ${reason}`,
      { cause: error },
    );
  }
}

/** One client a profile, made again when the profile has changed. */
function clientsOf(io: Io, ports: Ports) {
  const clients = new Map<string, Client>();
  return async (name: string) => {
    const document = await loadProfiles(io);
    const settings = settingsOf(requireProfile(document, name), io);
    const key = JSON.stringify([name, settings]);
    const client = clients.get(key) ??
      createClient(await clientOptions(settings, io, { ports }), ports);
    clients.set(key, client);
    return { client, settings };
  };
}

/**
 * Makes what the interface asks of the world: one client a profile, so that
 * tokens are kept while the interface is open.
 *
 * @param io The world.
 * @returns The services.
 */
export async function createServices(io: Io): Promise<TuiServices> {
  // There is never more than one sign-in, so one asker will do.
  let ask: AskPaste | undefined;
  const ports: Ports = await io.ports(() =>
    ask === undefined ? Promise.resolve("") : ask()
  );

  const clientOf = clientsOf(io, ports);
  return {
    clock: io.clock,
    async profiles() {
      const { profiles } = await loadProfiles(io);
      return profiles.map((profile) => summaryOf(profile, io));
    },
    async *acquire(name, { flow, force, signal, paste }) {
      ask = paste;
      const { client, settings } = await clientOf(name);
      const scopes = settings.scopes?.value ?? [];
      const asked = { ...requestOptions(settings), signal };
      // Whoever chooses a flow wants that flow, whatever is kept.
      if (flow !== undefined) return yield* client.run(flow, scopes, asked);
      return yield* client.acquire(scopes, {
        ...asked,
        flow: flowOf(settings, { auth: credentialType(settings), io }).flow,
        force: force === true,
      });
    },
    explain: (token) => explainClaims(token, { now: io.clock.now() }),
    advise: adviseError,
    copy(text) {
      io.stderr.write(osc52(text));
      return Promise.resolve("osc52");
    },
    openUrl: (url) => openUrl(url, ports),
  };
}
