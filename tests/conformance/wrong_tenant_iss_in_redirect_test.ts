import { refuses } from "./support/misbehaving_server.ts";

refuses("an answer in the name of another tenant (RFC 9207)", {
  flow: "interactive",
  redirect: {
    iss:
      "https://login.microsoftonline.com/aaaaaaaa-0000-4000-8000-00000000000f/v2.0",
  },
  code: "response_invalid",
});
