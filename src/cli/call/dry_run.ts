import {
  type AcquireOptions,
  type ClientOptions,
  createClient,
} from "../../engine/client.ts";
import { toBase64Url } from "../../engine/encoding.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { FlowPreview } from "../../engine/flows/preview.ts";
import type { ClientAuthentication } from "../../engine/protocol/client_authentication.ts";
import { Secret } from "../../engine/secret.ts";
import { sanitizeText } from "../../engine/text.ts";
import { acquireOptions, chooseFlow } from "./acquire_token.ts";
import type { Call } from "./call.ts";
import { credentialType } from "./call_settings.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import { isLocalFlow } from "./flow_choice.ts";
import { signInOptions } from "./request_options.ts";
import { toJson } from "../output/json.ts";
import { toYaml } from "../output/yaml.ts";

/** How a preview is made and written. */
export interface PreviewOptions {
  /** The options of the call. */
  readonly flags: GetTokenFlags;
  /** The world, of which only randomness and time are used. */
  readonly context: Context;
  /** `token` means text. */
  readonly format: string;
}

/** Stands for every secret: none is read, and what is sent is redacted anyway. */
const PLACEHOLDER = new Secret("not-read");

/** A token that has what is checked before a user's token is sent, and no more. */
function placeholderToken(clientId: string): Secret {
  const part = (value: unknown) =>
    toBase64Url(new TextEncoder().encode(JSON.stringify(value)));
  return new Secret(
    [part({ alg: "none" }), part({ aud: clientId, scp: "any" }), "AA"].join(
      ".",
    ),
  );
}

/** A certificate would sign an assertion, so both look the same. */
function placeholderAuth(
  type: ClientAuthentication["type"],
  clientId: string,
): ClientAuthentication {
  switch (type) {
    case "none":
      return { type };
    case "secret":
      return { type, secret: PLACEHOLDER };
    default:
      return {
        type: "assertion",
        assertion: () => Promise.resolve(placeholderToken(clientId)),
      };
  }
}

function placeholders(
  { settings }: Call,
  { flow, clientId }: { readonly flow: FlowName; readonly clientId: string },
): AcquireOptions {
  if (flow === "on-behalf-of" && settings.userAssertion !== undefined) {
    return { assertion: placeholderToken(clientId) };
  }
  // What is kept is not looked at; if there is one, this is what is sent.
  if (flow === "refresh-token") return { refreshToken: PLACEHOLDER };
  return flow === "password" ? { password: PLACEHOLDER } : {};
}

/**
 * Finds the client of a call, as the call itself would.
 *
 * @param call The call.
 * @param flow Its flow.
 * @returns The client id; empty where a tool of this machine has its own.
 * @throws {UsageError} If no client is named.
 */
export function requireClient(
  { settings: { clientId } }: Call,
  flow: FlowName,
): string {
  if (clientId === undefined && !isLocalFlow(flow)) {
    throw new UsageError(
      "Cannot tell which client asks: neither a profile nor a client id is named",
      "Name a profile with -p, or give --tenant, --client-id and --scope",
    );
  }
  return clientId?.value ?? "";
}

function clientOf(call: Call, flow: FlowName): ClientOptions {
  const { settings, settings: { tenant, place } } = call;
  const id = requireClient(call, flow);
  return {
    clientId: id,
    auth: placeholderAuth(credentialType(settings), id),
    ...(tenant === undefined ? {} : { tenantId: tenant.value }),
    ...place?.value,
    ...signInOptions(settings, flow),
  };
}

function previewLines(preview: FlowPreview): string[] {
  if (preview.type === "command") {
    const words = preview.command.map((word) =>
      /^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
    );
    return [`$ ${words.join(" ")}`];
  }
  const { method, url, parameters } = preview.request;
  const first = preview.type === "authorization"
    ? `In the browser: ${url}`
    : `${method} ${url}`;
  return [
    first,
    ...Object.entries(parameters).map(([name, value]) => `  ${name}=${value}`),
  ];
}

/**
 * Tells what a call would do first: the request, the page, or the command.
 * Nothing is sent, run or opened, and no secret is read.
 *
 * @param call The call.
 * @param options How it is made and written.
 * @returns Text, JSON or YAML, with a final newline.
 * @throws {AuthError} What the flow refuses before it sends anything.
 */
export async function previewText(
  call: Call,
  { flags, context, format }: PreviewOptions,
): Promise<string> {
  const flow = chooseFlow(call, context);
  const client = clientOf(call, flow);
  const ports = await context.io.ports(() =>
    Promise.reject(new TypeError("A preview asks nobody"))
  );
  const { clientId } = client;
  const preview = await createClient(client, ports).preview(
    call.settings.scopes?.value ?? [],
    {
      ...acquireOptions(call, flags),
      ...placeholders(call, { flow, clientId }),
      flow,
    },
  );
  const view = { flow, ...preview };
  if (format === "json") return toJson(view);
  if (format === "yaml") return toYaml(view);
  return previewLines(preview).map((line) => sanitizeText(line) + "\n").join(
    "",
  );
}
