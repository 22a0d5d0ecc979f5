import { type ClientSeed, DEFAULT_WORLD } from "../../src/sandbox/mod.ts";

const [CONTOSO] = DEFAULT_WORLD.tenants;

/** Redirect URI of a page that does not exist. */
export const NOWHERE = "https://portal.contoso.example/signed-in";

/** A web application that may be given tokens through the browser, on any port of this machine. */
export const PORTAL: ClientSeed = {
  client_id: "c9e40b7d-12f6-4a83-9d5e-6b0f8a3c71d2",
  name: "Contoso Portal",
  tenant_id: CONTOSO?.id ?? "",
  type: "confidential",
  redirect_uris: ["http://localhost", NOWHERE],
  secrets: [{ value: "sandbox-secret-portal" }],
  enable_id_token_issuance: true,
  enable_access_token_issuance: true,
};

/** The sandbox's usual world and the portal. */
export const BROWSER_WORLD = {
  ...DEFAULT_WORLD,
  clients: [...DEFAULT_WORLD.clients, PORTAL],
};
