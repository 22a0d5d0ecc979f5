// The options of everything that signs in, each with what it changes in what is
// sent. Every row is run by every command that takes them.
import { PROOF } from "./contract_proof_table.ts";
import type { ContractWorld } from "./contract_world.ts";

/** Options of a sign-in, and what they lead to. */
export interface SignInRow {
  readonly options: string;
  readonly world?: ContractWorld;
  readonly sent?: readonly RegExp[];
  readonly stderr?: RegExp;
  /** The exit code, where a sign-in does not end well. */
  readonly code?: number;
  /** Whether its options are in another row too, so that one command is enough. */
  readonly isVariant?: boolean;
  /** Whether the token is one that another tool has lent. */
  readonly isLoan?: boolean;
}

/** Who asks, and what for. */
const WHO: readonly SignInRow[] = [
  { options: "-p me -s Mail.Read", sent: [/scope=Mail\.Read openid/] },
  {
    options: "--profile me --scope User.Read,Mail.Read",
    sent: [/scope=User\.Read Mail\.Read openid/],
  },
  {
    options: "-p me --resource arm",
    sent: [/scope=https:\/\/management\.azure\.com\/\/?\.default openid/],
  },
  {
    options: "-p me -t fabrikam.onmicrosoft.example",
    sent: [/\/fabrikam\.onmicrosoft\.example\/oauth2\/v2\.0\/devicecode/],
    stderr: /AADSTS50020/,
    code: 3,
  },
  {
    options: "--tenant contoso.us --client-id $CLI --cloud usgov -s User.Read",
    world: { env: { SSH_TTY: "/dev/pts/1" } },
    sent: [/POST https:\/\/login\.microsoftonline\.us\/contoso\.us\//],
    stderr: /Cannot reach "login\.microsoftonline\.us"/,
    code: 4,
  },
  {
    options: "-t contoso.cn --client-id $CLI --cloud china -s User.Read",
    sent: [/POST https:\/\/login\.partner\.microsoftonline\.cn\/contoso\.cn\//],
    code: 4,
  },
  {
    options: "-t contoso.com --cloud public --client azure-cli -s User.Read",
    sent: [
      /POST https:\/\/login\.microsoftonline\.com\/contoso\.com\//,
      /client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46/,
    ],
    code: 4,
  },
];

/** How a browser is sent to the sign-in page, and comes back. */
const BROWSER: readonly SignInRow[] = [
  {
    options: "-p me -f interactive --login-hint $ADA --prompt login",
    sent: [
      /login_hint=ada@contoso/,
      /prompt=login/,
      /GET \S*response_mode=form_post/,
      /open http:/,
    ],
  },
  {
    options:
      "-p me -f interactive --domain-hint contoso.com --state S1 --nonce N1 --query dc=x --body y=z --no-open",
    sent: [
      /domain_hint=contoso\.com/,
      /state=S1&nonce=N1/,
      /GET \S*[?&]dc=x/,
      /^y=z&/m,
    ],
    stderr: /^http:\/\/127\.0\.0\.1:8480\S+authorize\S+$/m,
  },
  {
    options: "-p me -f interactive --port 8401 --open --response-mode fragment",
    sent: [/redirect_uri=http:\/\/localhost:8401&response_mode=fragment/],
  },
  {
    options: "-p me -f interactive --port-range 8402-8404 --show-url",
    sent: [/redirect_uri=http:\/\/localhost:8402/],
    stderr: /^http:\/\/127\.0\.0\.1:8480\S+authorize\S+$/m,
  },
  {
    options:
      "-p web -f authorization-code --redirect-uri http://localhost:8400/callback --response-mode query",
    sent: [
      /redirect_uri=http:\/\/localhost:8400\/callback&response_mode=query/,
    ],
  },
  {
    options: "-p web -f implicit --response-type 'id_token token'",
    sent: [/response_type=id_token token&/],
    stderr: /The implicit flow is legacy/,
  },
  {
    options: "-p web -f hybrid --response-mode form_post",
    isVariant: true,
    sent: [/response_type=code id_token/, /response_mode=form_post/],
  },
  {
    options:
      `-p me -f interactive --claims '{"id_token":{"auth_time":null}}' --capability cp1`,
    sent: [/"xms_cc":\{"values":\["cp1"\]\}\},"id_token":\{"auth_time":null\}/],
  },
];

/** Flows without a browser of this machine. */
const OTHER_FLOWS: readonly SignInRow[] = [
  {
    options: "-p me --flow device-code --mkt de-DE --renew-code --timeout 2m",
    sent: [/devicecode\?(.*&)?mkt=de-DE|mkt=de-DE/],
    stderr: /enter this code:\n {2}[A-Z0-9]{9}\n/,
  },
  {
    options: "-p me -f password --username $ADA --password-env PASSWORD",
    sent: [/grant_type=password/, /username=ada@contoso/],
    stderr: /The password flow is discouraged/,
  },
  {
    options: "-p me -f password --username $ADA --password-file $HOME/password",
    world: { files: { password: "sandbox-ada\n" } },
    sent: [/password=sandbox-ada/],
  },
  {
    options: "-p me -f password --username $ADA --password-stdin",
    world: { stdin: "sandbox-ada\n" },
    sent: [/password=sandbox-ada/],
  },
  {
    options: "-f azure-cli --resource arm",
    sent: [/run az account get-access-token .*management\.azure\.com/],
    isLoan: true,
  },
  {
    options: "-f azure-powershell --resource graph",
    isVariant: true,
    sent: [/run pwsh /],
    isLoan: true,
  },
  {
    options: "-f azd --resource graph",
    isVariant: true,
    sent: [/run azd auth token /],
    isLoan: true,
  },
  {
    options:
      "-f mi --resource graph --identity-client-id 2d7f5b90-e3c1-4a68-b5d4-08a9c6f1e723",
    sent: [/client_id=2d7f5b90/],
  },
  {
    options:
      "-f managed-identity --resource graph --identity-object-id a94c0e17-5b82-4d3f-8e60-f3b7d1c25a98",
    sent: [/object_id=a94c0e17/],
  },
  {
    options:
      "-f ManagedIdentity --resource graph --identity-resource-id /subscriptions/4e8d2a60-1c95-4b37-a0f2-9d6b5e7c3f18/resourcegroups/contoso/providers/Microsoft.Compute/virtualMachines/report",
    sent: [/(msi_res_id|mi_res_id)=\/subscriptions/],
  },
];

/** What is there already: a user's token, or a refresh token. */
const AT_HAND: readonly SignInRow[] = [
  {
    options: "-p orders -f on-behalf-of --assertion-file $HOME/user-token",
    world: { before: ["get-token -p front"] },
    sent: [/requested_token_use=on_behalf_of/],
  },
  {
    options: "-p orders -f OnBehalfOf --assertion-env USER_TOKEN",
    world: { before: ["get-token -p front"] },
    sent: [/assertion=eyJ/],
  },
  {
    options: "-p orders -f obo --assertion-stdin",
    world: { before: ["get-token -p front"], stdin: "$ACCESS\n" },
    sent: [/assertion=eyJ/],
  },
  {
    options: "-p orders --flow obo --assertion-profile front",
    sent: [/scope=api:\/\/\S+\/access_as_user/, /assertion=eyJ/],
    stderr: /Chain: front → orders/,
  },
  {
    options: "-p me -f refresh-token --refresh-token-file $HOME/refresh-token",
    world: { before: ["get-token -p me --no-cache"] },
    sent: [/grant_type=refresh_token/],
  },
  {
    options: "-p me -f RefreshToken --refresh-token-env REFRESH_TOKEN",
    world: { before: ["get-token -p me --no-cache"] },
    sent: [/grant_type=refresh_token/],
  },
  {
    options: "-p me -f refresh --refresh-token-stdin",
    world: { before: ["get-token -p me --no-cache"], stdin: "$REFRESH\n" },
    sent: [/grant_type=refresh_token/],
  },
];

/** Whose tokens are kept, and how. */
const KEPT: readonly SignInRow[] = [
  {
    options: "-p me --account $ADA",
    world: { before: ["login -p me"] },
  },
  {
    options: "-p me --token-store plaintext",
    world: { realStorage: true },
    stderr: /tokens are kept in PLAIN TEXT, because you asked for it/,
  },
  {
    options: "-p me --passphrase-file $HOME/passphrase",
    world: { files: { passphrase: "four words are enough\n" } },
  },
  {
    options: "-p me --passphrase-stdin",
    world: { stdin: "four words are enough\n" },
  },
];

/** Every row. */
export const SIGN_IN: readonly SignInRow[] = [
  ...WHO,
  ...BROWSER,
  ...OTHER_FLOWS,
  ...AT_HAND,
  ...PROOF,
  ...KEPT,
];
