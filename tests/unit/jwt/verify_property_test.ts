import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { AuthError } from "../../../src/engine/errors.ts";
import { diffTokens } from "../../../src/engine/jwt/diff.ts";
import { explainRejection } from "../../../src/engine/jwt/reject.ts";
import { verifyToken } from "../../../src/engine/jwt/verify.ts";
import { OTHER_KEY } from "../../support/test_keys.ts";
import { signedToken, TENANT } from "../../support/tokens.ts";
import { tokenOf } from "./token_text.ts";
import { claimsOf, NOW, publicKey, verifyPublished } from "./verify_world.ts";

const NAMES = ["aud", "iss", "tid", "exp", "nbf", "iat", "scp", "roles", "ver"]
  .concat("azp", "appid", "idtyp", "acr", "tfp", "typ", "alg", "kid", "crit")
  .concat("nonce", "__proto__", "constructor");
const object = fc.dictionary(fc.constantFrom(...NAMES), fc.jsonValue());
const text = fc.oneof(
  fc.string(),
  fc.tuple(object, object).map(([payload, header]) =>
    tokenOf(payload, { alg: "RS256", ...header })
  ),
);

Deno.test("verifyToken() answers whatever it is given, and finds nothing valid that nobody signed", async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.jsonValue()), async (token, keys) => {
      try {
        const { valid, checks } = await verifyToken(token, {
          keys: { jwks: { keys: [publicKey(), ...keys] } },
          now: NOW,
        });
        assert.equal(valid, false);
        assert.ok(checks.length > 0);
      } catch (error) {
        assert.ok(error instanceof AuthError, String(error));
        assert.equal(error.code, "token_malformed");
      }
    }),
  );
});

Deno.test("verifyToken() asks only Microsoft's hosts, whatever a token's issuer is", async () => {
  const hosts =
    /^https:\/\/(?:[a-z0-9-]+\.)*(?:microsoftonline\.(?:com|us|cn)|b2clogin\.(?:com|us|cn)|ciamlogin\.com)\//;
  const piece = fc.constantFrom(
    `https://login.microsoftonline.com/${TENANT}/v2.0`,
    `https://contoso.b2clogin.com/${TENANT}/v2.0/`,
    "https://",
    "http://",
    "login.microsoftonline.com",
    "sts.windows.net",
    "contoso.b2clogin.com",
    "evil.example",
    "/",
    ".",
    "@",
    "#",
    "?",
    ":",
    "\\",
    TENANT,
    "v2.0",
    "..",
  );
  const issuer = fc.array(piece, { maxLength: 9 }).map((all) => all.join(""));
  let requests = 0;
  await fc.assert(
    fc.asyncProperty(issuer, async (iss) => {
      const token = signedToken(claimsOf({ iss }), { key: OTHER_KEY });
      const asked: string[] = [];
      const replies = Array.from({ length: 3 }, () => (request: Request) => {
        asked.push(request.url);
        return Response.json({ error: "no" }, { status: 400 });
      });
      const verification = await verifyPublished(token, { world: { replies } })
        .catch((error) => assert.ok(error instanceof AuthError, String(error)));
      asked.push(...verification?.ports.keyRequests ?? []);
      assert.ok(asked.every((url) => hosts.test(url)), asked.join(" "));
      requests += asked.length;
    }),
    {
      examples: [[`https://login.microsoftonline.com/${TENANT}/v2.0`]],
    },
  );
  assert.ok(requests > 0, "some issuers were asked");
});

Deno.test("diffTokens() finds nothing between a token and itself, and the same both ways round", () => {
  fc.assert(fc.property(object, object, (one, other) => {
    const [first, second] = [tokenOf(one), tokenOf(other)];
    const names = (from: string, to: string) =>
      diffTokens(from, to, { now: NOW }).differences.map(({ name }) => name);
    assert.deepEqual(names(first, first), []);
    assert.deepEqual(
      names(first, second).toSorted(),
      names(second, first).toSorted(),
    );
  }));
});

Deno.test("explainRejection() answers whatever it is given", () => {
  fc.assert(fc.property(object, object, (payload, header) => {
    const token = tokenOf(payload, header);
    const { rejected, reasons } = explainRejection(token, "arm", { now: NOW });
    assert.equal(rejected, reasons.length > 0);
  }));
});
