import { refuses } from "./support/misbehaving_server.ts";

refuses("a token with the status 201", {
  flow: "client-credentials",
  token: () =>
    Response.json(
      { access_token: "t", token_type: "Bearer", expires_in: 1 },
      { status: 201 },
    ),
  code: "response_invalid",
});
