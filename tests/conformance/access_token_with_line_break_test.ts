import { refuses } from "./support/misbehaving_server.ts";

refuses("an access token with a line break", {
  flow: "client-credentials",
  token: { access_token: "bad\ntoken" },
  code: "response_invalid",
});

refuses("an access token with a space", {
  flow: "client-credentials",
  token: { access_token: "bad token" },
  code: "response_invalid",
});

refuses("an access token with a letter that is not ASCII", {
  flow: "client-credentials",
  token: { access_token: "bäd" },
  code: "response_invalid",
});
