// What a token is used for: calls, commands, events, registrations.
import { A_TOKEN, type ContractRow } from "./contract_row.ts";

const GOOD = /^\{"ok":true\}\n?$/;
const cause = new Error("it did not begin");

const CALL: readonly ContractRow[] = [
  {
    run: "call $ORIGIN/v1.0/me -p me",
    stdout: /"userPrincipalName":"ada@contoso/,
    sent: [/^GET http:\/\/127\.0\.0\.1:8480\/v1\.0\/me$/m],
  },
  {
    run: "call GET $API -p app -i",
    stdout: /^HTTP 200\ncontent-type: application\/json\n\n\{"ok":true\}/,
  },
  {
    run: `call POST $API -p app -d '{"a":1}' -H 'X-A: 1' --include`,
    stdout: /^HTTP 200/,
    sent: [/^POST \S+\/thing\n[^]*x-a: 1[^]*\n\{"a":1\}$/m],
  },
  {
    run: "call put $API -p app --data @- --header 'X-B: 2'",
    world: { stdin: "what is piped" },
    stdout: GOOD,
    sent: [/^PUT \S+\/thing\n[^]*x-b: 2[^]*\nwhat is piped$/m],
  },
  {
    run: "call PATCH $API -p app --data-file $HOME/body.txt",
    world: { files: { "body.txt": "from a file" } },
    stdout: GOOD,
    sent: [/^PATCH [^]*\nfrom a file$/m],
  },
  {
    run: "call $API/pages -p app --all -o json",
    stdout: "call",
    stderr: /Fetched 2 pages, 2 items/,
  },
  { run: "call $API -p app -o raw", stdout: GOOD },
  {
    run: "call POST $API -p app -d x --dry-run",
    stdout: /^POST \S+\/thing\n {2}Authorization: Bearer \$ACCESS_TOKEN\n/,
  },
  { run: "call $API -p app --dry-run -o json", stdout: "dry-run" },
  {
    run: "call $API/pages -p app --all --output $HOME/out.json",
    kept: ["out.json", /"\?page=2"/],
  },
  { run: "call $API/moved -p app -L", stdout: GOOD },
  { run: "call $API/moved -p app --location", stdout: GOOD },
  {
    run: "call $API/moved -p app",
    code: 1,
    stderr: /the API answered 307[^]*use -L/,
  },
  {
    run: "call $API/gone -p app",
    code: 1,
    stdout: /"code":"NotFound"/,
    stderr: /404 \(NotFound\): It is gone/,
  },
  {
    run: "call https://graph.example/me -p app",
    code: 64,
    stderr: /does not belong there/,
  },
  {
    run: "call $ORIGIN/v1.0/me -p me",
    world: { outcomes: [{ endpoint: "me", status: 403, body: {} }] },
    stdout: /^\{\}/,
    code: 3,
  },
];

const EXEC: readonly ContractRow[] = [
  {
    run: "exec -p app --env TOK -- make -j 2",
    sent: [/child make -j 2 with TOK,TOK_EXPIRES_ON/],
  },
  {
    run: "exec -p app -- sh",
    world: { child: { type: "ended", code: 7 } },
    code: 7,
  },
  {
    run: "exec -p app -- nosuch",
    world: { child: { type: "missing", cause } },
    code: 127,
    stderr: /there is no such command/,
  },
  {
    run: "exec -p app -- /etc",
    world: { child: { type: "forbidden", cause } },
    code: 126,
  },
];

const WATCH: readonly ContractRow[] = [
  {
    run: "watch -p app --include-token",
    stdout: /"type":"token".*"access_token":"eyJ/,
  },
  {
    run: "watch -p app",
    world: { offline: true },
    stdout: /"type":"error"/,
    code: 4,
  },
];

const AT = "discover --authority $AUTH -f device-code";
const GRAPH_TOKEN =
  /scope=https:\/\/graph\.microsoft\.com\/Application\.Read\.All/;
const MADE = ".config/entrada/profiles.json";

const DISCOVER: readonly ContractRow[] = [
  {
    run: `${AT} -s report`,
    stdout: /^d84b2c6f-\S+\tContoso Nightly Report\t\S+\t2022-06-01\tapp\n$/,
    stderr: /1 of 135 app registrations found/,
    sent: [GRAPH_TOKEN],
  },
  { run: `${AT} --search 'Contoso*' --json`, stdout: "discover" },
  { run: "discover -p app -o json -s orders", stdout: "discover" },
  {
    run: "discover --profile app -o table -s orders",
    stdout: /^DISPLAY NAME +CLIENT ID/,
  },
  {
    run: "discover -p app --output yaml -s orders",
    stdout: /^ {2}- client_id: /m,
  },
  {
    run: "discover -p app -o tsv -s nothing-like-it",
    stderr: /^None of 135 app registrations found$/m,
  },
  { run: "discover -t $TOKEN", stdout: /Signature not verified/ },
  { run: "discover -t $EXPIRED", stdout: /Expired/, code: 7 },
  {
    run:
      "discover --authority $AUTH --graph $ORIGIN/v1.0 --client-id $CLI --login-hint $ADA --no-open --show-url --flow interactive -s report --timeout 2m",
    stdout: /^d84b2c6f/,
    sent: [/login_hint=ada@contoso/],
  },
  {
    run: "discover --authority $AUTH --open -f interactive -s report",
    stdout: /^d84b2c6f/,
    sent: [/^open /m],
  },
  {
    run:
      `${AT} --account $ADA --no-cache --force --token-store memory --passphrase-file $HOME/key-pass -s report`,
    stdout: /^d84b2c6f/,
  },
  {
    run: `${AT} --passphrase-stdin -s report`,
    world: { stdin: "four words are enough\n" },
    stdout: /^d84b2c6f/,
  },
  { run: "discover --authority $AUTH --no-interaction", code: 6 },
  {
    run:
      "discover --tenant contoso.us --cloud usgov --client graph-powershell -f device",
    sent: [/login\.microsoftonline\.us\/contoso\.us/],
    code: 4,
  },
  {
    run:
      `${AT} --create nightly --app 'Contoso Nightly Report' --permission $GRAPH --new-secret --days 90`,
    sent: [/addPassword/],
    stderr: /Made the profile "nightly"/,
    kept: [MADE, /"secretExpires": "2026-04-01"/],
  },
  {
    run:
      `${AT} --create nightly --app $APP --permission $GRAPH --new-secret --show-secret --secret-store keyring`,
    world: { terminals: ["stdin", "stderr"] },
    stderr: /Made the profile "nightly"/,
  },
  {
    run:
      `${AT} --create shop --app $WEB --permission User.Read --client-secret-env WEB_SECRET`,
    kept: [MADE, /"clientSecret": "env:WEB_SECRET"/],
  },
  {
    run:
      `${AT} --create shop --app $WEB --permission User.Read --client-secret-file $HOME/s`,
    kept: [MADE, /"clientSecret": "file:\S+\/s"/],
  },
  {
    run:
      `${AT} --create shop --app $WEB --permission User.Read --client-secret-command 'pass show shop'`,
    kept: [MADE, /"clientSecret": "command:pass show shop"/],
  },
  {
    run:
      `${AT} --create shop --app $WEB --permission User.Read --client-secret-stdin --secret-store vault`,
    world: { stdin: "sandbox-secret-web-shop\n" },
    kept: [MADE, /"clientSecret": "(vault|keyring)"/],
  },
  {
    run:
      `${AT} --create shop --app $WEB --permission User.Read --client-certificate $HOME/c.pem --client-key $HOME/k.pem`,
    kept: [MADE, /"clientKey": "\S+k\.pem"/],
  },
  {
    run:
      `${AT} --create shop --app $WEB --permission User.Read --client-certificate $HOME/locked.pem --certificate-password-env KEY_PASS`,
    kept: [MADE, /"certificatePassword": "env:KEY_PASS"/],
  },
  {
    run:
      `${AT} --create shop --app $WEB --permission User.Read --client-certificate $HOME/locked.pem --certificate-password-file $HOME/key-pass`,
    kept: [MADE, /"certificatePassword": "file:/],
  },
  {
    run:
      `${AT} --create shop --app $WEB --permission User.Read --client-certificate $HOME/locked.pem --certificate-password-stdin`,
    world: { stdin: "the-key-pass\n" },
    kept: [MADE, /"certificatePassword": "(vault|keyring)"/],
  },
];

/** All of them. */
export const USE_ROWS: readonly ContractRow[] = [
  ...CALL,
  ...EXEC,
  ...WATCH,
  ...DISCOVER,
  // A new secret can be used at once.
  {
    run: "get-token -p nightly",
    world: {
      before: [
        `${AT} --create nightly --app $APP --permission $GRAPH --new-secret`,
      ],
    },
    stdout: A_TOKEN,
  },
];
