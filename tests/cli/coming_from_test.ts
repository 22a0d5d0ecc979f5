// Command lines of entra-auth-cli: those that do the same here, and those that
// are told how it is done here. Each line of the checklist has a test that
// shows it.
import assert from "node:assert/strict";
import {
  comingFromTable,
  DIFFERENCES,
} from "../../scripts/tables/coming_from.ts";
import { ROOT } from "../support/product.ts";
import { A_TOKEN, type ContractRow } from "./contract_row.ts";
import { runAll, runLine } from "./contract_world.ts";

const LOGGED_IN = { before: ["login -p me"] };
const OLD = [{
  name: "old",
  tenantId: "contoso.com",
  clientId: "11111111-1111-1111-1111-111111111111",
  scopes: ["https://graph.microsoft.com/.default"],
  authMethod: "PasswordlessCertificate",
  cacheCertificatePassword: false,
  defaultFlow: "DeviceCode",
}];
const OLD_OBJECT = {
  profiles: [{
    name: "old",
    tenantId: "contoso.com",
    clientId: "11111111-1111-1111-1111-111111111111",
    scope: "User.Read Mail.Read",
    flow: "interactive",
    useClientSecret: true,
  }],
};

/** Lines that need no change but the name of the program. */
const SAME: readonly ContractRow[] = [
  { run: "get-token -p ME -f DeviceCode --no-clipboard", stdout: A_TOKEN },
  { run: "get-token -p app -f ClientCredentials", stdout: A_TOKEN },
  {
    run: "get-token --profile me --flow InteractiveBrowser --port 8400",
    stdout: A_TOKEN,
  },
  {
    run:
      "get-token -p web -f AuthorizationCode --redirect-uri http://localhost:8400/callback",
    stdout: A_TOKEN,
  },
  { run: "get-token -p me -f interactive", stdout: A_TOKEN },
  { run: "get-token -p me -s User.Read,Mail.Read", stdout: A_TOKEN },
  { run: "get-token -p me --scope 'User.Read Mail.Read'", stdout: A_TOKEN },
  { run: "get-token -p app --warn-expiry 5 --timeout 60s", stdout: A_TOKEN },
  { run: "get-token -p app --force --no-cache --verbose", stdout: A_TOKEN },
  { run: "get-token -p app --output json", stdout: "get-token" },
  { run: "get-token -p app --json", stdout: "get-token" },
  { run: "get-token -p app -o yaml", stdout: /^access_token: / },
  { run: "get-token -p app -o $HOME/token.txt" },
  { run: "get-token -p app --file $HOME/access_token.txt" },
  { run: "get-token -p me -f browser --port-range 8400-8402", stdout: A_TOKEN },
  { run: "get-token -p me -f browser --show-url", stdout: A_TOKEN },
  { run: "refresh -p app", stdout: A_TOKEN },
  { run: "refresh -p me --output json", world: LOGGED_IN, stdout: "get-token" },
  { run: "inspect $TOKEN", stdout: /Signature not verified/ },
  {
    run: "inspect -",
    world: { stdin: "$ACCESS", before: ["get-token -p app"] },
    stdout: /./,
  },
  { run: "inspect --profile me --claims", world: LOGGED_IN, stdout: /./ },
  { run: "inspect $TOKEN --header -o json", stdout: /"alg"/ },
  { run: "discover -p app -s 'Contoso*'", stdout: /Contoso Web Shop/ },
  { run: "discover -t $TOKEN", stdout: /Signature not verified/ },
  { run: "config list", stdout: /^me\napp\n/ },
  { run: "config list --json --verbose", stdout: "config-list" },
  { run: "config show --name me --output json", stdout: "config-show" },
  { run: "config delete -p me --force" },
  { run: "config edit -p me", world: { stdin: "\n\nMail.Read\n" } },
  {
    run:
      "config create --name x --tenant-id contoso.com --client-id $CLI --scope $GRAPH --use-certificate --certificate-path $HOME/c.pem --private-key-path $HOME/k.pem --non-interactive",
  },
  {
    run:
      "config export -p me --include-secrets --passphrase-env PASS -o $HOME/x",
  },
  {
    run: "config import -i $HOME/old -n dev",
    world: { files: { old: JSON.stringify(OLD) } },
  },
  {
    run: "config import -f $HOME/old",
    world: { files: { old: JSON.stringify(OLD_OBJECT) } },
  },
  { run: "clear-cache --profile me --yes", world: LOGGED_IN },
  { run: "--help", stdout: /^USAGE/ },
  { run: "help", stdout: /^USAGE/ },
  { run: "--version", stdout: /^\d/ },
];

async function runSame({ run, world, stdout }: ContractRow): Promise<void> {
  const ran = await runLine(run, world);
  assert.equal(ran.code, 0, ran.stderr);
  if (stdout instanceof RegExp) assert.match(ran.stdout, stdout);
  else if (stdout !== undefined) JSON.parse(ran.stdout);
}

Deno.test("command lines of entra-auth-cli do the same here", async () => {
  const nameOf = ({ run }: ContractRow) => run;
  const failures = await runAll(SAME, { run: runSame, nameOf });
  assert.equal(failures.join("\n\n"), "");
});

Deno.test("command lines of entra-auth-cli that mean something else are refused, with the way here", async () => {
  const refused = DIFFERENCES.flatMap(({ refused }) => refused ?? []);
  assert.ok(refused.length > 5);
  for (const line of refused) {
    const ran = await runLine(line);
    assert.equal(ran.code, 64, `${line}: ${ran.stderr}`);
    assert.equal(ran.stdout, "");
    assert.match(ran.stderr, /^Hint: /m, line);
  }
});

/** What has to be covered, and the tests that show it. */
const CHECKLIST: readonly (readonly [
  what: string,
  ...shown: readonly (readonly [file: string, text: string])[],
])[] = [
  [
    "the options and their short forms",
    ["coming_from_test", "command lines of entra-auth-cli do the same here"],
    ["config_create_test", "config create takes the options of entra-auth-cli"],
    ["secrets_test", "runCli() says how a secret is given instead"],
  ],
  [
    "-o is a format or a file",
    ["contract_token_table", "get-token -p app -o $HOME/token.txt"],
    ["bad_input_test", "a bad format"],
  ],
  [
    "scopes by comma and blank, and every name of every flow",
    ["coming_from_test", "-s User.Read,Mail.Read"],
    ["contract_name_table", "FLOWS.flatMap"],
  ],
  [
    "what is piped, in and out",
    ["config_create_test", "config create reads piped answers in their order"],
    ["contract_config_table", 'run: "config list", stdout: /^me'],
    ["contract_config_table", "--passphrase-stdin"],
  ],
  [
    "one JSON shape, documented",
    ["json_shapes_test", "what is written is as the schema"],
  ],
  [
    "one table of exit codes",
    ["contract_complete_test", "every exit code has a row"],
  ],
  [
    "profiles and exports are taken over",
    [
      "config_transfer_test",
      "config import takes over every shape of entra-auth-cli",
    ],
    [
      "config_transfer_test",
      "config import opens an encrypted export of entra-auth-cli",
    ],
  ],
  [
    "app registrations, their permissions, new secrets, and the way back",
    ["discover_test", "discover reads every page"],
    ["discover_profile_test", "discover names APIs and permissions by words"],
    [
      "discover_profile_test",
      "discover --new-secret needs the right, and offers to take an existing",
    ],
  ],
  [
    "public clients, secrets, certificates, assertions",
    ["contract_sign_in_table", "-p me -s Mail.Read"],
    ["contract_proof_table", "--federated github-actions"],
  ],
  [
    "the warning before the end, and the clipboard",
    ["contract_token_table", "--warn-expiry 90"],
    ["clipboard_test", "fails where there is no clipboard, and leaves no file"],
  ],
];

Deno.test("each line of the checklist has a test that shows it", () => {
  for (const [what, ...shown] of CHECKLIST) {
    for (const [file, text] of shown) {
      const source = Deno.readTextFileSync(`${ROOT}tests/cli/${file}.ts`);
      assert.ok(source.includes(text), `${what}: ${file} has no "${text}"`);
    }
  }
});

Deno.test("the README tells every difference", () => {
  const readme = Deno.readTextFileSync(`${ROOT}README.md`);
  for (const [there = ""] of comingFromTable().rows) {
    assert.ok(readme.includes(`| ${there.replaceAll("|", "\\|")} `), there);
  }
});
