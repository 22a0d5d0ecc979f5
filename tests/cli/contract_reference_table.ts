// Commands about tokens that are there, about what is kept, and about the
// program itself.
import type { ContractRow } from "./contract_row.ts";

const LOGGED_IN = { before: ["login -p me"] };
const PASS = { files: { pass: "four words are enough\n" } };

const INSPECT: readonly ContractRow[] = [
  { run: "inspect $TOKEN", stdout: /^Valid for 55 minutes more$/m },
  { run: "decode $EXPIRED", stdout: /Expired/, code: 7 },
  {
    run: "inspect - -o pretty",
    world: { stdin: "opaque-as-glass" },
    stdout: /Opaque/,
    code: 7,
  },
  { run: "inspect $TOKEN -o json", stdout: "inspect" },
  { run: "inspect $TOKEN --json", stdout: "inspect" },
  { run: "inspect $TOKEN --output yaml", stdout: /^header:\n/ },
  {
    run: "inspect --json",
    world: { stdin: '{"error":"invalid_grant","error_codes":[50076]}' },
    stdout: "inspect-error",
    code: 7,
  },
  { run: "inspect $TOKEN --header", stdout: /^Header\n {2}typ {2}JWT/ },
  { run: "inspect $TOKEN --claims --json", stdout: /^\{\n {2}"aud":/ },
  {
    run: "inspect -p me",
    world: LOGGED_IN,
    stdout: /User ada@contoso/,
    stderr: /--id shows the ID token beside it/,
  },
  {
    run: "inspect --profile me --id",
    world: LOGGED_IN,
    stdout: /preferred_username/,
  },
  {
    run: "inspect --file $HOME/user-token",
    world: { before: ["get-token -p app"] },
    stdout: /Signature not verified/,
  },
  {
    run: "inspect -p me --passphrase-file $HOME/pass --token-store plaintext",
    world: {
      ...PASS,
      realStorage: true,
      before: ["login -p me --token-store plaintext"],
    },
    stdout: /User ada/,
  },
  {
    run: "inspect -p me --passphrase-stdin",
    world: { ...LOGGED_IN, stdin: "four words are enough\n" },
    stdout: /User ada/,
  },
  { run: "inspect -p me", code: 7, stderr: /No token is kept for the profile/ },
];

const VERIFY: readonly ContractRow[] = [
  {
    run: "verify --file $HOME/user-token --authority $AUTH",
    world: { before: ["login -p front"] },
    stdout: /^ok +signature/m,
  },
  {
    run:
      "verify -p front --aud $ORDERS -t $TENANT -s access_as_user --type user --app $CLI -o json",
    world: { before: ["login -p front"] },
    stdout: "verify",
  },
  {
    run: "verify --profile front --tenant $TENANT --scope Orders.Delete --json",
    world: { before: ["login -p front"] },
    stdout: "verify",
    code: 7,
  },
  {
    run: "verify -p app --type app --role User.Read.All --for graph -o pretty",
    world: { before: ["get-token -p app"] },
    stdout: /^ok +audience/m,
  },
  {
    run: "verify $TOKEN --iss https://x.example --jwks $HOME/jwks --type app",
    world: { files: { jwks: '{"keys":[]}' } },
    stdout: /issuer_mismatch/,
    code: 7,
  },
  {
    run: "verify $TOKEN --cloud public",
    code: 4,
  },
  { run: "verify $TOKEN --for keyvault", stdout: /audience_mismatch/, code: 7 },
  { run: "verify $TOKEN --for graph --output json", stdout: "verify-for" },
  {
    run: "verify -p front --passphrase-file $HOME/pass --token-store plaintext",
    world: { ...PASS, before: ["login -p front"] },
    stdout: /^ok +signature/m,
  },
  {
    run: "verify -p front --passphrase-stdin",
    world: { before: ["login -p front"], stdin: "four words are enough\n" },
    stdout: /^ok +signature/m,
  },
  {
    run: "verify $TOKEN --role A --iss https://sts.windows.net/$TENANT/ --json",
    code: 4,
  },
];

const DIFF: readonly ContractRow[] = [
  { run: "diff $TOKEN $OTHER", stdout: /^10 differences; 0 claims/m },
  { run: "diff $TOKEN $OTHER --json", stdout: "diff" },
  { run: "diff $TOKEN $OTHER -o json", stdout: "diff" },
  { run: "diff $TOKEN - --output pretty", world: { stdin: "x" }, code: 7 },
  {
    run:
      "diff profile:me $TOKEN --passphrase-file $HOME/pass --token-store memory",
    world: { ...PASS, ...LOGGED_IN },
    stdout: /differences/,
  },
  {
    run: "diff profile:me $TOKEN --passphrase-stdin",
    world: { ...LOGGED_IN, stdin: "four words are enough\n" },
    stdout: /differences/,
  },
];

const KEPT: readonly ContractRow[] = [
  { run: "logout -p me", world: LOGGED_IN, stderr: /Forgot the tokens of the/ },
  { run: "logout --profile me", stderr: /Nothing was kept/ },
  {
    run: "logout -p me --account $ADA",
    world: LOGGED_IN,
    stderr: /Forgot the tokens of the account/,
  },
  { run: "logout --all --yes", world: LOGGED_IN, stderr: /Forgot every token/ },
  { run: "logout --all", code: 64, stderr: /Add --yes/ },
  {
    run: "logout --all -y --token-store memory --passphrase-file $HOME/pass",
    world: PASS,
    stderr: /Nothing was kept/,
  },
  {
    run: "logout -p me --passphrase-stdin",
    world: { ...LOGGED_IN, stdin: "four words are enough\n" },
    stderr: /Forgot/,
  },
  {
    run: "cache list",
    world: LOGGED_IN,
    stdout: /^me +ada@contoso\S+ +User\.Read/m,
  },
  { run: "cache list --json", world: LOGGED_IN, stdout: "cache-list" },
  {
    run: "cache list --token-store plaintext --passphrase-file $HOME/pass",
    world: { ...PASS, realStorage: true },
    stderr: /PLAIN TEXT/,
  },
  {
    run: "cache list --passphrase-stdin",
    world: { stdin: "four words are enough\n" },
    stderr: /Nothing is kept/,
  },
  {
    run: "cache clear -p me --yes",
    world: LOGGED_IN,
    stderr: /Forgot every token/,
  },
  { run: "cache clear", code: 64, stderr: /Add --yes/ },
  {
    run: "cache clear -y --token-store memory --passphrase-file $HOME/pass",
    world: PASS,
    stderr: /Nothing was kept/,
  },
  {
    run: "cache clear --profile me -y --passphrase-stdin",
    world: { stdin: "four words are enough\n" },
    stderr: /Nothing was kept/,
  },
  { run: "clear-cache --profile me --yes", world: LOGGED_IN, stderr: /Forgot/ },
  {
    run:
      "clear-cache -p me -y --token-store memory --passphrase-file $HOME/pass",
    world: { ...LOGGED_IN, ...PASS },
    stderr: /Forgot/,
  },
  {
    run: "clear-cache --passphrase-stdin",
    world: { stdin: "y\n" },
    code: 64,
    stderr: /not a terminal/,
  },
  {
    run: "vault lock",
    code: 8,
    stderr: /there is no vault/,
    world: { realStorage: true },
  },
  {
    run:
      "vault change-passphrase --passphrase-file $HOME/pass --new-passphrase-file $HOME/pass",
    world: { ...PASS, realStorage: true },
    code: 8,
    stderr: /there is no vault/,
  },
  {
    run: "vault change-passphrase --passphrase-stdin",
    world: { stdin: "four words are enough\n", realStorage: true },
    code: 8,
  },
];

const REFERENCE: readonly ContractRow[] = [
  { run: "explain AADSTS50076", stdout: /^AADSTS50076 / },
  { run: "explain scp --json", stdout: "explain" },
  { run: "explain flow:device-code -o json", stdout: "explain" },
  {
    run: "explain - --output pretty",
    world: { stdin: "AADSTS65001: the user has not consented" },
    stdout: /^AADSTS65001 /,
  },
  { run: "explain", stdout: /^What can be asked/ },
  { run: "explain nosuchthing", code: 64, stderr: /Cannot find this/ },
  ...["bash", "zsh", "fish", "powershell", "pwsh"].map((
    shell,
  ): ContractRow => ({
    run: `completions ${shell}`,
    stdout: /entrada/,
  })),
  { run: "completions tcsh", code: 64, stderr: /The shells are bash, zsh/ },
  { run: "help", stdout: /^USAGE {2}entrada <command>/ },
  {
    run: "help config create --format text",
    stdout: /^USAGE {2}entrada config create/,
  },
  { run: "help --format man", stdout: /^\.TH ENTRADA 1/ },
  { run: "help --format markdown get-token", stdout: /^# entrada get-token/ },
  { run: "doctor --offline --json -p me", stdout: "doctor", code: 78 },
  {
    run: "doctor --profile me",
    world: { offline: true },
    stdout: /^Network|network/m,
    code: 78,
  },
  {
    run: "sandbox --port 0 --auto-approve --interval 2",
    stdout: /^A sandbox, not Microsoft/,
    sent: [/"port":0.*"deviceIntervalSeconds":2.*"deviceAfterPolls":1/],
  },
  {
    run: "sandbox --json --auto-approve-after 3",
    stdout: "sandbox",
    sent: [/"deviceAfterPolls":3/],
  },
  {
    run: "sandbox --seed $HOME/seed.json",
    world: { files: { "seed.json": "{" } },
    code: 78,
    stderr: /seed\.json:1:2: this is not JSON/,
  },
  {
    run: "demo",
    world: { terminals: ["stdin", "stderr"] },
    sent: [/the interface/],
  },
  {
    run: "",
    world: { terminals: ["stdin", "stderr"] },
    sent: [/the interface/],
  },
  { run: "", code: 64, stderr: /^USAGE/ },
  {
    run: "--record $HOME/r.ndjson",
    world: { terminals: ["stdin", "stderr"] },
    sent: [/recorded into \S+r\.ndjson/],
  },
  { run: "--record $HOME/r.ndjson", code: 64, stderr: /needs a terminal/ },
  {
    run: "--screen-reader",
    world: { terminals: ["stdin", "stderr"] },
    sent: [/the interface is spoken/],
  },
  {
    run: "whoami --screen-reader",
    code: 64,
    stderr: /this command does not open it/,
  },
  {
    run: "--replay $HOME/r.ndjson --speed max",
    code: 64,
    stderr: /there is no such file/,
  },
];

/** All of them. */
export const REFERENCE_ROWS: readonly ContractRow[] = [
  ...INSPECT,
  ...VERIFY,
  ...DIFF,
  ...KEPT,
  ...REFERENCE,
];
