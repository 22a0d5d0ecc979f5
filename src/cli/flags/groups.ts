/** What options are about, in the order in which help shows them. */
export const GROUPS: readonly (readonly [
  title: string,
  options: readonly string[],
])[] = [
  ["WHAT IS SENT", ["data", "dataFile", "header", "all", "location"]],
  ["WHAT FOR", [
    "search",
    "scope",
    "resource",
    "claims",
    "capability",
    "query",
    "body",
  ]],
  ["WHO", [
    "profile",
    "tenant",
    "clientId",
    "client",
    "cloud",
    "authority",
    "graph",
    "clientSecretEnv",
    "clientSecretFile",
    "clientSecretCommand",
    "clientSecretStdin",
    "secretExpires",
    "secretStore",
    "clientCertificate",
    "clientKey",
    "certificatePasswordEnv",
    "certificatePasswordFile",
    "certificatePasswordStdin",
    "certificateAlgorithm",
    "sendCertificateChain",
    "federated",
    "clientAssertionFile",
    "clientAssertionEnv",
    "clientAssertionCommand",
    "clientAssertionProfile",
    "identityClientId",
    "identityObjectId",
    "identityResourceId",
  ]],
  ["NEW PROFILE", [
    "create",
    "app",
    "permission",
    "newSecret",
    "days",
    "showSecret",
  ]],
  ["HOW IT SIGNS IN", [
    "flow",
    "redirectUri",
    "port",
    "portRange",
    "open",
    "showUrl",
    "loginHint",
    "domainHint",
    "prompt",
    "responseType",
    "responseMode",
    "state",
    "nonce",
    "mkt",
    "renewCode",
    "username",
    "passwordEnv",
    "passwordFile",
    "passwordStdin",
    "assertionFile",
    "assertionEnv",
    "assertionStdin",
    "assertionProfile",
    "refreshTokenFile",
    "refreshTokenEnv",
    "refreshTokenStdin",
  ]],
  ["WHAT IS KEPT", [
    "account",
    "cache",
    "force",
    "minTtl",
    "tokenStore",
    "passphraseFile",
    "passphraseStdin",
  ]],
  ["OUTPUT", [
    "env",
    "include",
    "output",
    "json",
    "file",
    "clipboard",
    "includeRefreshToken",
    "warnExpiry",
    "dryRun",
  ]],
];

/**
 * Sorts a command's options by what they are about.
 *
 * @param names The options.
 * @returns Titles with their options; one without groups for a short list.
 */
export function groupOptions(
  names: readonly string[],
): readonly (readonly [title: string, options: readonly string[]])[] {
  if (names.length < 12) return [["OPTIONS", names]];
  const grouped = GROUPS.map(([title, options]) =>
    [title, options.filter((name) => names.includes(name))] as const
  );
  const known = new Set(GROUPS.flatMap(([, options]) => options));
  const others = names.filter((name) => !known.has(name));
  return [...grouped, ["OTHER", others] as const]
    .filter(([, options]) => options.length > 0);
}
