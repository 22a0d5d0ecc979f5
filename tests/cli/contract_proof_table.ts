// How a client proves itself: each way, with what is sent then.
import type { SignInRow } from "./contract_sign_in_table.ts";

const AS_APP = "--authority $AUTH --client-id $APP -s $GRAPH";
const FEDERATED = "AZURE_FEDERATED_TOKEN_FILE";

/** How the client proves itself. */
export const PROOF: readonly SignInRow[] = [
  {
    options: `${AS_APP} --client-secret-env SECRET`,
    sent: [/client_secret=sandbox-secret/],
  },
  {
    options: `${AS_APP} --client-secret-file $HOME/secret`,
    world: { files: { secret: "sandbox-secret-nightly-report\n" } },
    sent: [/client_secret=sandbox-secret/],
  },
  {
    options: `${AS_APP} --client-secret-command 'pass show ci'`,
    sent: [/run pass show ci/, /client_secret=sandbox-secret/],
  },
  {
    options: `${AS_APP} --client-secret-stdin`,
    world: { stdin: "sandbox-secret-nightly-report\n" },
    sent: [/client_secret=sandbox-secret/],
  },
  {
    options:
      `${AS_APP} --client-certificate $HOME/c.pem --client-key $HOME/k.pem --certificate-algorithm RS256 --send-certificate-chain`,
    sent: [/client_assertion=eyJ/],
  },
  {
    options:
      `${AS_APP} --client-certificate $HOME/locked.pem --certificate-password-env KEY_PASS --certificate-algorithm PS256`,
    sent: [/client_assertion=eyJ/],
  },
  {
    options:
      `${AS_APP} --client-certificate $HOME/locked.pem --certificate-password-file $HOME/key-pass`,
    sent: [/client_assertion=eyJ/],
  },
  {
    options:
      `${AS_APP} --client-certificate $HOME/locked.pem --certificate-password-stdin`,
    world: { stdin: "the-key-pass\n" },
    sent: [/client_assertion=eyJ/],
  },
  {
    options: `${AS_APP} --client-assertion-file $HOME/federated`,
    world: { env: { [FEDERATED]: "$HOME/federated" } },
    sent: [/client_assertion=eyJ/],
  },
  {
    options: `${AS_APP} --client-assertion-env JWT`,
    sent: [/client_assertion=eyJ/],
  },
  {
    options: `${AS_APP} --client-assertion-command 'cat $HOME/federated'`,
    sent: [/client_assertion=eyJ/],
  },
  {
    options: `${AS_APP} --client-assertion-profile builder`,
    sent: [/client_assertion=eyJ/],
  },
  {
    options: `${AS_APP} --federated file`,
    isVariant: true,
    world: { env: { [FEDERATED]: "$HOME/federated" } },
    sent: [/client_assertion=eyJ/],
  },
  {
    options: `${AS_APP} --federated kubernetes`,
    isVariant: true,
    world: { env: { [FEDERATED]: "$HOME/federated" } },
    sent: [/client_assertion=eyJ/],
  },
  {
    options: `${AS_APP} --federated github-actions`,
    sent: [/GET \S*\/external\/github\/token/],
  },
  {
    options: `${AS_APP} --federated azure-pipelines`,
    isVariant: true,
    sent: [/POST \S*\/external\/pipelines\/oidctoken/],
  },
];
