// What is written of a token, what is kept of it, and every way to fail.
import { A_TOKEN, type ContractRow } from "./contract_row.ts";
import { PROFILES_FILE } from "./contract_names.ts";

const LOGGED_IN = { before: ["login -p me"] };

/** Formats, by both commands that write a token. */
const FORMATS: readonly ContractRow[] = [
  { run: "get-token -p app -o token", stdout: A_TOKEN },
  { run: "get-token -p me -o json", stdout: "get-token" },
  { run: "get-token -p me --output yaml", stdout: /^access_token: eyJ/ },
  {
    run: "get-token -p app -o header",
    stdout: /^Authorization: Bearer eyJ\S+\n$/,
  },
  {
    run: "get-token -p app -o env",
    stdout:
      /^export ACCESS_TOKEN='eyJ\S+'\nexport ACCESS_TOKEN_EXPIRES_ON=\d+\n$/,
  },
  {
    run: "get-token -p app -o curl",
    stdout: /^header = "Authorization: Bearer eyJ\S+"\n$/,
  },
  { run: "get-token -p app -o az", stdout: "get-token-az" },
  { run: "get-token -p app -o azd", stdout: "get-token-azd" },
  {
    run: "get-token -p app -o exec-credential",
    stdout: "get-token-exec-credential",
  },
  { run: "token -p app", stdout: A_TOKEN },
  { run: "get-token", stdout: A_TOKEN, stderr: /^Profile: me, the default$/m },
  { run: "get-token -p app --json", stdout: "get-token" },
  {
    run: "get-token -p me --json --include-refresh-token",
    stdout: /"refresh_token": "\S+"/,
  },
  {
    run: "get-token -p app --file $HOME/token.txt",
    kept: ["token.txt", A_TOKEN],
  },
  {
    run: "get-token -p app -o $HOME/token.txt",
    kept: ["token.txt", A_TOKEN],
  },
  {
    run: "get-token -p app --clipboard",
    sent: [/^copied \d+ characters$/m],
    stderr: /The token is in the clipboard/,
  },
  { run: "get-token -p app --no-clipboard", stdout: A_TOKEN },
  { run: "refresh -p app --no-clipboard", stdout: A_TOKEN },
  {
    run: "get-token -p me --warn-expiry 90",
    world: LOGGED_IN,
    stdout: A_TOKEN,
    stderr: /^Warning: the token ends in /m,
  },
  { run: "get-token -p app --dry-run", stdout: /client_secret=\[redacted/ },
  { run: "get-token -p app --dry-run --json", stdout: "dry-run" },
];

/** What is kept, and how it is passed over; by every command that uses it. */
const KEPT: readonly ContractRow[] = [
  ["get-token -p me", A_TOKEN],
  ["exec -p me -- true", undefined],
  ["call $API -p me", /"ok"/],
  ["watch -p me", "watch"],
].flatMap(([line, out]): ContractRow[] => {
  const [, command = "", rest = ""] = /^(.*? -p me)(.*)$/.exec(String(line)) ??
    [];
  const stdout = out === undefined ? {} : { stdout: out as RegExp | string };
  const row = (options: string, more: Partial<ContractRow>): ContractRow => ({
    run: `${command} ${options}${rest}`,
    world: LOGGED_IN,
    ...stdout,
    ...more,
  });
  const asked = /grant_type=refresh_token/;
  return [
    row("--no-interaction", {}),
    row("--force", { sent: [asked] }),
    row("--min-ttl 2h", { sent: [asked] }),
    row("--no-cache", { sent: [/devicecode/] }),
    row("--no-interaction --no-cache", {
      code: 6,
      ...(out === "watch" ? {} : { stdout: /^$/ }),
      stderr: /Cannot get a token without asking the user/,
    }),
  ];
});

const REFRESH: readonly ContractRow[] = [
  {
    run: "refresh -p me",
    world: LOGGED_IN,
    stdout: A_TOKEN,
    sent: [/grant_type=refresh_token/],
  },
  { run: "refresh -p me", code: 6, stderr: /without asking the user/ },
  { run: "refresh --profile app -o header", stdout: /^Authorization: Bearer / },
  { run: "refresh -p app --output token", stdout: A_TOKEN },
  {
    run: "refresh -p me --resource arm --json --include-refresh-token",
    world: LOGGED_IN,
    stdout: "get-token",
  },
  {
    run: "refresh -p app --file $HOME/t --warn-expiry 0",
    kept: ["t", A_TOKEN],
  },
  { run: "refresh -p app --clipboard", sent: [/^copied/m] },
  {
    run:
      "refresh -p me --flow interactive --scope Mail.Read --login-hint $ADA --domain-hint contoso.com --prompt login --response-mode query --response-type token --state S1 --nonce N1 --capability cp1 --redirect-uri http://localhost --port 8400 --open --show-url --mkt de-DE --renew-code --timeout 2m",
    world: LOGGED_IN,
    stdout: A_TOKEN,
    sent: [/grant_type=refresh_token/, /scope=Mail\.Read/],
  },
  {
    run:
      "refresh -p me -f browser -s Mail.Read --query dc=x --body y=z --port-range 8400-8402 --no-open --account $ADA --claims '{\"access_token\":{}}' --passphrase-file $HOME/key-pass",
    world: LOGGED_IN,
    stdout: A_TOKEN,
    sent: [/\?dc=x/, /^y=z&/m],
  },
  {
    run: "refresh -p app -t $TENANT --passphrase-stdin --token-store plaintext",
    world: { realStorage: true, stdin: "four words are enough\n" },
    stdout: A_TOKEN,
  },
  {
    run: "refresh --tenant contoso.us --cloud usgov --client azure-cli -s x",
    code: 6,
  },
  {
    run: "refresh -p orders -f obo --assertion-profile front",
    world: { before: ["login -p front"] },
    stdout: A_TOKEN,
    sent: [/assertion=eyJ/],
  },
  { run: "login -p me --json", stdout: "login" },
  {
    run: "login -p me --token-store memory",
    world: { realStorage: true },
    code: 8,
    stderr: /Cannot keep a sign-in in memory: it would end with this call$/m,
  },
];

/** Every place for what is kept; none is there on every machine, and the token is. */
const STORES: readonly ContractRow[] = [
  "keyring",
  "kernel",
  "memory",
  "plaintext",
  "vault --passphrase-file $HOME/passphrase",
].map((store) => ({
  run: `get-token -p app --token-store ${store}`,
  world: {
    // The system's keyring belongs to the person who runs the tests.
    realStorage: store !== "keyring",
    files: { passphrase: "four words are enough\n" },
  },
  stdout: A_TOKEN,
}));

/** One row for each exit code that a token may end with. */
const ENDS: readonly ContractRow[] = [
  {
    run: "get-token -p nope",
    code: 2,
    stderr: /Cannot find the profile "nope"\nHint: The profiles are me, app/,
  },
  {
    run: "get-token -p app",
    world: { outcomes: [{ endpoint: "token", aadsts: 7000222 }] },
    code: 3,
    stderr: /AADSTS7000222.*\nHint: .*\nAADSTS7000222 · trace /,
  },
  {
    run: "get-token -p app",
    world: { offline: true },
    code: 4,
    stderr: /Cannot reach "127\.0\.0\.1:8480"/,
  },
  {
    run: "get-token -p app",
    world: { outcomes: [{ endpoint: "token", status: 503, count: 9 }] },
    code: 4,
  },
  {
    run: "get-token -p me",
    world: { outcomes: [{ endpoint: "token", error: "expired_token" }] },
    code: 5,
    stderr: /The device code ran out/,
  },
  {
    run: "get-token -p app --file $HOME/no/such/token",
    code: 8,
    stderr: /its directory is not there/,
  },
  { run: "get-token -p app --tmeout 3s", code: 64, stderr: /--timeout\?/ },
  {
    run: "get-token -p app",
    world: { files: { [PROFILES_FILE]: "{oops" } },
    code: 78,
    stderr: /profiles\.json:1:2: this is not JSON/,
  },
  {
    run: "get-token -p me",
    world: { interrupted: true },
    code: 130,
    stderr: /^Interrupted$/m,
  },
  { run: "get-token -p app -o xml", code: 64, stderr: /format "xml"/ },
];

/** Options that every command takes. */
const EVERYWHERE: readonly ContractRow[] = [
  { run: "get-token -p app --quiet", stdout: A_TOKEN, stderr: /^$/ },
  { run: "--verbose get-token -p app", stdout: A_TOKEN },
  {
    run: "get-token -p app --trace",
    stdout: A_TOKEN,
    stderr: /^> POST \S+\/token/m,
  },
  {
    run: "get-token -p app --trace-out $HOME/t.json",
    stdout: A_TOKEN,
    kept: ["t.json", /"client_secret": "\[redacted/],
  },
  {
    run: "get-token -p app --trace-out $HOME/t.md",
    stdout: A_TOKEN,
    kept: ["t.md", /^sequenceDiagram$/m],
  },
  {
    run: "get-token -p app --trace-out $HOME/t.sh",
    stdout: A_TOKEN,
    kept: ["t.sh", /curl/],
  },
  { run: "get-token -p nope --color never", code: 2, stderr: /^Error: / },
  { run: "get-token -p nope --color=auto", code: 2, stderr: /^Error: / },
  {
    run: "config --help --color always",
    stdout: /\p{Cc}\[\d/u,
    world: { terminals: ["stdout"] },
  },
  {
    run: "get-token -p here --no-project",
    world: {
      files: { ".entrada.json": `{"version":1,"profiles":[{"name":"here"}]}` },
    },
    code: 2,
  },
  { run: "--version", stdout: /^\d+\.\d+\.\d+\n$/ },
  { run: "-h", stdout: /^USAGE {2}entrada <command>/ },
  { run: "--help", stdout: /EXIT CODES/ },
];

/** All of them. */
export const TOKEN_ROWS: readonly ContractRow[] = [
  ...FORMATS,
  ...KEPT,
  ...REFRESH,
  ...STORES,
  ...ENDS,
  ...EVERYWHERE,
];
