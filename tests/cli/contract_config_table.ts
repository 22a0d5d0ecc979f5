// `config`: what each command does.
import { PROFILES_FILE } from "./contract_names.ts";
import type { ContractRow } from "./contract_row.ts";
import { SETTING_ROWS } from "./contract_setting_table.ts";

const ONE = {
  files: {
    "in.json":
      `{"version":1,"profiles":[{"name":"me","tenant":"contoso.com","clientId":"11111111-1111-1111-1111-111111111111"}]}`,
  },
};

const MAKING: readonly ContractRow[] = [
  {
    run: "config create",
    world: {
      stdin: "work\ncontoso.com\n11111111-1111-1111-1111-111111111111\n",
    },
    stderr: /Made the profile "work"/,
  },
  { run: "config create", code: 64, stderr: /without a name/ },
  {
    run: "config create x --non-interactive",
    code: 64,
    stderr: /without a tenant/,
  },
  {
    run: "config create me -t x.com --client-id $CLI",
    code: 64,
    stderr: /already there/,
  },
  {
    run: "config create -n x --tenant-id x.com --client-id $CLI --default",
    kept: [PROFILES_FILE, /"default": "x"/],
  },
  {
    run: "config create --name x --profile y -t x.com --client-id $CLI",
    code: 64,
  },
  {
    run: "config create -p x -t x.com --client-id $CLI -s A -f device",
    kept: [PROFILES_FILE, /"flow": "device-code"/],
  },
  {
    run:
      "config create x -t x.com --client-id $CLI --client-secret-stdin --passphrase-stdin",
    world: { stdin: "x" },
    code: 64,
  },
  {
    run: "config edit me -s Mail.Read --unset flow",
    kept: [PROFILES_FILE, /"Mail\.Read"/],
  },
  { run: "config edit -p me -f browser -t x.com --tenant-id y.com", code: 64 },
  {
    run: "config edit -n web --editor",
    world: { env: { EDITOR: "true" } },
    stderr: /./,
  },
  { run: "config edit --name nope --non-interactive -s A", code: 2 },
  {
    run: "config edit --profile app --client-secret-stdin --passphrase-stdin",
    world: { stdin: "x" },
    code: 64,
  },
  {
    run: "config edit app --client-id $WEB",
    kept: [PROFILES_FILE, /6e9a7d03/],
  },
  {
    run: "config edit web -t contoso.com --tenant x.com",
    code: 64,
    stderr: /twice/,
  },
];

const SECRET_DAY = /"secretExpires": "2026-04-01"/;

/** A client secret that Graph makes. */
const NEW_SECRET: readonly ContractRow[] = [
  {
    run:
      "config create nightly --authority $AUTH --client-id $APP -s $GRAPH --new-secret --days 90",
    sent: [/addPassword/],
    kept: [PROFILES_FILE, SECRET_DAY, /"clientSecret": "keyring"/],
  },
  {
    run:
      "config create nightly --authority $AUTH --client-id $APP -s $GRAPH --new-secret --show-secret",
    code: 64,
    stderr: /standard error is not a terminal/,
  },
  {
    run: "config edit app --new-secret --days 90",
    kept: [PROFILES_FILE, SECRET_DAY],
  },
  {
    run: "config edit app --new-secret --show-secret",
    world: { terminals: ["stdin", "stderr"], env: { SSH_TTY: "/dev/pts/1" } },
    stderr: /The client secret, shown this once: \S{30,}/,
  },
];

const LOOKING: readonly ContractRow[] = [
  { run: "config list", stdout: /^me\napp\nweb\norders\nbuilder\nfront\n$/ },
  { run: "config list --verbose", stdout: /^ +NAME +TENANT.*FROM\n\* {2}me / },
  { run: "config list --json", stdout: "config-list" },
  { run: "config show me", stdout: /^name +me +the default$/m },
  { run: "config show -p me -o json", stdout: "config-show" },
  { run: "config show -n me --json", stdout: "config-show" },
  { run: "config show --name me --output yaml", stdout: /^name: me\n/ },
  { run: "config show --profile me -o text", stdout: /^clientId +a3f5/m },
  { run: "config show nope", code: 2 },
  { run: "config path", stdout: /^\S+\/\.config\/entrada\/profiles\.json\n$/ },
  { run: "config default", stdout: /^me\n$/ },
  { run: "config default --json", stdout: "config-default" },
  { run: "config default app", kept: [PROFILES_FILE, /"default": "app"/] },
  {
    run: "config default --clear",
    kept: [PROFILES_FILE, /^(?![^]*"default")/],
  },
];

const CHANGING: readonly ContractRow[] = [
  { run: "config rename me you", kept: [PROFILES_FILE, /"name": "you"/] },
  { run: "config rename me app", code: 64 },
  {
    run: "config rename me you --passphrase-file $HOME/key-pass",
    kept: [PROFILES_FILE, /"default": "you"/],
  },
  {
    run: "config rename me you --passphrase-stdin",
    world: { stdin: "four words are enough\n" },
    kept: [PROFILES_FILE, /"name": "you"/],
  },
  { run: "config clone me you", kept: [PROFILES_FILE, /"me"[^]*"you"/] },
  {
    run: "config clone me you --passphrase-file $HOME/key-pass",
    kept: [PROFILES_FILE, /"you"/],
  },
  {
    run: "config clone me you --passphrase-stdin",
    world: { stdin: "four words are enough\n" },
    kept: [PROFILES_FILE, /"you"/],
  },
  { run: "config delete me", code: 64, stderr: /Add --yes/ },
  { run: "config delete me --yes", kept: [PROFILES_FILE, /^(?![^]*"me")/] },
  { run: "config delete -p me --force", stderr: /Deleted the profile "me"/ },
  { run: "config delete -n me -y", stderr: /Deleted the profile "me"/ },
  { run: "config delete --name nope --yes", code: 2 },
  { run: "config delete --profile me -y", stderr: /Deleted/ },
];

const CARRYING: readonly ContractRow[] = [
  {
    run: "config export me --passphrase-env PASS",
    stdout: "config-export",
  },
  {
    run: "config export -p me --passphrase-stdin -o $HOME/x.enc",
    world: { stdin: "four words are enough\n" },
    kept: ["x.enc", /"cipher"/],
  },
  {
    run:
      "config export --profile app --include-secrets --passphrase-file $HOME/key-pass --vault-passphrase-file $HOME/key-pass --output $HOME/x.enc",
    kept: ["x.enc", /"cipher"/],
  },
  { run: "config export --all --plain", stdout: /^\{\n {2}"version": 1,/ },
  {
    run: "config export me --plain -o $HOME/c.pem",
    code: 8,
    stderr: /replace it with --force/,
  },
  {
    run: "config export me --plain -o $HOME/c.pem --force",
    kept: ["c.pem", /"profiles"/],
  },
  { run: "config export me", code: 64, stderr: /--passphrase-file/ },
  { run: "config export --all --plain --include-secrets", code: 64 },
  {
    run: "config import $HOME/in.json --on-clash skip",
    world: ONE,
    stderr: /"me"/,
  },
  {
    run: "config import -i $HOME/in.json --on-clash overwrite",
    world: ONE,
    kept: [PROFILES_FILE, /"11111111-/],
  },
  {
    run: "config import -f $HOME/in.json --on-clash rename --dry-run",
    world: ONE,
    stderr: /me-2/,
    kept: [PROFILES_FILE, /^(?![^]*me-2)/],
  },
  {
    run: "config import --file $HOME/in.json -n other --without-secrets",
    world: ONE,
    kept: [PROFILES_FILE, /"other"/],
  },
  {
    run:
      "config import --input $HOME/in.json --name other --secret-store keyring",
    world: ONE,
    kept: [PROFILES_FILE, /"other"/],
  },
  {
    run: "config import $HOME/in.json",
    world: ONE,
    code: 64,
    stderr: /on-clash/,
  },
  {
    run: "config import - -n dev --secret-store vault --trust",
    world: { stdin: ONE.files["in.json"] },
    kept: [PROFILES_FILE, /"dev"/],
  },
  {
    run:
      "config import $HOME/x.enc -n back --passphrase-file $HOME/pass --vault-passphrase-file $HOME/pass",
    world: {
      files: { pass: "four words are enough\n" },
      before: ["config export me --passphrase-file $HOME/pass -o $HOME/x.enc"],
    },
    kept: [PROFILES_FILE, /"back"/],
  },
  ...["--passphrase-env PASS", "--passphrase-stdin"].map((
    options,
  ): ContractRow => ({
    run: `config import $HOME/in.json -n other ${options}`,
    world: { ...ONE, stdin: "four words are enough\n" },
    kept: [PROFILES_FILE, /"other"/],
  })),
];

/** All of them. */
export const CONFIG_ROWS: readonly ContractRow[] = [
  ...SETTING_ROWS,
  ...MAKING,
  ...NEW_SECRET,
  ...LOOKING,
  ...CHANGING,
  ...CARRYING,
];
