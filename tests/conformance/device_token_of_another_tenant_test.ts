import { refuses } from "./support/misbehaving_server.ts";

refuses("a device sign-in's ID token of another tenant", {
  flow: "device-code",
  idToken: { tid: "aaaaaaaa-0000-4000-8000-00000000000f" },
  code: "id_token_invalid",
});
