import { load } from "../../adapters/load.ts";
import { type Layer, layer } from "../../settings/merge.ts";
import {
  type CallSettings,
  type Given,
  toCallSettings,
} from "./call_settings.ts";
import { UsageError } from "../errors.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import { kebab } from "../flags/kinds.ts";
import { FROM_STDIN } from "./secret_source.ts";

const FLAG_NAMES: Readonly<Partial<Record<keyof CallSettings, string>>> = {
  scopes: "--scope",
  place: "--authority",
  market: "--mkt",
  capabilities: "--capability",
};

/** Where a secret can be, by option: the option's value follows the word. */
const PLACES: readonly (readonly [
  key: keyof CallSettings & keyof Given,
  options: { readonly [F in keyof GetTokenFlags]?: string },
])[] = [
  ["clientSecret", {
    clientSecretEnv: "env:",
    clientSecretFile: "file:",
    clientSecretCommand: "command:",
    clientSecretStdin: FROM_STDIN,
  }],
  ["certificatePassword", {
    certificatePasswordEnv: "env:",
    certificatePasswordFile: "file:",
    certificatePasswordStdin: FROM_STDIN,
  }],
  ["clientAssertion", {
    clientAssertionEnv: "env:",
    clientAssertionFile: "file:",
    clientAssertionCommand: "command:",
    clientAssertionProfile: "profile:",
    federated: "",
  }],
  ["userAssertion", {
    assertionEnv: "env:",
    assertionFile: "file:",
    assertionStdin: FROM_STDIN,
    assertionProfile: "profile:",
  }],
  ["refreshToken", {
    refreshTokenEnv: "env:",
    refreshTokenFile: "file:",
    refreshTokenStdin: FROM_STDIN,
  }],
  ["password", {
    passwordEnv: "env:",
    passwordFile: "file:",
    passwordStdin: FROM_STDIN,
  }],
];

/** A setting that an option named, and the option. */
interface Place {
  readonly key: string;
  readonly value: string;
  readonly option: string;
}

function placesOf(flags: Partial<GetTokenFlags>): readonly Place[] {
  const places = PLACES.flatMap(([key, options]) => {
    const given = Object.entries(options).flatMap(([flag, prefix]) => {
      const value = flags[flag as keyof GetTokenFlags];
      if (value === undefined || value === false) return [];
      const text = value === true ? prefix : `${prefix}${value}`;
      return [{ key, value: text, option: `--${kebab(flag)}` }];
    });
    refuseTogether(given, "Name one place");
    return given;
  });
  refuseTogether(
    [
      ...places.filter(({ value }) => value === FROM_STDIN),
      ...(flags.passphraseStdin ? [{ option: "--passphrase-stdin" }] : []),
    ],
    "Standard input can be read once; use a file or a variable for the other",
  );
  return places;
}

function refuseTogether(
  given: readonly Pick<Place, "option">[],
  hint: string,
): void {
  if (given.length < 2) return;
  const options = given.map(({ option }) => option).join(" and ");
  throw new UsageError(`Cannot use ${options} together`, hint);
}

function pairs(
  texts: readonly string[] | undefined,
): Readonly<Record<string, string>> | undefined {
  return texts && Object.fromEntries(
    texts.map((text) => {
      const cut = text.indexOf("=");
      return [text.slice(0, cut), text.slice(cut + 1)];
    }),
  );
}

async function clientIdOf(
  { client, clientId }: Partial<GetTokenFlags>,
): Promise<string | undefined> {
  if (client === undefined) return clientId;
  if (clientId !== undefined) {
    throw new UsageError(
      "Cannot use --client and --client-id together",
      "Name the client by one of them",
    );
  }
  const { clientPreset } = await load<typeof import("./presets.ts")>(
    "./presets.ts",
    import.meta.url,
  );
  return clientPreset(client);
}

/**
 * Reads what options say about settings.
 *
 * @param flags The options.
 * @returns The settings, and the options that named places of secrets.
 * @throws {UsageError} If options contradict each other.
 */
export async function settingsOfFlags(
  flags: Partial<GetTokenFlags>,
): Promise<{ readonly given: Given; readonly places: readonly Place[] }> {
  const places = placesOf(flags);
  const { scope, mkt, capability, query, body, ...rest } = flags;
  const given = {
    ...Object.fromEntries(
      Object.entries(rest).filter(([key]) => SAME_NAMES.has(key)),
    ),
    ...Object.fromEntries(places.map(({ key, value }) => [key, value])),
    clientId: await clientIdOf(flags),
    scopes: scope,
    market: mkt,
    capabilities: capability,
    query: pairs(query),
    body: pairs(body),
  };
  return { given, places };
}

/** Options that are called like their setting. */
const SAME_NAMES = new Set<string>(
  [
    "tenant",
    "resource",
    "flow",
    "cloud",
    "authority",
    "clientCertificate",
    "clientKey",
    "certificateAlgorithm",
    "sendCertificateChain",
    "username",
    "identityClientId",
    "identityObjectId",
    "identityResourceId",
    "redirectUri",
    "loginHint",
    "domainHint",
    "prompt",
    "claims",
    "responseType",
    "responseMode",
    "state",
    "nonce",
    "renewCode",
    "account",
    "tokenStore",
  ] satisfies readonly (keyof GetTokenFlags & keyof Given)[],
);

/**
 * Says what the options of a call say about settings.
 *
 * @param flags The options.
 * @returns Their layer.
 * @throws {UsageError} If options contradict each other.
 */
export async function flagLayer(
  flags: GetTokenFlags,
): Promise<Layer<CallSettings>> {
  const { given, places } = await settingsOfFlags(flags);
  const names: Readonly<Record<string, string | undefined>> = {
    ...FLAG_NAMES,
    ...Object.fromEntries(places.map(({ key, option }) => [key, option])),
  };
  return layer<CallSettings>(
    toCallSettings(given),
    (key) => ({ kind: "flag", name: names[key] ?? `--${kebab(key)}` }),
  );
}
