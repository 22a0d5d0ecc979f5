import { refuses } from "./support/misbehaving_server.ts";

refuses("a device sign-in's ID token for another client", {
  flow: "device-code",
  idToken: { aud: "bbbbbbbb-0000-4000-8000-00000000000f" },
  code: "id_token_invalid",
});
