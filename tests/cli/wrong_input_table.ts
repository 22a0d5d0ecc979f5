// Wrong input of each kind for each command: missing, malformed, huge, binary,
// control characters, tricks with paths, secrets where none belong.
import type { ContractWorld } from "./contract_world.ts";

/** One mistake: what is typed, and what the sentence says. */
export interface WrongRow {
  readonly run: string | readonly string[];
  readonly world?: ContractWorld;
  readonly code: number;
  readonly says: RegExp;
}

const HUGE = "x".repeat(2_000_000);
/** What takes over a terminal that shows it. */
const CONTROL = "\u001b]0;owned\u0007\u001b[2J\u202e\u0000";
const ID = "11111111-1111-1111-1111-111111111111";
const profiles = (profile: unknown) =>
  JSON.stringify({ version: 1, profiles: [profile] });

const NAMES: readonly WrongRow[] = [
  ...["get-token", "login", "refresh", "watch", "exec -- x", "call $API"].map((
    line,
  ): WrongRow => ({
    run: line.replace(/( --.*)?$/, " -p ../../etc/passwd$1"),
    code: 2,
    says: /Cannot find the profile "\.\.\/\.\.\/etc\/passwd"/,
  })),
  ...["create", "rename me", "clone me"].flatMap((line) =>
    ["../x", "a/b", "CON", "."].map((name): WrongRow => ({
      run: `config ${line} ${name}` +
        (line === "create" ? " -t x.com --client-id $CLI" : ""),
      code: 64,
      says: /Cannot name a profile "/,
    }))
  ),
  ...["show", "edit", "delete --yes", "default", "export --plain", "clone"].map(
    (
      line,
    ): WrongRow => ({
      run: ["config", ...line.split(" "), `no${CONTROL}pe`]
        .concat(line === "clone" ? ["x"] : [])
        .concat(line === "edit" ? ["-s", "A"] : []),
      code: 2,
      says: /Cannot find the profile "no/,
    }),
  ),
  { run: "doctor -p nope", code: 2, says: /Cannot find the profile/ },
  { run: "discover -p nope", code: 2, says: /Cannot find the profile/ },
  {
    run: "discover --create ../x --app $APP",
    code: 64,
    says: /Cannot name a profile/,
  },
];

const MISSING: readonly WrongRow[] = [
  { run: "exec -p app", code: 64, says: /The command is missing/ },
  { run: "call -p app", code: 64, says: /The address is missing/ },
  { run: "diff", code: 64, says: /The first token is missing/ },
  { run: "diff $TOKEN", code: 64, says: /The second token is missing/ },
  { run: "completions", code: 64, says: /The shell is missing/ },
  { run: "config rename me", code: 64, says: /The new name is missing/ },
  { run: "config create", code: 64, says: /without a name/ },
  { run: "config import", code: 78, says: /Cannot import/ },
  { run: "inspect", code: 7, says: /the text is empty/ },
  { run: "verify", code: 7, says: /the text is empty/ },
  { run: "--replay", code: 64, says: /--replay needs a file/ },
  { run: "--record", code: 64, says: /--record needs a file/ },
  { run: "--trace-out", code: 64, says: /--trace-out needs a file/ },
  { run: "--color", code: 64, says: /--color needs a value/ },
  { run: ["get-token", "-p", ""], code: 2, says: /the profile ""/ },
  {
    run: ["get-token", "-p", "me", "-s", ""],
    code: 64,
    says: /without a scope/,
  },
  { run: ["get-token", "--file", ""], code: 64, says: /no file/ },
  { run: ["verify", "a.b.c", "--for", ""], code: 64, says: /--for/ },
  {
    run: "get-token -p me -f refresh --refresh-token-stdin",
    code: 78,
    says: /nothing came on standard input/,
  },
];

const MALFORMED: readonly WrongRow[] = [
  { run: "get-token -p me -t ../x", code: 64, says: /the tenant "\.\.\/x"/ },
  {
    run: "get-token -t x.com -s y --client-id nope",
    code: 64,
    says: /the client id "nope"/,
  },
  {
    run: "get-token -p me --authority file:///etc/passwd",
    code: 64,
    says: /it is not https/,
  },
  { run: "get-token -p app --min-ttl -5", code: 64, says: /"-5" is not a dur/ },
  { run: `get-token -p me --claims '{"a":'`, code: 64, says: /the claims/ },
  {
    run: "get-token -p app --query client_id=x",
    code: 64,
    says: /the flow sets it itself/,
  },
  {
    run: "get-token -p orders -f obo --assertion-stdin",
    world: { stdin: "nonsense" },
    code: 64,
    says: /no readable JWT/,
  },
  {
    run: "get-token -p app --trace-out $HOME/x.exe",
    code: 64,
    says: /its name/,
  },
  { run: "login -p me --timeout 5x", code: 64, says: /"5x" is not a duration/ },
  { run: "get-token -p app --timeout 0", code: 64, says: /no time at all/ },
  { run: "watch -p app --timeout 0s", code: 64, says: /no time at all/ },
  {
    run: "get-token -p app --cloud mars",
    code: 64,
    says: /Cannot use the cloud "mars"/,
  },
  {
    run:
      "get-token --cloud mars --client-id 2d7f5b90-e3c1-4a68-b5d4-08a9c6f1e723 -s User.Read",
    code: 64,
    says: /Cannot use the cloud "mars"/,
  },
  { run: "watch -p me --port 70000", code: 64, says: /"70000" is not a whole/ },
  { run: "exec -p app --env A=B -- x", code: 64, says: /environment variable/ },
  { run: "call ftp://x -p app", code: 64, says: /not a whole address/ },
  { run: "call TRACE $API -p app", code: 64, says: /the method "TRACE"/ },
  {
    run: "call http://graph.microsoft.com/ -p app",
    code: 64,
    says: /not https/,
  },
  { run: ["call", "$API", "-p", "app"], code: 64, says: /not a whole address/ },
  {
    run: "call $API -p app -H 'X-A; b'",
    code: 64,
    says: /header/,
  },
  { run: "verify $TOKEN --type robot", code: 64, says: /--type "robot"/ },
  {
    run: "verify $TOKEN --jwks http://x.example/k",
    code: 64,
    says: /not https/,
  },
  { run: "inspect $TOKEN --header --claims", code: 64, says: /together/ },
  { run: "explain nosuchthing", code: 64, says: /Cannot find this/ },
  { run: "discover -t 'a b'", code: 64, says: /the tenant "a b"/ },
  {
    run: "discover -p app --graph http://evil.example",
    code: 64,
    says: /not https/,
  },
  {
    run: "discover -p app --new-secret --days 0",
    code: 64,
    says: /"0" is not/,
  },
  {
    run: "config create x -t x.com --client-id nope",
    code: 64,
    says: /the client id "nope"/,
  },
  {
    run:
      "config create x -t x.com --client-id $CLI --secret-expires 2027-02-31",
    code: 64,
    says: /"2027-02-31" is not a day/,
  },
  { run: "config edit me --unset nosuch", code: 64, says: /no setting/ },
  {
    run: "config import $HOME/in",
    world: { files: { in: profiles({ name: "x", tenant: 7 }) } },
    code: 78,
    says: /Cannot import the profiles/,
  },
  { run: "completions tcsh", code: 64, says: /"tcsh"/ },
  { run: "help nosuch", code: 64, says: /Unknown command "nosuch"/ },
  { run: "sandbox --port 99999", code: 64, says: /"99999" is not/ },
  { run: "sandbox --interval 0", code: 64, says: /every 0 seconds/ },
  {
    run: "sandbox --seed $HOME/s",
    world: { files: { s: '{"tenants":' } },
    code: 78,
    says: /this is not JSON/,
  },
  { run: "demo more", code: 64, says: /takes options only/ },
  { run: "cache list more", code: 64, says: /takes options only/ },
  { run: "vault lock more", code: 64, says: /takes options only/ },
  { run: "doctor --ofline", code: 64, says: /Unknown option --ofline/ },
  { run: "-x", code: 64, says: /Unknown option -x$/ },
  { run: "nosuch", code: 64, says: /Unknown command "nosuch"/ },
  {
    run: "--replay $HOME/in --speed fast",
    code: 64,
    says: /--speed "fast"/,
  },
];

const BIG_AND_BINARY: readonly WrongRow[] = [
  {
    run: "get-token -p app --client-secret-file /dev/zero",
    code: 8,
    says: /longer than 16 MiB/,
  },
  { run: "config import /dev/zero", code: 8, says: /longer than 16 MiB/ },
  {
    run: "inspect",
    world: { stdin: HUGE },
    code: 7,
    says: /2000000 characters, more than/,
  },
  { run: "verify", world: { stdin: HUGE }, code: 7, says: /more than/ },
  { run: "diff $TOKEN -", world: { stdin: HUGE }, code: 7, says: /more than/ },
  {
    run: "explain",
    world: { stdin: HUGE },
    code: 64,
    says: /Cannot find this/,
  },
  {
    run: "config import $HOME/in",
    world: { files: { in: "[".repeat(100_000) } },
    code: 78,
    says: /this is not JSON/,
  },
  {
    run: "config import -",
    world: { stdin: `\u0000\u0001${CONTROL}` },
    code: 78,
    says: /this is not JSON/,
  },
  {
    run: "config import $HOME/in",
    world: {
      files: {
        in: profiles({ name: CONTROL, tenant: "x.com", clientId: ID }),
      },
    },
    code: 78,
    says: /Cannot import the profiles/,
  },
  {
    run: "inspect -",
    world: { stdin: `${CONTROL}.${CONTROL}.x` },
    code: 7,
    says: /nothing that could be inspected/,
  },
  {
    run: "diff $TOKEN -",
    world: { stdin: CONTROL },
    code: 7,
    says: /Cannot compare the second token: it is no JWT/,
  },
  {
    run: "--replay $HOME/in",
    world: { files: { in: `\u0000${CONTROL}` } },
    code: 64,
    says: /no recording of Entrada/,
  },
  {
    run: "sandbox --seed $HOME/in",
    world: { files: { in: `\u0000${CONTROL}` } },
    code: 78,
    says: /this is not JSON/,
  },
  {
    run: "get-token -p app --client-certificate $HOME/in",
    world: { files: { in: `\u0000${CONTROL}` } },
    code: 78,
    says: /Cannot use the certificate/,
  },
  ...["get-token", "config", "cache", "doctor", "login"].map((
    command,
  ): WrongRow => ({
    run: [command, `--no${CONTROL}`],
    code: 64,
    says: /Unknown option|takes options only/,
  })),
  {
    run: ["get-token", "-p", "me", "-f", CONTROL],
    code: 64,
    says: /Cannot use the flow/,
  },
  {
    run: ["completions", CONTROL],
    code: 64,
    says: /Cannot write completions for/,
  },
];

const PATHS: readonly WrongRow[] = [
  { run: "get-token -p app --file $HOME", code: 8, says: /a directory is in/ },
  { run: "get-token -p app --file $HOME/no/x", code: 8, says: /not there/ },
  {
    run: "get-token -p app --client-secret-file $HOME/no",
    code: 78,
    says: /does not exist/,
  },
  {
    run: "get-token -p app --client-certificate $HOME/no",
    code: 78,
    says: /does not exist/,
  },
  {
    run: "call $API -p app -d @$HOME/no",
    code: 64,
    says: /Cannot find the file/,
  },
  {
    run: "call $API -p app -d x -o $HOME/no/x.json",
    code: 8,
    says: /not there/,
  },
  { run: "inspect --file $HOME/no", code: 64, says: /Cannot find the file/ },
  { run: "inspect --file $HOME", code: 8, says: /Cannot read/ },
  { run: "inspect $HOME/no.jwt", code: 64, says: /Cannot inspect a path/ },
  { run: "verify --file $HOME/no", code: 64, says: /Cannot find the file/ },
  {
    run: "verify $TOKEN --jwks $HOME/no",
    code: 64,
    says: /Cannot find the file/,
  },
  { run: "diff $TOKEN $HOME/no", code: 64, says: /Cannot find the file/ },
  { run: "config import $HOME/no", code: 64, says: /there is no such file/ },
  {
    run: "config export me --plain -o $HOME/no/x",
    code: 8,
    says: /Cannot write/,
  },
  { run: "sandbox --seed $HOME/no", code: 64, says: /Cannot find the seed/ },
  { run: "--replay $HOME/no", code: 64, says: /there is no such file/ },
  {
    run: "vault change-passphrase --passphrase-file $HOME/no",
    world: { realStorage: true },
    code: 8,
    says: /there is no vault/,
  },
];

/** Where a secret might be put, and must not be. */
const SECRETS: readonly WrongRow[] = [
  "get-token",
  "login",
  "refresh",
  "watch",
  "call $API",
  "exec",
  "logout",
  "discover",
  "inspect",
  "verify",
  "diff",
  "explain",
  "config create",
  "config edit",
  "config export",
  "config import",
  "config list",
  "cache list",
  "vault change-passphrase",
  "doctor",
  "sandbox",
  "demo",
  "completions",
  "help",
].flatMap((command) =>
  ["--client-secret hunter2", "--passphrase=hunter2", "--password hunter2"]
    .map((option): WrongRow => ({
      run: `${command} ${option}`,
      code: 64,
      says: /No secret is taken as an argument, where others could read it: --/,
    }))
);

/** All of them. */
export const WRONG_INPUT: readonly WrongRow[] = [
  ...NAMES,
  ...MISSING,
  ...MALFORMED,
  ...BIG_AND_BINARY,
  ...PATHS,
  ...SECRETS,
  {
    run: "call https://ada:hunter2@graph.microsoft.com/ -p app",
    code: 64,
    says: /with a user name in the address/,
  },
  {
    run: "call $API -p app -H 'Authorization: hunter2'",
    code: 64,
    says: /the token goes there/,
  },
  {
    run: "get-token -p app --client-secret-env hunter2!",
    code: 64,
    says: /not the name of an environment variable/,
  },
];
