import assert from "node:assert/strict";
import type { SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  claimsOf,
  CLI_REQUEST,
  type Fields,
  MAE,
  NOTES,
  openBrowser,
  openSandbox,
  postForm,
  redemption,
  redirected,
} from "./visitor.ts";

const REQUEST: Fields = { ...CLI_REQUEST, client_id: NOTES.id };
const PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

async function signedIn(
  sandbox: SandboxHandler,
  { tenant, changes = {} }: { tenant: string; changes?: Fields },
): Promise<URLSearchParams> {
  const browser = openBrowser(sandbox);
  const page = await browser.authorize({ ...REQUEST, ...changes }, tenant);
  const consent = await browser.signIn(page, MAE);
  return redirected(await browser.press(consent, { action: "accept" }));
}

for (const tenant of ["common", "consumers", PERSONAL]) {
  Deno.test({
    name:
      `A personal account signs in under ${tenant}; its tenant is ${PERSONAL}, its Graph token opaque`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const code = (await signedIn(sandbox, { tenant })).get("code") ?? "";
      const { body } = await postForm(sandbox, {
        path: `/${tenant}/oauth2/v2.0/token`,
        fields: redemption(code, { client_id: NOTES.id, client_info: "1" }),
      });
      const id = claimsOf(body["id_token"]);
      assert.equal(id["tid"], PERSONAL);
      assert.equal(id["iss"], `${sandbox.origin}/${PERSONAL}/v2.0`);
      assert.equal(claimsOf(`.${body["client_info"]}`)["utid"], PERSONAL);
      assert.match(String(body["access_token"]), /^EwA[\w-]+$/);
      const me = () =>
        sandbox.fetch(
          new Request(`${sandbox.origin}/v1.0/me`, {
            headers: { authorization: `Bearer ${body["access_token"]}` },
          }),
        );
      assert.equal((await (await me()).json()).userPrincipalName, MAE);
      sandbox.control.advanceClock(90 * 60);
      assert.equal((await me()).status, 401);
    },
  });
}

Deno.test({
  name:
    "A personal account is not offered where the application or the tenant is for organizations",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const browser = openBrowser(sandbox);
    for (
      const [request, tenant] of [
        [CLI_REQUEST, "common"],
        [REQUEST, "organizations"],
      ] as const
    ) {
      const page = await browser.authorize(request, tenant);
      const refused = await browser.signIn(page, MAE);
      assert.equal(refused.status, 400);
      const text = await refused.text();
      assert.match(text, /AADSTS50020/);
      assert.doesNotMatch(text, /password <code>sandbox-mae/);
    }
  },
});

Deno.test({
  name: "A personal account is refused a v1 API with AADSTS500207",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const scope = "openid https://management.azure.com/user_impersonation";
    const tenant = "consumers";
    const answer = await signedIn(sandbox, { tenant, changes: { scope } });
    const { body } = await postForm(sandbox, {
      path: "/consumers/oauth2/v2.0/token",
      fields: redemption(answer.get("code") ?? "", {
        client_id: NOTES.id,
        scope,
      }),
    });
    assert.deepEqual(body["error_codes"], [500207]);
  },
});
