import { TOKEN_STORES } from "../../settings/profile.ts";
import type { FormOption } from "./form.ts";
import {
  asksAuthority,
  inBrowser,
  isTyped,
  passwordIs,
  secretIs,
  USUAL,
  withFlow,
  withProof,
  words,
} from "./profile_form_rules.ts";
import type { Field } from "./profile_form_sign_in.ts";

/** A secret that is there already need not be typed again. */
function placesOf(kept: boolean): readonly FormOption[] {
  return [
    ...(kept
      ? [{ value: "kept", label: "kept", detail: "the one that is sealed" }]
      : []),
    {
      value: "typed",
      label: "typed here",
      detail: "and sealed, never in clear",
    },
    { value: "env", label: "a variable", detail: "read on every use" },
    { value: "file", label: "a file", detail: "read on every use" },
    { value: "command", label: "a command", detail: "run on every use" },
  ];
}

const PROOF_OPTIONS: readonly FormOption[] = [
  { value: "none", label: "nothing", detail: "a public client" },
  { value: "secret", label: "a secret", detail: "a confidential client" },
  { value: "certificate", label: "a certificate", detail: "PEM, PFX or P12" },
  { value: "assertion", label: "an assertion", detail: "federated" },
];

/** How the client proves itself. */
export const PROOF: readonly Field[] = [
  {
    id: "proof",
    label: "Proof",
    help: "How the client proves that it is itself",
    kind: "choice",
    visible: asksAuthority,
    options: () => PROOF_OPTIONS,
  },
  {
    id: "secretFrom",
    label: "Secret from",
    help: "Where the client secret comes from",
    kind: "choice",
    visible: withProof("secret"),
    options: ({ start }) => placesOf(start.secretFrom === "kept"),
  },
  {
    id: "clientSecret",
    label: "Client secret",
    help: "Its value, not its id; it is sealed and never shown",
    kind: "hidden",
    visible: secretIs("typed"),
  },
  {
    id: "secretPlace",
    label: "Secret is in",
    help: "The variable's name, the file's path, or the command; no shell",
    kind: "text",
    visible: secretIs("env", "file", "command"),
  },
  {
    id: "clientCertificate",
    label: "Certificate",
    help: "Path of the certificate: PEM, PFX, P12 or DER",
    kind: "text",
    visible: withProof("certificate"),
  },
  {
    id: "clientKey",
    label: "Its key",
    help: "Path of the key, when it is in a file of its own",
    kind: "text",
    visible: withProof("certificate"),
  },
  {
    id: "passwordFrom",
    label: "Password from",
    help: "Where the password of the key or the PFX comes from",
    kind: "choice",
    visible: withProof("certificate"),
    options: ({ start }) => [
      { value: "", label: "none" },
      ...placesOf(start.passwordFrom === "kept"),
    ],
  },
  {
    id: "certificatePassword",
    label: "Its password",
    help: "The password of the key or the PFX; it is sealed and never shown",
    kind: "hidden",
    visible: passwordIs("typed"),
  },
  {
    id: "passwordPlace",
    label: "Password is in",
    help: "The variable's name, the file's path, or the command; no shell",
    kind: "text",
    visible: passwordIs("env", "file", "command"),
  },
  {
    id: "certificateAlgorithm",
    label: "Signs with",
    help: "RS256 is for servers that do not know PS256",
    kind: "choice",
    visible: withProof("certificate"),
    options: () => [
      { value: "", label: "PS256, the usual" },
      ...words("PS256", "RS256"),
    ],
  },
  {
    id: "sendCertificateChain",
    label: "Send its chain",
    help: "Sends the chain along (x5c), for trust by subject name",
    kind: "switch",
    visible: withProof("certificate"),
  },
  {
    id: "clientAssertion",
    label: "Assertion from",
    help:
      "file:PATH, env:NAME, command:LINE, profile:NAME, or who vouches, such as github-actions",
    kind: "text",
    visible: withProof("assertion"),
    suggests: "assertions",
  },
];

/** What keeps secrets and tokens. */
export const STORAGE: readonly Field[] = [
  {
    id: "secretStore",
    label: "Seal secret by",
    help: "What seals the secret: the system's keyring, or a passphrase",
    kind: "choice",
    visible: isTyped,
    options: () => [
      { value: "", label: "the best there is" },
      { value: "keyring", label: "keyring", detail: "the system's" },
      { value: "vault", label: "vault", detail: "a passphrase" },
    ],
  },
  {
    id: "tokenStore",
    label: "Keep tokens in",
    help: "What keeps the tokens of this profile",
    kind: "choice",
    options: () => [
      { value: "", label: "the usual", detail: "what keeps all the others" },
      ...words(...TOKEN_STORES),
    ],
  },
];

/** What is rarely said. */
export const MORE: readonly Field[] = [
  {
    id: "account",
    label: "Account",
    help: "Which account, where several signed in: user name or id",
    kind: "text",
    visible: asksAuthority,
  },
  {
    id: "loginHint",
    label: "Login hint",
    help: "User name to fill in on the sign-in page",
    kind: "text",
    visible: inBrowser,
  },
  {
    id: "domainHint",
    label: "Domain hint",
    help: "Domain that leads to the right sign-in page",
    kind: "text",
    visible: inBrowser,
  },
  {
    id: "prompt",
    label: "Prompt",
    help: "What the sign-in page shall ask",
    kind: "choice",
    visible: inBrowser,
    options: () => [
      USUAL,
      ...words("login", "consent", "select_account", "none", "create"),
    ],
  },
  {
    id: "responseMode",
    label: "Response mode",
    help: "How the browser brings the answer",
    kind: "choice",
    visible: inBrowser,
    options: () => [USUAL, ...words("query", "fragment", "form_post")],
  },
  {
    id: "claims",
    label: "Claims",
    help: "Claims to ask for: JSON, base64 or a WWW-Authenticate header",
    kind: "text",
    visible: asksAuthority,
  },
  {
    id: "capability",
    label: "Handles CAE",
    help: "The client can answer claims challenges (cp1)",
    kind: "switch",
    visible: asksAuthority,
  },
  {
    id: "market",
    label: "Language",
    help: "Language of the device code's page, such as de-DE",
    kind: "text",
    visible: withFlow("", "device-code"),
  },
  {
    id: "renewCode",
    label: "Renew the code",
    help: "Gets a new device code when one expires",
    kind: "switch",
    visible: withFlow("", "device-code"),
  },
];
