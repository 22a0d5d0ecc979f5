import { refuses } from "./support/misbehaving_server.ts";

refuses("JSON in UTF-16", {
  flow: "client-credentials",
  token: () => {
    const json = '{"access_token":"t","token_type":"Bearer","expires_in":1}';
    const units = Uint16Array.from(json, (letter) => letter.charCodeAt(0));
    return new Response(units);
  },
  code: "response_invalid",
});
