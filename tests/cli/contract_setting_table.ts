// What each option of `config create` and `config edit` writes into a profile.
import { PROFILES_FILE } from "./contract_names.ts";
import type { ContractRow } from "./contract_row.ts";
import type { ContractWorld } from "./contract_world.ts";

/** Options of a profile, and what is in the file after them. */
type SettingRow = readonly [
  options: string,
  kept: RegExp | readonly RegExp[],
  world?: ContractWorld,
];

const SETTINGS: readonly SettingRow[] = [
  [
    "--scope Mail.Read --flow interactive --login-hint $ADA --domain-hint contoso.com --prompt login",
    [
      /"scopes": \[\s+"Mail\.Read"\s+\]/,
      /"flow": "interactive"/,
      /"loginHint": "ada@contoso/,
      /"domainHint": "contoso\.com"/,
      /"prompt": "login"/,
    ],
  ],
  [
    "--redirect-uri http://localhost:8410 --response-mode query --response-type id_token --state S1 --nonce N1",
    [
      /"redirectUri": "http:\/\/localhost:8410"/,
      /"responseMode": "query"/,
      /"responseType": "id_token"/,
      /"state": "S1"/,
      /"nonce": "N1"/,
    ],
  ],
  [
    `--claims '{"id_token":{}}' --capability cp1 --query dc=x --body a=b --mkt de-DE --renew-code`,
    [
      /"claims": "\{/,
      /"capabilities": \[\s+"cp1"\s+\]/,
      /"query": \{\s+"dc": "x"\s+\}/,
      /"body": \{\s+"a": "b"\s+\}/,
      /"market": "de-DE"/,
      /"renewCode": true/,
    ],
  ],
  [
    "--resource arm --account $ADA --token-store memory",
    [
      /"resource": "https:\/\/management\.azure\.com/,
      /"account": "ada@contoso/,
      /"tokenStore": "memory"/,
    ],
  ],
  ["--cloud usgov --tenant contoso.us", /"cloud": "usgov"/],
  ["--authority $ORIGIN/x", /"authority": "http:\/\/127\.0\.0\.1:8480\/x"/],
  ["--client azure-cli", /"clientId": "04b07795/],
  ["--client-secret-env CI", /"clientSecret": "env:CI"/],
  [
    "--client-secret-file $HOME/s --secret-expires 2027-01-31",
    /"secretExpires": "2027-01-31"/,
  ],
  ["--client-secret-command 'pass show ci'", /"command:pass show ci"/],
  [
    "--client-secret-stdin --secret-store keyring",
    /"clientSecret": "keyring"/,
    { stdin: "a-new-secret\n" },
  ],
  [
    "--client-certificate $HOME/c.pem --client-key $HOME/k.pem --certificate-algorithm RS256 --send-certificate-chain",
    [
      /"clientCertificate": "\S+c\.pem"/,
      /"clientKey": "\S+k\.pem"/,
      /"certificateAlgorithm": "RS256"/,
      /"sendCertificateChain": true/,
    ],
  ],
  [
    "--certificate-path $HOME/c.pem --private-key-path $HOME/k.pem --use-certificate",
    /"clientKey": "\S+k\.pem"/,
  ],
  [
    "--client-certificate $HOME/locked.pem --certificate-password-env KEY_PASS",
    /"certificatePassword": "env:KEY_PASS"/,
  ],
  [
    "--client-certificate $HOME/locked.pem --certificate-password-file $HOME/key-pass",
    /"certificatePassword": "file:/,
  ],
  [
    "--client-certificate $HOME/locked.pem --certificate-password-stdin --secret-store vault --passphrase-file $HOME/key-pass",
    /"certificatePassword": "(keyring|vault)"/,
    { stdin: "the-key-pass\n" },
  ],
  ["--client-assertion-file $HOME/j", /"clientAssertion": "file:/],
  ["--client-assertion-env J", /"clientAssertion": "env:J"/],
  ["--client-assertion-command 'jwt make'", /"command:jwt make"/],
  ["--client-assertion-profile front", /"profile:front"/],
  ["--federated kubernetes", /"clientAssertion": "kubernetes"/],
  [
    "--username $ADA --password-env P",
    [/"username": "ada@contoso/, /"password": "env:P"/],
  ],
  ["--password-file $HOME/p", /"password": "file:/],
  ["--assertion-file $HOME/a", /"userAssertion": "file:/],
  ["--assertion-env A", /"userAssertion": "env:A"/],
  ["--assertion-profile front", /"userAssertion": "profile:front"/],
  ["--refresh-token-file $HOME/r", /"refreshToken": "file:/],
  ["--refresh-token-env R", /"refreshToken": "env:R"/],
  ["--identity-client-id $CLI", /"identityClientId": "a3f5/],
  ["--identity-object-id $CLI", /"identityObjectId": "a3f5/],
  ["--identity-resource-id /subscriptions/x", /"identityResourceId": "\/sub/],
];

function settingRow(
  line: string,
  [options, text, world]: SettingRow,
): ContractRow {
  const whole = line.replace("…", options);
  // A tenant, a client and an authority are named once.
  const run = options.includes("--authority ")
    ? whole.replace(" -t contoso.com", "")
    : options.includes("--tenant ")
    ? whole.replace(" -t contoso.com", "")
    : options.includes("--client ")
    ? whole.replace(" --client-id $CLI", "")
    : whole;
  return {
    run,
    kept: [PROFILES_FILE, ...[text].flat()],
    ...(world === undefined ? {} : { world }),
  };
}

/** Each by both commands. */
export const SETTING_ROWS: readonly ContractRow[] = SETTINGS.flatMap((row) => [
  settingRow("config create new -t contoso.com --client-id $CLI …", row),
  settingRow("config edit front …", row),
]);
