import { refuses } from "./support/misbehaving_server.ts";

refuses("an ID token for another code", {
  flow: "hybrid",
  idToken: { c_hash: "LDktKdoQak3Pk0cnXxCltA" },
  code: "id_token_invalid",
});
